from odoo import fields, models


class OfficeAssetSubstitute(models.TransientModel):
    """What somebody works with while their own thing is repaired."""
    _name = 'office.asset.substitute'
    _description = 'Lend a Substitute'

    request_id = fields.Many2one('maintenance.request', required=True, readonly=True)
    company_id = fields.Many2one(related='request_id.company_id')
    category_id = fields.Many2one(related='request_id.equipment_id.category_id')
    equipment_id = fields.Many2one(
        'maintenance.equipment', "Substitute", required=True,
        domain="[('asset_state', 'in', ('in_stock', 'idle')), ('company_id', '=', company_id)]")

    def action_confirm(self):
        """Lend it."""
        self.ensure_one()
        self.request_id._lend_substitute(self.equipment_id)
        return {'type': 'ir.actions.act_window_close'}
