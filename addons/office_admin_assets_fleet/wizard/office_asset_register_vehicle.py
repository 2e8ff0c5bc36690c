from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeAssetRegisterVehicle(models.TransientModel):
    """How vehicles of Fleet come into the ledger: by new cards, or by one that is there already."""
    _name = 'office.asset.register.vehicle'
    _description = 'Register Vehicles as Assets'
    _inherit = ['office.asset.register']

    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    category_id = fields.Many2one(
        'maintenance.equipment.category', "Class", compute='_compute_category_id', store=True, readonly=False,
        domain="[('company_id', 'in', [False, company_id])]")
    card_id = fields.Many2one(
        'maintenance.equipment', "Card It Has",
        domain="[('asset_code', '!=', False), ('asset_state', '!=', 'ended'), ('vehicle_id', '=', False), "
               "('company_id', '=', company_id)]",
        help="If it stands in the ledger already, from before Fleet was used. Nothing of the card changes.")

    @api.depends('res_ids')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard._get_documents().company_id[:1]

    @api.depends('company_id')
    def _compute_category_id(self):
        for wizard in self:
            # of the last one, since cars are mostly of one class
            wizard.category_id = self.env['maintenance.equipment'].search(
                [('vehicle_id', '!=', False), ('company_id', '=', wizard.company_id.id)], order='id desc',
                limit=1).category_id

    def action_confirm(self):
        if not self.card_id:
            return super().action_confirm()
        self.ensure_one()
        vehicle = self._get_documents()
        if len(vehicle) != 1:
            raise UserError(self.env._("A card that is there already is for one vehicle only."))
        self.card_id._link_vehicle(vehicle, self.note)
        return self.card_id._open_as_assets()

    def _get_equipments(self):
        if not self.category_id:
            raise UserError(self.env._("Say of which class the cards are."))
        return self._get_documents()._create_asset_equipments(self.category_id)

    def _get_mixin(self):
        return 'fleet.vehicle'
