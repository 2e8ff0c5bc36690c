from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State

REVIEW = 'review'
"""Kind of promise: somebody looks whether the data is still needed."""


class OfficeVisitHold(models.Model):
    """An incident keeps the data of a visit, beyond its period, until a manager lifts the hold."""
    _name = 'office.visit.hold'
    _description = 'Hold of the Data of a Visit'
    _inherit = 'office.visit.manager.mixin'

    visit_id = fields.Many2one(
        'office.visit', required=True, copy=False, index=True, check_company=True, ondelete='restrict')
    reason = fields.Text(required=True, copy=False, help="The incident, and who asks for the data.")
    until_date = fields.Date(
        "Look Again On", required=True, copy=False,
        default=lambda self: fields.Date.add(self.env.company._get_office_today(), days=90),
        help="On this day the managers are asked whether the data is still needed. It is kept until one of them lifts "
             "the hold.")
    hold_user_id = fields.Many2one('res.users', "Data Held By", readonly=True, copy=False, ondelete='restrict')
    hold_datetime = fields.Datetime("Held On", readonly=True, copy=False)
    lift_reason = fields.Text("Lifted Because", readonly=True, copy=False)
    lift_user_id = fields.Many2one('res.users', "Lifted By", readonly=True, copy=False, ondelete='restrict')
    lift_datetime = fields.Datetime("Lifted On", readonly=True, copy=False)

    @api.depends('visit_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for hold in self:
            visit = hold.visit_id.display_name
            hold.display_name = self.env._("Hold of %(visit)s", visit=visit) if visit else self.env._("New")

    def action_hold(self):
        return self._transition_each('hold')

    def action_lift(self):
        return self._ask_reason('lift', self.env._("Lift the Hold"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'lift': 'lift_reason'}

    def _check_can_hold(self, by=None):
        self.visit_id._check_not_erased()
        for hold in self:
            if hold.until_date < hold.company_id._get_office_today():
                raise UserError(self.env._(
                    "%(hold)s: the day on which you look again has passed. Choose a later one.",
                    hold=hold.display_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for values in prepared.values():  # hold_user_id, lift_user_id …
            values |= {f'{verb}_user_id': self.env.uid, f'{verb}_datetime': fields.Datetime.now()}
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'lift':
            self._end_deadline(REVIEW)
            return
        for hold in self:
            moment = hold.company_id._get_office_moment(fields.Date.add(hold.until_date, days=1))
            hold._start_deadline(REVIEW, (moment - fields.Datetime.now()).total_seconds() / 3600, 'clock')

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'held': State(self.env._("Held"), OPEN, 'warning', queue='manager'),
            'lifted': State(self.env._("Lifted"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        manager = self._get_role_group('manager')
        return super()._get_transitions() | {
            'hold': (('draft',), 'held', manager),
            'lift': (('held',), 'lifted', manager),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hold': self.env._("Hold"), 'lift': self.env._("Lift the Hold")}

    @api.model
    def _get_queue_domain(self):
        # it waits for somebody only when it is time to look again
        return super()._get_queue_domain() & fields.Domain('until_date', '<=', self.env.company._get_office_today())

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {REVIEW: self.env._("Look Whether It Is Still Needed")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'visit_id', 'reason', 'until_date'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'hold_user_id', 'hold_datetime', 'lift_reason', 'lift_user_id', 'lift_datetime'}
