from odoo import api, fields, models
from odoo.exceptions import UserError


class MaintenanceEquipment(models.Model):
    """The card of a vehicle: code, holder, place and counts stand here, driver, odometer and services in Fleet."""
    _inherit = 'maintenance.equipment'

    vehicle_id = fields.Many2one(
        'fleet.vehicle', readonly=True, copy=False, check_company=True, index='btree_not_null', ondelete='restrict')
    vehicle_driver = fields.Char("Driver in Fleet", compute='_compute_vehicle', compute_sudo=True)
    vehicle_notice = fields.Text("Different in Fleet", compute='_compute_vehicle', compute_sudo=True)
    differs_from_fleet = fields.Boolean(
        compute='_compute_differs_from_fleet', search='_search_differs_from_fleet')

    _vehicle_uniq = models.UniqueIndex(
        "(vehicle_id) WHERE vehicle_id IS NOT NULL AND asset_state != 'ended'",
        "This vehicle has a card already.")

    @api.depends('vehicle_id.license_plate')
    def _compute_display_name(self):
        super()._compute_display_name()
        for card in self.filtered('vehicle_id'):
            if plate := card.sudo().vehicle_id.license_plate:  # sudo: who holds a car knows its plate
                card.display_name = f'{card.display_name} {plate}'

    @api.depends('vehicle_id.driver_id.name', 'vehicle_id.asset_notice')
    @api.depends_context('lang')
    def _compute_vehicle(self):
        for card in self:
            card.vehicle_driver = card.vehicle_id.driver_id.name
            # of an old card, what the newer one says is not true
            is_current = card == card.vehicle_id._get_card()
            card.vehicle_notice = is_current and card.vehicle_id.asset_notice

    @api.depends('vehicle_notice')
    def _compute_differs_from_fleet(self):
        for card in self:
            card.differs_from_fleet = bool(card.vehicle_notice)

    def _search_differs_from_fleet(self, operator, value):
        if operator != 'in':
            return NotImplemented
        cards = self.with_context(active_test=False).search([('vehicle_id', '!=', False)])
        return [('id', 'in' if True in value else 'not in', cards.filtered('differs_from_fleet').ids)]

    def action_open_vehicle(self):
        """Open the vehicle in Fleet, for who may read it there."""
        self.ensure_one()
        self.check_access('read')
        if not self.vehicle_id:
            raise UserError(self.env._("%(card)s is no vehicle of Fleet.", card=self.display_name))
        self.vehicle_id.check_access('read')
        return self.vehicle_id._get_records_action()

    def _link_vehicle(self, vehicle, note=False):
        """Let this card, which has been in the ledger before, be that of ``vehicle``."""
        self.ensure_one()
        self._check_keeps_ledger()
        self.check_access('read')
        vehicle.check_access('read')
        vehicle._check_can_register_asset()
        if self.vehicle_id:
            raise UserError(self.env._("%(card)s is the card of another vehicle.", card=self.display_name))
        self._apply('correct', {'vehicle_id': vehicle.id}, note=note)

    def _after_transfer(self, successor):
        super()._after_transfer(successor)
        if vehicle := self.vehicle_id:
            # who was to drive it next works for the company that gave it
            vehicle.write({'company_id': successor.company_id.id, 'future_driver_id': False})
            successor._write_as_system({'vehicle_id': vehicle.id})

    def _get_label_lines(self):
        lines = super()._get_label_lines()
        plate = self.sudo().vehicle_id.license_plate  # sudo: it stands on the car
        return [lines[0], plate, *lines[2:]] if plate else lines

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'vehicle_id'}
