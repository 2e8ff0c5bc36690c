from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..maintenance_equipment import MONEY, OFFICER

AUDITOR = 'office_admin_assets.group_auditor'

TASK = 'mail.mail_activity_data_todo'

OPEN_TO_ALL = frozenset({'description', 'priority'})
"""What who is not of the team may write in a request for a card that they may write at all."""

OPEN_AT_FIRST = OPEN_TO_ALL | {
    'name', 'equipment_id', 'employee_id', 'company_id', 'maintenance_type', 'maintenance_team_id', 'request_date',
    'stage_id', 'user_id', 'category_id', 'owner_user_id', 'color', 'kanban_state', 'instruction_type',
    'repeat_interval', 'repeat_type', 'repeat_unit'}
"""What they may say when they make it, with what Odoo's form sends along; its stage is the first one."""


class MaintenanceRequest(models.Model):
    """A request of Odoo's Maintenance, which repairs a card when it is about one.

    While it is repaired the card says so, and when the request is closed it is what it was before. Who reported a fault
    neither closes nor deletes it. What is about no card stays Odoo's own.
    """
    _name = 'maintenance.request'
    _inherit = ['maintenance.request', 'office.system.mixin', 'office.desk.mixin']

    asset_code = fields.Char("Asset", related='equipment_id.asset_code')
    asset_state = fields.Selection(related='equipment_id.asset_state')
    asset_currency_id = fields.Many2one(related='company_id.currency_id')
    asset_cost = fields.Monetary("Cost of the Repair", currency_field='asset_currency_id', copy=False, groups=MONEY)
    asset_repairer_id = fields.Many2one('res.partner', "Repaired By", copy=False, groups=MONEY)
    asset_warranty = fields.Char("Warranty", compute='_compute_asset_warranty')
    asset_repair_advice = fields.Char(related='equipment_id.asset_repair_advice', groups=MONEY)
    is_replacement_advised = fields.Boolean(related='equipment_id.is_replacement_advised')
    asset_down_from = fields.Datetime("Out of Use Since", readonly=True, copy=False)
    asset_down_to = fields.Datetime("In Use Again", readonly=True, copy=False)
    asset_downtime = fields.Float("Downtime (hours)", compute='_compute_asset_downtime')
    asset_state_before = fields.Char(readonly=True, copy=False)
    asset_substitute_id = fields.Many2one(
        'maintenance.equipment', "Substitute", readonly=True, copy=False, ondelete='restrict', index='btree_not_null')

    _asset_cost_check = models.Constraint('CHECK(asset_cost >= 0)', "A repair costs zero or more.")

    @api.depends('equipment_id.warranty_date', 'stage_id.done')
    @api.depends_context('lang')
    def _compute_asset_warranty(self):
        for request in self:
            is_open = request.equipment_id and not request.stage_id.done
            request.asset_warranty = request.equipment_id._get_warranty_words() if is_open else False

    @api.depends('asset_down_from', 'asset_down_to')
    def _compute_asset_downtime(self):
        now = fields.Datetime.now()
        for request in self:
            start = request.asset_down_from
            request.asset_downtime = start and ((request.asset_down_to or now) - start).total_seconds() / 3600

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create([self._add_team(vals) for vals in vals_list])
        if not self.env.su:
            for request, vals in zip(requests, vals_list, strict=True):
                request._check_made_by_hand(vals)
        return requests

    @api.model
    def _add_team(self, vals):
        """Return ``vals`` with who repairs the card that they are about, if they do not say it.

        Odoo needs a team, and who reports a fault can neither choose one where there is none nor make one.
        """
        card_id = vals.get('equipment_id', self.env.context.get('default_equipment_id'))
        if vals.get('maintenance_team_id') or not isinstance(card_id, int):
            return vals
        card_sudo = self.env['maintenance.equipment'].sudo().browse(card_id).exists()  # sudo: teams of others
        if not card_sudo.asset_code:
            return vals
        return vals | {'maintenance_team_id': card_sudo._get_team().id}

    def write(self, vals):
        requests = self.filtered('asset_code')
        before = {request: request.sudo().asset_cost for request in requests}
        result = super().write(vals)
        if vals.keys() & {'stage_id', 'archive'}:
            requests._follow_card()
            # sudo: tasks of others
            requests.sudo().filtered(lambda request: request.stage_id.done or request.archive).activity_feedback([TASK])
        if 'asset_cost' in vals:
            for request in requests:
                request._warn_of_warranty(before[request])
        return result

    def unlink(self):
        if requests := self.filtered('asset_code'):
            requests._check_team()
            if begun := requests.sudo().filtered(lambda request: request.asset_down_from or request.asset_cost):
                raise UserError(self.env._(
                    "%(requests)s stays: something was repaired or paid. Cancel it instead.",
                    requests=begun._get_names()))
        return super().unlink()

    # Who may write what

    def _check_by_hand(self, names):
        super()._check_by_hand(names)
        if not (requests := self.sudo().filtered('asset_code').sudo(self.env.su)):
            return
        if 'equipment_id' in names:
            raise UserError(self.env._(
                "%(requests)s stays with its asset. Cancel it and report the fault of the other one.",
                requests=requests._get_names()))
        if locked := {name for name in names - OPEN_TO_ALL if not name.startswith(('message_', 'activity_'))}:
            requests._check_team(locked)

    def _get_names_by_hand(self, vals):
        names = super()._get_names_by_hand(vals)
        if 'equipment_id' in names and all(request.equipment_id.id == vals['equipment_id'] for request in self.sudo()):
            return set(names) - {'equipment_id'}
        return names

    def _check_made_by_hand(self, vals):
        """:raise UserError: who is not of the team says more of a fault than what is wrong, or reports it again"""
        if not self.sudo().asset_code or self._is_of_team():
            return
        self.equipment_id._check_can_report_fault(self)
        if {name for name in vals if vals[name]} - OPEN_AT_FIRST or self.sudo().stage_id.done or self.archive:
            raise AccessError(self.env._(
                "%(request)s: say what is wrong. All else is up to the maintenance team.", request=self.display_name))

    def _check_team(self, names=()):
        """:raise AccessError: the user is not of those who repair"""
        if strangers := self.filtered(lambda request: not request._is_of_team()):
            strangers.check_access('read')
            raise AccessError(self.env._(
                "%(requests)s is closed, changed and deleted by the maintenance team only. Write them a message below "
                "it.", requests=strangers._get_names()))

    def _is_of_team(self):
        """Return whether the user repairs what this request is about: one of the team, or of who keeps the ledger."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group('maintenance.group_equipment_manager'):
            return True
        request_sudo = self.sudo()  # sudo: who is in the team
        return self.env.user in request_sudo.user_id | request_sudo.maintenance_team_id.member_ids

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'asset_down_from', 'asset_down_to', 'asset_state_before', 'asset_substitute_id'}

    # The card

    def action_start_repair(self):
        """Take the cards of these requests out of use until they are closed."""
        self.check_access('read')
        self._check_team()
        working = self.env['maintenance.stage'].search([('done', '=', False)])[1:2]
        for request in self:
            request._check_can_start_repair()
            card = request.sudo().equipment_id
            request._write_as_system({
                'asset_down_from': fields.Datetime.now(), 'asset_state_before': card.asset_state,
                **({'stage_id': working.id} if working and request.stage_id.sequence < working.sequence else {})})
            card._apply('repair', {'asset_state': 'repair'}, request, request.name)

    def _check_can_start_repair(self):
        if not self.asset_code or self.archive or self.stage_id.done:
            raise UserError(self.env._("%(request)s is closed, or is about no card.", request=self.display_name))
        if self.asset_down_from or self.asset_state == 'repair':
            raise UserError(self.env._(
                "%(card)s is in repair already.", card=self.sudo().equipment_id.display_name))

    def action_end_repair(self):
        """Close these requests: the things work again."""
        self.check_access('read')
        self._check_team()
        done = self.env['maintenance.stage'].search([('done', '=', True)], limit=1)
        if not done:
            raise UserError(self.env._("Maintenance has no stage that closes a request. Add one."))
        self.write({'stage_id': done.id})

    def _follow_card(self):
        """Let cards whose repair was closed be again what they were before."""
        for request_sudo in self.sudo():  # sudo: the team has no right on cards; who closes was checked
            if request_sudo.asset_down_from and not request_sudo.asset_down_to and (
                    request_sudo.stage_id.done or request_sudo.archive):
                request_sudo._write_as_system({'asset_down_to': fields.Datetime.now()})
                card = request_sudo.equipment_id
                if card.asset_state == 'repair':
                    card._apply('repaired', {'asset_state': request_sudo._get_state_after()}, request_sudo,
                                request_sudo.stage_id.name)

    def _get_state_after(self):
        """Return what the card is now that it works again: as before, unless others have it now."""
        card, before = self.equipment_id, self.asset_state_before
        if card.employee_id or card.department_id:
            return before if before in ('in_use', 'lent') else 'in_use'
        return before if before in ('in_stock', 'idle') else 'in_stock'

    def _warn_of_warranty(self, before):
        """Write into the request that money was spent although the warranty holds."""
        cost = self.sudo().asset_cost
        if cost > before and (words := self.equipment_id._get_warranty_words()):
            self.message_post(body=self.env._(
                "A repair for %(cost)s was entered. %(warranty)s", cost=self.asset_currency_id.format(cost),
                warranty=words))

    @api.onchange('asset_cost')
    def _onchange_asset_cost(self):
        if self.asset_code and self.asset_cost and (words := self.equipment_id._get_warranty_words()):
            return {'warning': {'title': self.env._("Warranty"), 'message': words}}

    def action_ask_replacement(self):
        """Open a new request for a thing in place of the one that fails again and again."""
        self.ensure_one()
        self.check_access('read')
        return self.equipment_id.action_ask_replacement()

    def get_formview_id(self, access_uid=None):
        request = self.with_user(access_uid) if access_uid else self
        if self.sudo().asset_code and not request._is_of_team():  # sudo: whether it is about a card
            return self.env.ref('office_admin_assets.office_asset_repair_view_form_my').id
        return super().get_formview_id(access_uid)

    # What auditors read

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Show auditors the repairs without what they could not save; the faults that they reported are their own."""
        arch, view = super()._get_view(view_id, view_type, **options)
        mine = self.env.ref('office_admin_assets.office_asset_repair_view_form_my')
        if view_type in ('form', 'kanban') and view != mine and self._is_auditor():
            arch.set('edit', '0')
            if view_type == 'kanban':
                arch.set('records_draggable', '0')
            for button in arch.xpath("//button[contains(@name, '_equipment_request')]"):
                button.set('invisible', '1')
        return arch, view

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type='form', **options):
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._is_auditor())

    @api.model
    def _is_auditor(self):
        user = self.env.user
        return user.has_group(AUDITOR) and not user.has_group('maintenance.group_equipment_manager')

    # The substitute

    def action_lend_substitute(self):
        """Open the dialog in which an officer chooses what the holder works with meanwhile."""
        self.ensure_one()
        self._check_can_lend_substitute()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Lend a Substitute"),
            'res_model': 'office.asset.substitute',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_request_id': self.id},
        }

    def _check_can_lend_substitute(self):
        self.env['maintenance.equipment']._check_keeps_ledger(OFFICER)
        self.check_access('read')
        if not self.asset_code or self.stage_id.done or self.archive:
            raise UserError(self.env._("%(request)s is closed, or is about no card.", request=self.display_name))
        if self.asset_substitute_id:
            raise UserError(self.env._("%(card)s is lent already.", card=self.asset_substitute_id.display_name))
        if not self.equipment_id.employee_id:
            raise UserError(self.env._(
                "Nobody holds %(card)s, so nobody needs a substitute.", card=self.equipment_id.display_name))

    def _lend_substitute(self, card, due_date):
        """Lend ``card`` to who holds what is repaired, until that works again.

        :param date due_date: until when at the latest
        :return: the slip that the holder confirms
        """
        self.ensure_one()
        self._check_can_lend_substitute()
        card.check_access('read')
        if card.asset_state not in ('in_stock', 'idle') or card.company_id != self.company_id:
            raise UserError(self.env._(
                "%(card)s cannot be lent: choose one of this company that is in stock or idle.",
                card=card.display_name))
        self._write_as_system({'asset_substitute_id': card.id})
        return self._hand_over_substitute(card, due_date)

    def action_return_substitute(self):
        """Take the substitute back into stock."""
        self.ensure_one()
        self.env['maintenance.equipment']._check_keeps_ledger(OFFICER)
        self.check_access('read')
        if not (card := self.asset_substitute_id):
            raise UserError(self.env._("No substitute is lent for %(request)s.", request=self.display_name))
        if slip := self._get_waiting_slip():
            slip._transition('cancel')  # which lets go of it
            return
        card._check_unclaimed()
        self._write_as_system({'asset_substitute_id': False})
        if card.asset_state == 'lent':
            card._apply('give_back', {'employee_id': False, 'asset_state': 'in_stock'}, self)

    # People

    @api.model
    def _get_company_team(self, company):
        """Return the team that repairs things of ``company``: its own, one of all companies, or else a new one."""
        teams = self.env['maintenance.team'].search([('company_id', 'in', [company.id, False])])
        return teams.sorted(lambda team: (not team.company_id, team.id))[:1] or teams.create(
            {'name': self.env._("Administrative Office"), 'company_id': company.id})

    def _tell_team(self):
        """Give who repairs, or who keeps the ledger, an activity."""
        for request in self:
            user = request.user_id or request.maintenance_team_id.member_ids[:1] or (
                request.equipment_id._get_reminded_user())
            if user:
                request.message_subscribe(user.partner_id.ids)
                request.activity_schedule(TASK, user_id=user.id, summary=request.with_context(
                    lang=user.lang).env._("A fault was reported"))
                request._tell_desks(user)

    # My Office

    @api.model
    def _get_ask_method(self):
        return 'action_choose_broken'

    def action_choose_broken(self):
        """Open what the user has: from there they say what is wrong with it."""
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action_my') | {
            'name': self.env._("What Is Broken?")}

    @api.model
    def _get_desk_domains(self):
        user = self.env.user
        is_open = Domain('asset_code', '!=', False) & Domain('archive', '=', False) & Domain(
            'stage_id.done', '=', False) & Domain('maintenance_type', '=', 'corrective')
        queue = is_open if user.has_group(OFFICER) else is_open & (
            Domain('user_id', '=', user.id) | Domain('maintenance_team_id.member_ids', 'in', user.ids))
        return super()._get_desk_domains() | {
            'mine': is_open & Domain('create_uid', '=', user.id), 'queue': queue}

    @api.model
    def _get_desk_order(self, section):
        return 'priority desc, id' if section == 'queue' else super()._get_desk_order(section)

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {
            'what': self.sudo().equipment_id.display_name,  # sudo: the team need not read the card
            'state': self.stage_id.name, 'colour': 'warning' if self.asset_down_from else 'info'}

    def _get_desk_who(self):
        return self.user_id.name or self.sudo().maintenance_team_id.name  # sudo: teams of others

    def _get_desk_buttons(self, section):
        if section != 'queue':
            return super()._get_desk_buttons(section)
        name, label = ('action_end_repair', self.env._("Works Again")) if self.asset_down_from else (
            'action_start_repair', self.env._("Start the Repair"))
        return [{'name': name, 'label': label, 'is_primary': not self.asset_down_from}]
