from odoo import api, models
from odoo.exceptions import UserError


class StockReference(models.Model):
    """Odoo lets every employee say which moves a reference is of."""
    _inherit = 'stock.reference'

    @api.model_create_multi
    def create(self, vals_list):
        references = super().create(vals_list)
        references._check_not_referred(self.env['stock.move'])
        return references

    def write(self, vals):
        before_sudo = self.sudo().move_ids  # sudo: moves of others
        result = super().write(vals)
        if 'move_ids' in vals:
            self._check_not_referred(before_sudo)
        return result

    def _check_not_referred(self, before):
        """:raise UserError: a hand-out would get a reference, or lose one, by somebody's hand"""
        after_sudo = self.sudo().move_ids  # sudo: moves of others
        changed_sudo = ((after_sudo - before) | (before - after_sudo)).sudo().filtered('supply_line_id')
        if changed_sudo and not self.env.su:
            raise UserError(changed_sudo.sudo(False)._get_alone_message())
