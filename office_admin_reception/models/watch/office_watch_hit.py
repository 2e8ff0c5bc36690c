from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State

from .office_watch_person import REFUSE

JUDGE = 'judge'
"""Kind of promise: a guest waits at the desk, and somebody looks who it is."""

GROUP = 'office_admin_reception.group_watch'


class OfficeWatchHit(models.Model):
    """A guest has a name like that of somebody on the watch list. One of those who keep the list says who it is."""
    _name = 'office.watch.hit'
    _description = 'Guest to Look At'
    _inherit = ['office.deadline.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _role_prefix = 'office_admin_reception.group_'

    person_id = fields.Many2one(
        'office.watch.person', "On the List", required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    # hosts take guests off their visits again, and what was seen of them stays
    guest_id = fields.Many2one(
        'office.visit.guest', readonly=True, copy=False, index=True, ondelete='set null')
    visit_id = fields.Many2one(
        'office.visit', required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    guest_name = fields.Char(
        "Name of the Guest", required=True, readonly=True, copy=False, help="Kept to say later who was meant.")
    guest_organisation = fields.Char("Organisation", readonly=True, copy=False, help="Kept to say later who was meant.")
    kind = fields.Selection(related='person_id.kind')
    listed_reason = fields.Text("Why They Are on the List", related='person_id.reason')
    likeness = fields.Integer("Likeness (%)", readonly=True, copy=False, aggregator=None)
    judge_reason = fields.Text("By What It Was Seen", readonly=True, copy=False)
    judge_datetime = fields.Datetime("Looked At On", readonly=True, copy=False)
    judge_id = fields.Many2one('res.users', "Looked At By", readonly=True, copy=False)

    _guest_uniq = models.UniqueIndex("(guest_id, person_id)", "This guest was compared with this person already.")

    @api.depends('guest_name')
    def _compute_display_name(self):
        for hit in self:
            hit.display_name = hit.guest_name

    def action_recognise(self):
        return self._ask_reason('recognise', self.env._("It Is This Person"))

    def action_dismiss(self):
        return self._ask_reason('dismiss', self.env._("Somebody Else"))

    def action_reopen(self):
        return self._transition_each('reopen')

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'recognise': 'judge_reason', 'dismiss': 'judge_reason'}

    def _filter_holding(self):
        """Return those of these hits that keep their guest at the desk."""
        return self.filtered(lambda hit: hit.kind == REFUSE and hit.state != 'other')

    def _tell_watchers(self):
        """Let those who keep the list know, as superuser, that a guest with such a name comes or is here."""
        for hit in self:
            watchers = hit._filter_readers(hit._get_role_users('watch', hit.company_id))
            is_here = bool(hit.guest_id.arrive_datetime)
            for lang, users in watchers.grouped('lang').items():
                words = self.with_context(lang=lang).env
                subject = words._("%(guest)s: look who it is", guest=hit.guest_name)
                hit.message_notify(
                    partner_ids=users.partner_id.ids, subject=subject,
                    body=words._(
                        "A guest with a name like one on the watch list waits at the front desk: %(guest)s, "
                        "%(visit)s.", guest=hit.guest_name, visit=hit.visit_id.display_name,
                    ) if is_here else words._(
                        "A guest with a name like one on the watch list is expected: %(guest)s, %(visit)s.",
                        guest=hit.guest_name, visit=hit.visit_id.display_name))
            hit._tell_desks(watchers)
        self._promise_to_look()

    def _promise_to_look(self):
        """Promise those who wait at the desk with their guests that somebody looks who it is."""
        waiting = self.filtered(lambda hit: hit.guest_id.arrive_datetime and not hit.guest_id.leave_datetime)
        for company, hits in waiting.grouped('company_id').items():
            hits._start_deadline(JUDGE, company.office_visit_answer_minutes / 60, 'clock')

    def _check_can_recognise(self, by=None):
        self._check_guest_is_known()

    def _check_can_dismiss(self, by=None):
        self._check_guest_is_known()

    def _check_guest_is_known(self):
        if own := self.filtered(lambda hit: hit.visit_id.sudo().employee_id.user_id == self.env.user):
            raise UserError(self.env._(
                "%(guests)s is your own guest. Let somebody else of the watch list look.", guests=own._get_names()))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        judged = {'judge_reason': False, 'judge_datetime': False, 'judge_id': False} if verb == 'reopen' else {
            'judge_datetime': fields.Datetime.now(), 'judge_id': self.env.uid}
        for values in prepared.values():
            values |= judged
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'reopen':
            self._promise_to_look()
        else:
            self._end_deadline(JUDGE)

    @api.model
    def _get_states(self):
        return {
            'open': State(self.env._("To Look At"), OPEN, 'warning', is_initial=True, queue='watch'),
            'same': State(self.env._("Is This Person"), ENDED, 'danger'),
            'other': State(self.env._("Somebody Else"), ENDED, 'success'),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'recognise': (('open',), 'same', GROUP),
            'dismiss': (('open',), 'other', GROUP),
            'reopen': (('same', 'other'), 'open', GROUP),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'recognise': self.env._("It Is This Person"),
            'dismiss': self.env._("Somebody Else"),
            'reopen': self.env._("Look Again"),
        }

    @api.model
    def _get_card_verbs(self):
        return ['recognise', 'dismiss']

    @api.model
    def _get_desk_verbs(self, section):
        return ['dismiss', 'recognise'] if section in ('queue', 'deadlines') else super()._get_desk_verbs(section)

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return {
            'company': rules['company'],
            'watch': RecordRule("who keeps the watch list reads all", "[(1, '=', 1)]", 'watch', READ),
        }

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {JUDGE: self.env._("Look Who It Is")}

    def _get_deadline_holders(self, kind):
        return self._get_role_users('watch', self.company_id)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'person_id', 'guest_id', 'visit_id', 'guest_name', 'guest_organisation', 'likeness', 'judge_reason',
            'judge_datetime', 'judge_id'}
