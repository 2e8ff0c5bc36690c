from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeSupplyRequestLine(models.Model):
    """In which product of a round a line is counted."""
    _inherit = 'office.supply.request.line'

    round_id = fields.Many2one(related='request_id.round_id', store=True, index='btree_not_null')
    round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of the Round", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.request_id._check_round_open()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'product_id', 'quantity', 'uom_id'}:
            self.request_id._check_round_open()
        return result

    def action_open_order(self):
        """Open what was ordered for these lines."""
        self.check_access('read')
        if not self.round_line_id:
            raise UserError(self.env._(
                "%(lines)s was not bought in a collection round: it came from the stock.",
                lines=format_list(self.env, self[:10].mapped('display_name'))))
        return self.round_line_id.action_open_order()

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'round_line_id'}
