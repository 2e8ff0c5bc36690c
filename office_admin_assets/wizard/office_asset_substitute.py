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

    due_date = fields.Date(
        "Give Back By", required=True,
        default=lambda self: fields.Date.add(self.env.company._get_office_today(), days=14),
        help="At the latest: it comes back as soon as the other one works again.")

    def action_confirm(self):
        """Lend it, and let who gets it confirm."""
        self.ensure_one()
        return self.request_id._lend_substitute(self.equipment_id, self.due_date)._open_receipt()
