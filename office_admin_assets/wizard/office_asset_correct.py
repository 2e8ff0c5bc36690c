from odoo import api, fields, models

from ..asset_words import ACQUISITIONS, OWNERSHIPS
from ..models.maintenance_equipment import CORRECTED


class OfficeAssetCorrect(models.TransientModel):
    """What was registered wrong on one card, and what is right."""
    _name = 'office.asset.correct'
    _description = 'Correct an Asset'
    _inherit = ['office.document.wizard.mixin']

    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    category_id = fields.Many2one(
        'maintenance.equipment.category', domain="[('company_id', 'in', [company_id, False])]")
    serial_no = fields.Char("Serial Number")
    cost = fields.Float()
    asset_tax = fields.Float("Tax")
    asset_acquisition = fields.Selection(ACQUISITIONS, "Way of Acquisition")
    asset_acquire_date = fields.Date("Acquired On")
    asset_acceptance = fields.Char("Acceptance No.")
    asset_start_date = fields.Date("In Use Since")
    asset_ownership = fields.Selection(OWNERSHIPS, "Ownership")
    asset_bears_data = fields.Boolean("Bears Data")
    asset_keeper_id = fields.Many2one('hr.employee', "Keeper", domain="[('company_id', 'in', [company_id, False])]")
    asset_department_id = fields.Many2one(
        'hr.department', "Using Department", domain="[('company_id', 'in', [company_id, False])]")
    note = fields.Char("Why", required=True)

    @api.depends('res_ids')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard._get_documents()[:1].company_id

    @api.model
    def default_get(self, fields):
        """Show the card as it is."""
        values = super().default_get(fields)
        card = self.new(values)._get_documents()[:1] if values.get('res_ids') else self.env['maintenance.equipment']
        shown = card._convert_to_write({name: card[name] for name in CORRECTED if name in fields}) if card else {}
        return values | shown

    def action_confirm(self):
        """Write what is right into the card, and what was wrong into its time line."""
        self.ensure_one()
        card = self._get_documents().ensure_one()
        card._correct(self._convert_to_write({name: self[name] for name in CORRECTED}), self.note)
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'maintenance.equipment'
