from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from odoo.addons.office_admin_base.photo import read_photo

from ..maintenance_equipment import MONEY

YEAR = timedelta(days=365)


class MaintenanceEquipment(models.Model):
    """Who sees a card reports its faults; what repairs cost says when a new thing is better."""
    _inherit = 'maintenance.equipment'

    asset_repair_cost = fields.Float(
        "Spent on Repairs", compute='_compute_asset_repair', compute_sudo=True, groups=MONEY)
    asset_fault_count = fields.Integer(
        "Faults within 12 Months", compute='_compute_asset_repair', compute_sudo=True, groups=MONEY)
    asset_repair_advice = fields.Char(
        "Advice", compute='_compute_asset_repair_advice', compute_sudo=True, groups=MONEY)
    is_replacement_advised = fields.Boolean(compute='_compute_asset_repair_advice', compute_sudo=True)

    @api.depends(
        'maintenance_count', 'maintenance_ids.asset_cost', 'maintenance_ids.request_date', 'maintenance_ids.archive')
    def _compute_asset_repair(self):
        known = Domain('equipment_id', 'in', self.filtered('maintenance_count').ids)  # most were never repaired
        faults = known & Domain('maintenance_type', '=', 'corrective') & Domain('archive', '=', False)
        since = fields.Date.today() - YEAR
        requests = self.env['maintenance.request']
        counts = dict(requests._read_group(faults & Domain('request_date', '>=', since), ['equipment_id'], ['__count']))
        costs = dict(requests._read_group(known, ['equipment_id'], ['asset_cost:sum']))
        for equipment in self:
            equipment.asset_fault_count = counts.get(equipment._origin, 0)
            equipment.asset_repair_cost = costs.get(equipment._origin, 0)

    @api.depends(
        'asset_repair_cost', 'asset_fault_count', 'cost', 'asset_state', 'company_id.asset_repair_percent',
        'company_id.asset_repair_limit')
    @api.depends_context('lang')
    def _compute_asset_repair_advice(self):
        for card in self:
            card.asset_repair_advice = card._get_repair_advice()
            card.is_replacement_advised = bool(card.asset_repair_advice)

    def _get_repair_advice(self):
        """Return why a new thing is better than one more repair of this card, or False; in superuser mode."""
        if not self.asset_code or self.asset_state == 'ended' or not (self.asset_repair_cost or self.asset_fault_count):
            return False
        company = self.company_id
        share = self.cost and 100 * self.asset_repair_cost / self.cost
        if company.asset_repair_percent and share >= company.asset_repair_percent:
            return self.env._(
                "Repairs have cost %(share).0f %% of what it cost.", share=share)
        if company.asset_repair_limit and self.asset_fault_count >= company.asset_repair_limit:
            return self.env._(
                "%(count)s faults within 12 months.", count=self.asset_fault_count)
        return False

    def _get_warranty_words(self):
        """Return until when and by whom this card is repaired for nothing; False if it is not."""
        self.ensure_one()
        card_sudo = self.sudo()  # sudo: the vendor
        today = self.company_id._get_office_today()
        if not card_sudo.asset_code or not card_sudo.warranty_date or card_sudo.warranty_date < today:
            return False
        day = format_date(self.env, card_sudo.warranty_date)
        if vendor := card_sudo.partner_id:
            return self.env._("Under warranty until %(day)s: ask %(vendor)s before money is spent.",
                              day=day, vendor=vendor.display_name)
        return self.env._("Under warranty until %(day)s: ask the vendor before money is spent.", day=day)

    def action_ask_replacement(self):
        """Open a new request for a thing like this card, for who has it, with the reason why."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_request_action_my')
        if not self.is_replacement_advised:
            raise UserError(self.env._(
                "%(card)s is worth a repair: it neither fails often nor costs much. Ask for a new thing under "
                "“%(menu)s” and say why.", card=self.display_name, menu=action['name']))
        card_sudo = self.sudo()  # sudo: a colleague
        # what repairs have cost is not for everybody
        reason = self.asset_repair_advice if self._has_field_access(
            self._fields['asset_repair_advice'], 'read') else self.env._(
                "It fails too often, or its repairs cost too much.")
        return action | {
            'name': self.env._("Ask for a Replacement"),
            'views': [(False, 'form')],
            'context': {
                'default_company_id': card_sudo.company_id.id,
                'default_note': self.env._("In place of %(card)s. %(reason)s", card=self.display_name, reason=reason),
                'default_line_ids': [Command.create({
                    'category_id': card_sudo.category_id.id, 'name': card_sudo.name, 'quantity': 1})],
                **({'default_employee_id': card_sudo.employee_id.id} if card_sudo.employee_id else {})}}

    def action_report_fault(self):
        """Open the dialog in which whoever sees this card says what is wrong with it."""
        self.ensure_one()
        self._check_can_report_fault()
        return self.env['office.asset.fault']._open_about(self, self.env._("Report a Fault"))

    def _check_can_report_fault(self, request=None):
        """:raise UserError: it is no card in use, or another fault than ``request`` is reported and not closed yet"""
        self.check_access('read')
        if not self.asset_code or self.asset_state == 'ended':
            raise UserError(self.env._("%(card)s has ended, or is no card yet.", card=self.display_name))
        if known := self._get_open_repairs().filtered(lambda repair: repair != request)[:1]:
            raise UserError(self.env._(
                "A fault of %(card)s is reported already: %(fault)s (%(day)s). The office works on it.",
                card=self.display_name, fault=known.name, day=format_date(self.env, known.request_date)))

    def _get_team(self):
        """Return the team that repairs this card, in superuser mode: its own, or that of its company."""
        return self.maintenance_team_id or self.env['maintenance.request'].with_company(
            self.company_id)._get_company_team(self.company_id)

    def _get_open_repairs(self):
        """Return what is reported of these cards and not closed yet, in superuser mode."""
        return self.env['maintenance.request'].sudo().search([
            ('equipment_id', 'in', self.ids), ('archive', '=', False), ('stage_id.done', '=', False),
            ('maintenance_type', '=', 'corrective')], order='id')

    def _report_fault(self, description, photo=False):
        """Make a request for the maintenance team, whatever rights the user has in Maintenance.

        :param str description: what is wrong
        :param bytes photo: the file as it was sent, of which only the picture is kept
        :return: ``maintenance.request``
        :raise UserError: a fault is reported already, or the photo cannot be read
        """
        self.ensure_one()
        self._check_can_report_fault()
        card_sudo = self.sudo()  # sudo: Odoo lets employees report of what is assigned to them only
        company = card_sudo.company_id
        requests_sudo = self.env['maintenance.request'].sudo().with_company(company)
        team = card_sudo._get_team()
        # Odoo names whoever has made the category, who may be nobody who works here
        technician = (card_sudo.technician_user_id or card_sudo.category_id.technician_user_id).filtered('active')
        employee = self.env.user.with_company(company).employee_id
        request = requests_sudo.create({
            'name': f'{card_sudo.name}: {description.splitlines()[0][:80]}',
            'description': description, 'equipment_id': self.id, 'company_id': company.id,
            'maintenance_team_id': team.id, 'user_id': technician._filtered_working(company).id,
            'employee_id': employee.id, 'maintenance_type': 'corrective'})
        request.message_subscribe((self.env.user | team.member_ids).partner_id.ids)
        if photo:
            request.message_post(body=self.env._("Picture of the fault"), attachments=[
                ('fault.jpg', read_photo(self.env, photo))])
        request._tell_team()
        return request.sudo(False)

    def _check_can_end(self, reason, document=None):
        super()._check_can_end(reason, document)
        if (repairs := self._get_open_repairs()) and reason != 'lost':
            raise UserError(self.env._(
                "%(card)s has an open fault: %(fault)s. Close that first, for example as “%(stage)s”.",
                card=repairs[0].equipment_id.display_name, fault=repairs[0].name,
                stage=self.env.ref('maintenance.stage_4').name))
