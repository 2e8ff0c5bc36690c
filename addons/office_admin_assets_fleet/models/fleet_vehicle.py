from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from odoo.addons.office_admin_assets.models.maintenance_equipment import OFFICER

GONE = frozenset({'active', 'write_off_date'})
"""What says in Fleet that a vehicle is not there any more."""


class FleetVehicle(models.Model):
    """A vehicle that stands in the ledger of assets by a card. Its driver, odometer and services stay here."""
    _inherit = 'fleet.vehicle'

    asset_card_ids = fields.One2many(
        'maintenance.equipment', 'vehicle_id', "Cards", readonly=True, context={'active_test': False},
        groups='office_admin_assets.group_officer,office_admin_assets.group_auditor')
    asset_code = fields.Char(compute='_compute_asset_card', compute_sudo=True)
    asset_notice = fields.Text("Different in the Ledger", compute='_compute_asset_card', compute_sudo=True)
    is_asset_shown = fields.Boolean(compute='_compute_is_asset_shown')

    @api.depends(
        'active', 'driver_id', 'write_off_date', 'asset_card_ids.asset_code', 'asset_card_ids.asset_state',
        'asset_card_ids.employee_id', 'asset_card_ids.department_id')
    @api.depends_context('lang')
    def _compute_asset_card(self):
        for vehicle in self:
            card = vehicle._get_card()
            vehicle.asset_code = card.asset_code
            vehicle.asset_notice = '\n'.join(vehicle._get_differences(card)) or False

    @api.depends('asset_card_ids')
    @api.depends_context('uid')
    def _compute_is_asset_shown(self):
        for vehicle in self:
            card = vehicle.sudo()._get_card().sudo(False)  # sudo: whether there is one
            vehicle.is_asset_shown = card and card.has_access('read')

    def _get_card(self):
        """Return the open card of this vehicle, or else the last one that has ended."""
        cards = self.asset_card_ids.sorted('id', reverse=True)
        return (cards.filtered(lambda card: card.asset_state != 'ended') or cards)[:1]

    def _get_differences(self, card):
        """Return sentences on what Fleet says of this vehicle and ``card`` does not; in superuser mode."""
        if not card:
            return []
        words = {'card': card.asset_code}
        if card.asset_state == 'ended':
            return [] if self._is_gone() else [self.env._(
                "The card %(card)s has ended (%(end)s). Archive the vehicle, or register it again if it is here.",
                end=dict(card._fields['asset_end_reason']._description_selection(self.env)).get(
                    card.asset_end_reason, ''), **words)]
        found = []
        if self._is_gone():
            found.append(self.env._(
                "In Fleet the vehicle is archived or written off, but the card %(card)s is open. Dispose of the card, "
                "or mend it in Fleet.", **words))
        holder, driver = card.employee_id, self.driver_id
        # whoever drives what a department shares need not hold it
        if driver not in (holder.work_contact_id | holder.user_id.partner_id) if driver else holder:
            if not (driver and card.department_id):
                found.append(self.env._(
                    "In Fleet the driver is %(driver)s, in the ledger the holder of %(card)s is %(holder)s.",
                    driver=driver.name or self.env._("nobody"), holder=holder.name or self.env._("nobody"), **words))
        return found

    def _is_gone(self):
        return not self.active or bool(self.write_off_date)

    @api.constrains('company_id')
    def _check_asset_company(self):
        for vehicle in self.sudo():  # sudo: cards that the user does not see
            card = vehicle._get_card()
            if vehicle.company_id and card.asset_state not in (False, 'ended') and (
                    card.company_id != vehicle.company_id):
                raise ValidationError(self.env._(
                    "%(vehicle)s has the card %(card)s of another company. Transfer the card to this company first.",
                    vehicle=vehicle.display_name, card=card.asset_code))

    def write(self, vals):
        present = self.filtered(lambda vehicle: not vehicle._is_gone()) if GONE & vals.keys() else self.browse()
        result = super().write(vals)
        present.filtered(lambda vehicle: vehicle._is_gone())._tell_who_keeps_cards()
        return result

    def unlink(self):
        self.check_access('unlink')
        if cards := self.sudo().asset_card_ids:  # sudo: cards that the user does not see
            raise UserError(self.env._(
                "%(vehicles)s stands in the ledger of assets (%(codes)s) and cannot be deleted. Archive it.",
                vehicles=format_list(self.env, cards.vehicle_id.mapped('display_name')),
                codes=format_list(self.env, cards.mapped('asset_code'))))
        return super().unlink()

    def _tell_who_keeps_cards(self):
        """Ask who looks after the open cards of these vehicles, which are gone, to let these end."""
        for vehicle in self.sudo():  # sudo: who archives a vehicle need not see its card
            card = vehicle._get_card()
            if card.asset_state not in (False, 'ended') and (user := card._get_reminded_user()):
                card.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=user.id,
                    summary='\n'.join(vehicle.with_context(lang=user.lang)._get_differences(card)[:1]))

    # Verbs

    def action_register_asset(self):
        """Open the dialog by which these vehicles get their cards."""
        self._check_registers_asset()
        self.check_access('read')
        return self.env['office.asset.register.vehicle']._open_about(self, self.env._("Register as Asset"))

    def action_open_asset(self):
        """Open the card of this vehicle, for who may read it."""
        self.ensure_one()
        self.check_access('read')
        card = self.sudo()._get_card().sudo(False)  # sudo: which one it is
        if not card:
            raise UserError(self.env._("%(vehicle)s is not in the ledger of assets.", vehicle=self.display_name))
        card.check_access('read')
        return card._open_as_assets()

    def _check_registers_asset(self):
        self.env['maintenance.equipment']._check_keeps_ledger(OFFICER)

    def _check_can_register_asset(self):
        """:raise UserError: one of these has a card, or belongs to no company, or is gone"""
        for vehicle in self.sudo():  # sudo: cards that the user does not see
            card, words = vehicle._get_card(), {'vehicle': vehicle.display_name}
            if card.asset_state not in (False, 'ended'):
                raise UserError(self.env._("%(vehicle)s has the card %(card)s already.", card=card.asset_code, **words))
            if not vehicle.company_id:
                raise UserError(self.env._("%(vehicle)s needs a company before it is registered.", **words))
            if vehicle._is_gone():
                raise UserError(self.env._("%(vehicle)s is archived or written off in Fleet.", **words))

    def _create_asset_equipments(self, category):
        """Make an equipment of the class ``category`` of each of these vehicles, which then becomes its card."""
        self._check_registers_asset()
        self.check_access('read')
        category.check_access('read')
        self._check_can_register_asset()
        return self.env['maintenance.equipment']._create_as_system([
            vehicle._prepare_asset_equipment(category) for vehicle in self]).sudo(False)

    def _prepare_asset_equipment(self, category):
        """Hook: values of the equipment that becomes the card of this vehicle."""
        self.ensure_one()
        return {
            'vehicle_id': self.id,
            'company_id': self.company_id.id,
            'category_id': category.id,
            'equipment_assign_to': 'other',
            'name': f"{self.brand_id.name or ''} {self.model_id.name or ''}".strip(),
            'asset_brand': self.brand_id.name,
            'model': self.model_id.name,
            'serial_no': self.vin_sn,
            'cost': self.net_car_value or self.car_value,
            'asset_acquire_date': self.acquisition_date,
        }
