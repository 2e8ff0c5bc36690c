from odoo import fields, models

from ..asset_words import ACQUISITIONS


class OfficeAssetRegister(models.TransientModel):
    """How equipments come into the ledger: where they are from, and why without an acceptance."""
    _name = 'office.asset.register'
    _description = 'Register Assets'
    _inherit = ['office.document.wizard.mixin']

    asset_acquisition = fields.Selection(ACQUISITIONS, "Way of Acquisition", required=True, default='bought')
    asset_acceptance = fields.Char("Acceptance No.")
    note = fields.Char("Reason", help="Needed where there is no acceptance.")
    asset_acquire_date = fields.Date("Acquired On")
    place_id = fields.Many2one('office.place', help="If they all stand in one place; else what each card says.")
    code = fields.Char("Code It Has", help="Only if it has one already, on its old label. Else the next one is drawn.")
    is_single = fields.Boolean(compute='_compute_is_single')

    def _compute_is_single(self):
        for wizard in self:
            wizard.is_single = len(wizard.res_ids or ()) == 1

    def action_confirm(self):
        """Register them, and open what they have become."""
        self.ensure_one()
        cards = self._get_equipments()
        values = {'asset_acquisition': self.asset_acquisition}
        if self.asset_acquire_date:
            values['asset_acquire_date'] = self.asset_acquire_date
        if self.asset_acceptance:
            values['asset_acceptance'] = self.asset_acceptance
        if self.place_id:
            values['place_id'] = self.place_id.id
        cards._register_cards(values, self.note, self.code if len(cards) == 1 else False)
        return cards._open_as_assets()

    def _get_equipments(self):
        """Hook: the equipments that become cards."""
        return self._get_documents()

    def _get_mixin(self):
        return 'maintenance.equipment'
