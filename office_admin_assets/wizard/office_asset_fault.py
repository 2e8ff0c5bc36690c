from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeAssetFault(models.TransientModel):
    """What is wrong with a thing, said by who has it in their hands."""
    _name = 'office.asset.fault'
    _description = 'Report a Fault'
    _inherit = 'office.document.wizard.mixin'

    description = fields.Text("What Is Wrong", required=True)
    photo = fields.Image("Picture", max_width=1920, max_height=1920, attachment=False)
    warranty = fields.Char(compute='_compute_warranty')

    @api.depends('res_ids')
    def _compute_warranty(self):
        for wizard in self:
            wizard.warranty = wizard._get_documents()[:1]._get_warranty_words()

    def action_confirm(self):
        """Report it, and open what was made of it."""
        self.ensure_one()
        if not (self.description or '').strip():
            raise UserError(self.env._("Say what is wrong."))
        card = self._get_documents().ensure_one()
        request = card._report_fault(self.description.strip(), self.photo and b64decode(self.photo))
        return {
            'type': 'ir.actions.act_window',
            'res_model': request._name,
            'res_id': request.id,
            'views': [(False, 'form')],
        }

    def _get_mixin(self):
        return 'maintenance.equipment'
