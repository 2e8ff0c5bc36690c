from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State

from ...names import normal
from ..visit.office_visit_states import HERE

TASK = 'mail.mail_activity_data_todo'


class OfficeVisitPermit(models.Model):
    """What a firm may do in the house, where and until when. Without one, its people are not let in to work."""
    _name = 'office.visit.permit'
    _description = 'Work Permit'
    _inherit = ['office.number.mixin', 'office.workflow.mixin']
    _order = 'valid_until desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'
    _number_code = 'WPT'
    _numbers = {'issue': 'name'}

    organisation = fields.Char(required=True, tracking=True, help="The firm, written as its people write it.")
    organisation_key = fields.Char(compute='_compute_organisation_key', store=True, index=True)
    reference = fields.Char(help="The number that the permit has elsewhere, for example with the landlord.")
    work = fields.Text("What Is Done", required=True)
    area_id = fields.Many2one(
        'office.visit.area', index='btree_not_null', check_company=True, ondelete='restrict',
        help="Where. Empty: wherever the visit goes.")
    valid_from = fields.Date(required=True, copy=False, default=fields.Date.context_today)
    valid_until = fields.Date(required=True, copy=False, tracking=True)
    document = fields.Binary(copy=False, help="The signed permit.")
    document_name = fields.Char(copy=False)
    issue_user_id = fields.Many2one('res.users', "Issued By", readonly=True, copy=False, ondelete='restrict')
    issue_datetime = fields.Datetime("Issued On", readonly=True, copy=False)
    withdraw_reason = fields.Text(readonly=True, copy=False)
    is_in_force = fields.Boolean(compute='_compute_is_in_force')

    _period_check = models.Constraint('CHECK(valid_from <= valid_until)', "A permit ends after it begins.")

    @api.depends('organisation')
    def _compute_organisation_key(self):
        for permit in self:
            permit.organisation_key = normal(permit.organisation)

    @api.depends('state', 'valid_from', 'valid_until')
    def _compute_is_in_force(self):
        for permit in self:
            permit.is_in_force = permit._holds_on(permit.company_id._get_office_today())

    @api.depends('name', 'organisation')
    def _compute_display_name(self):
        super()._compute_display_name()
        for permit in self.filtered('organisation'):
            permit.display_name = f'{permit.display_name} {permit.organisation}'

    def action_issue(self):
        return self._transition_each('issue')

    def action_end(self):
        return self._transition_each('end')

    def action_withdraw(self):
        return self._ask_reason('withdraw', self.env._("Why Is It Withdrawn?"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'withdraw': 'withdraw_reason'}

    def _holds_on(self, day):
        """Return whether this permit is in force on ``day``."""
        return self.state == 'valid' and self.valid_from <= day <= self.valid_until

    def _is_for(self, visit):
        """Return whether this permit is for where the guests of ``visit`` go."""
        return not self.area_id or not visit.area_ids or self.area_id in visit.area_ids

    def _check_can_issue(self, by=None):
        for permit in self:
            if permit.valid_until < permit.company_id._get_office_today():
                raise UserError(self.env._(
                    "%(permit)s ends on a day that has passed. Choose a later one.", permit=permit.display_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'issue':
            for values in prepared.values():
                values |= {'issue_user_id': self.env.uid, 'issue_datetime': fields.Datetime.now()}
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb in ('end', 'withdraw'):
            for permit in self:
                permit._tell_hosts()

    def _tell_hosts(self):
        """Let the hosts know whose guests were to work with this permit, or do so now, and have no other one."""
        # sudo: hosts and their users; they read what it says on the visit only
        visits_sudo = self.env['office.visit'].sudo().search([
            ('company_id', '=', self.company_id.id), ('state', 'in', HERE[1:]), ('waive_datetime', '=', False),
            ('purpose_id.is_contractor', '=', True), ('end_datetime', '>', fields.Datetime.now())])
        lacking = visits_sudo.guest_ids.filtered(
            lambda guest: guest.visit_id.permit_id == self or normal(guest.organisation) == self.organisation_key)
        for visit_sudo, guests in lacking._filter_without_permit().grouped('visit_id').items():
            for user in visit_sudo._get_hosts():
                words = visit_sudo.with_context(lang=user.lang).env
                subject = words._("%(permit)s is not valid any more", permit=self.name)
                visit_sudo._schedule_quietly(TASK, {user: visit_sudo}, lambda _env, subject=subject: subject)
                visit_sudo.message_notify(
                    partner_ids=user.partner_id.ids, subject=subject, body=words._(
                        "The work permit %(permit)s is not valid any more, and %(guests)s of %(visit)s has no other "
                        "one. Tell them, and ask the front desk for a new permit before work begins or goes on.",
                        permit=self.name, guests=guests._get_names(), visit=visit_sudo.display_name))

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'valid': State(self.env._("Valid"), OPEN, 'success'),
            'ended': State(self.env._("Ended"), ENDED),
            'withdrawn': State(self.env._("Withdrawn"), ENDED, 'danger'),
        }

    @api.model
    def _get_transitions(self):
        officer, manager = self._get_officer_group(), self._get_role_group('manager')
        return super()._get_transitions() | {
            'issue': (('draft',), 'valid', manager),
            'end': (('valid',), 'ended', officer),
            'withdraw': (('valid',), 'withdrawn', officer),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'issue': self.env._("Issue"), 'end': self.env._("Work Is Done"), 'withdraw': self.env._("Withdraw")}

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return {
            'company': rules['company'],
            'officer': RecordRule("the front desk reads all", "[(1, '=', 1)]", 'officer', READ),
            'officer_draft': RecordRule("the front desk prepares them", "[('state', '=', 'draft')]", 'officer', CHANGE),
            'auditor': rules['auditor'],
        }

    @api.model
    def _get_desk_domains(self):
        # prepared by some, issued by one's hand: no page but their list
        return {}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'organisation', 'reference', 'work', 'area_id', 'valid_from', 'valid_until', 'document', 'document_name'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'issue_user_id', 'issue_datetime', 'withdraw_reason'}

    @api.model
    def _get_in_force_domain(self, day):
        return Domain([('state', '=', 'valid'), ('valid_from', '<=', day), ('valid_until', '>=', day)])
