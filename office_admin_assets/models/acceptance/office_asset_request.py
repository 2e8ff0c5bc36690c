from odoo import models
from odoo.fields import Command


class OfficeAssetRequest(models.Model):
    """What is missing is bought: when it has come, somebody else accepts it."""
    _inherit = 'office.asset.request'

    def action_prepare_acceptance(self):
        """Open a new acceptance of what is still missing, bought by the user."""
        self._check_transition('hand_out')
        self.ensure_one()
        acceptance = self.env['office.asset.acceptance'].create({
            'company_id': self.company_id.id,
            'line_ids': [Command.create({
                'request_line_id': line.id, 'category_id': line.category_id.id, 'name': line._get_open_name(),
                'quantity': line.open_quantity, 'price': line.price}) for line in self._get_open_lines()]})
        return acceptance._get_form_action()
