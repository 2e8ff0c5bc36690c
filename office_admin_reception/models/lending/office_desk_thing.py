from datetime import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_base.touch import touch_rows

KINDS = [('badge', "Badge"), ('key', "Key or Card"), ('umbrella', "Umbrella"), ('other', "Other")]

BACK = 'back'
"""The promise that a guest gives the thing back before the visit is over."""

SHORTEST = 1 / 60
"""Of a promise, in hours: whoever has gone should have given it back by now."""

LAST_MINUTE = time(23, 59)
"""Until then an employee has a thing on the last day, so that the moment is still of this day."""


class OfficeDeskThing(models.Model):
    """A badge, a key or an umbrella of the front desk: it lies here, is lent, or is lost.

    A guest holds it by an ``office.visit.loan``, an employee by an ``office.desk.custody``. Its state is where it is
    decided that it is in one pair of hands at a time.
    """
    _name = 'office.desk.thing'
    _description = 'Thing to Lend'
    _inherit = ['office.deadline.mixin', 'office.workflow.mixin']
    _order = 'due_datetime, kind, name, id'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'

    name = fields.Char("Number or Label", required=True, copy=False, index='trigram')
    kind = fields.Selection(KINDS, required=True, default='badge')
    place_id = fields.Many2one(
        'office.place', "Front Desk", index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('kind', 'in', ('site', 'building')), ('company_id', 'in', (False, company_id))]",
        default=lambda self: self.env['office.visit']._get_desk_place(), help="Where it is lent, and brought back.")
    note = fields.Char(help="For example what a key opens.")
    loan_ids = fields.One2many('office.visit.loan', 'thing_id', "Lent to Guests", readonly=True)
    custody_ids = fields.One2many('office.desk.custody', 'thing_id', "Lent to Employees", readonly=True)
    lend_datetime = fields.Datetime("Lent On", readonly=True, copy=False)
    due_datetime = fields.Datetime("Comes Back By", readonly=True, copy=False)
    # guests are named by their loan only, so that their names stand in one place
    holder_name = fields.Char("In the Hands Of", compute='_compute_holder_name', compute_sudo=True)
    is_late = fields.Boolean("Not Returned", compute='_compute_is_late', search='_search_is_late')

    _late_idx = models.Index("(company_id, due_datetime) WHERE state = 'lent'")

    @api.depends('state', 'loan_ids.end_datetime', 'custody_ids.state')
    def _compute_holder_name(self):
        for thing in self:
            guest = thing._get_open_loan().guest_id
            thing.holder_name = guest.display_name or thing._get_open_custody().employee_id.name

    @api.depends('state', 'due_datetime')
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for thing in self:
            thing.is_late = thing in late

    def _search_is_late(self, operator, value):
        return self._get_late_domain() if operator == 'in' else NotImplemented

    @api.model
    def _get_late_domain(self):
        return Domain('state', '=', 'lent') & Domain('due_datetime', '<=', fields.Datetime.now())

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a thing that the user may not see
        if lent := self.filtered('lend_datetime'):
            raise UserError(self.env._(
                "%(things)s has been lent, and its history is kept. Take it out of use instead.",
                things=lent._get_names()))
        return super().unlink()

    def action_lend(self):
        """Open the dialog in which the front desk says to whom it is lent."""
        for thing in self:
            thing._check_can_begin('lend')
        return self.env['office.desk.lend']._open(things=self)

    def action_take_back(self):
        if len(self) == 1:
            self._check_can_begin('take_back')
        self.check_access('read')
        if len(self) == 1 and (custody := self._get_open_custody()):
            return custody.action_give_back()
        return self._transition_each('take_back')

    def action_lose(self):
        if len(self) == 1:
            self._check_can_begin('lose')
            if custody := self._get_open_custody():
                return custody.action_lose()
        return self._ask_reason('lose', self.env._("Lost"))

    def action_find(self):
        return self._transition_each('find')

    def action_retire(self):
        return self._transition_each('retire')

    def _do_with_reason(self, verb, reason):
        if verb != 'lose':
            return super()._do_with_reason(verb, reason)
        result = self._transition_each('lose')
        for thing_sudo in self.sudo().filtered(lambda thing: thing.state == 'lost'):  # sudo: nobody writes what was
            if loan := thing_sudo.loan_ids[:1].filtered(lambda loan: loan.is_lost and not loan.note):
                loan._write_as_system({'note': reason})
            else:
                thing_sudo._message_log(body=self.env._("Lost: %(reason)s", reason=reason))
        return result

    # Who holds it

    def _get_open_loan(self):
        return self.loan_ids.filtered(lambda loan: not loan.end_datetime)

    def _get_open_custody(self):
        return self.custody_ids.filtered(lambda custody: custody.state == 'held')

    def _lend_to_guest(self, guest):
        """Lend these things to ``guest`` until the end of the visit.

        :raise UserError: the guest is not here, or one of the things is not, or belongs to another company
        """
        if guest.state != 'inside':
            raise UserError(self.env._(
                "%(guest)s is not in the house. Sign the guest in first.", guest=guest.display_name))
        if elsewhere := self.filtered(lambda thing: thing.company_id != guest.company_id):
            raise UserError(self.env._(
                "%(things)s belongs to another company than the one that %(guest)s visits. Lend one of %(company)s.",
                things=elsewhere._get_names(), guest=guest.display_name, company=guest.company_id.name))
        touch_rows(self)
        now = fields.Datetime.now()
        due = max(guest.visit_id.end_datetime, now)
        self._transition('lend', {'lend_datetime': now, 'due_datetime': due})
        self.env['office.visit.loan']._create_as_system([
            {'visit_id': guest.visit_id.id, 'guest_id': guest.id, 'thing_id': thing.id, 'begin_datetime': now}
            for thing in self])
        self._start_deadline(BACK, max((due - now).total_seconds() / 3600, SHORTEST), 'clock')

    def _lend_to_employee(self, employee, due_date=False):
        """Lend these things to ``employee``, on whose *My Things* they are from now on.

        :param due_date: the last day; without one, until they leave
        """
        touch_rows(self)
        for company, things in self.grouped('company_id').items():
            due = due_date and company._get_office_moment(due_date, LAST_MINUTE)
            things._transition('lend', {'lend_datetime': fields.Datetime.now(), 'due_datetime': due})
        self.env['office.desk.custody']._start_custody([
            {'employee_id': employee.id, 'company_id': thing.company_id.id, 'thing_id': thing.id, 'due_date': due_date}
            for thing in self])

    def _expect_now(self):
        """Whoever holds these goes, so that they should be here by now."""
        now = fields.Datetime.now()
        self.filtered(lambda thing: not thing.due_datetime or thing.due_datetime > now)._write_as_system(
            {'due_datetime': now})

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb not in ('take_back', 'lose'):
            return
        things_sudo = self.sudo()  # sudo: what has been is written by nobody
        things_sudo.loan_ids.filtered(lambda loan: not loan.end_datetime)._write_as_system(
            {'end_datetime': fields.Datetime.now(), 'is_lost': verb == 'lose'})
        things_sudo._write_as_system({'due_datetime': False})
        self._end_deadline(BACK, outcome='dropped' if verb == 'lose' else 'met')
        for custody in things_sudo._get_open_custody():
            custody._end('give_back', by=ENGINE, condition='good')

    # The table of verbs, and who may do what

    @api.model
    def _get_states(self):
        return {
            'here': State(self.env._("Here"), OPEN, 'success', is_initial=True),
            'lent': State(self.env._("Lent"), OPEN, 'primary', queue='officer'),
            'lost': State(self.env._("Lost"), OPEN, 'danger'),
            'retired': State(self.env._("Out of Use"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'lend': (('here',), 'lent', officer),
            'take_back': (('lent',), 'here', (officer, ENGINE)),
            'lose': (('here', 'lent'), 'lost', (officer, ENGINE)),
            'find': (('lost',), 'here', officer),
            'retire': (('here', 'lost'), 'retired', officer),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'lend': self.env._("Lend"), 'take_back': self.env._("Take Back"), 'lose': self.env._("Lost"),
            'find': self.env._("Found Again"), 'retire': self.env._("Take Out of Use")}

    @api.model
    def _get_card_verbs(self):
        return ['lend', 'take_back', 'find']

    @api.model
    def _get_queue_domain(self):
        return super()._get_queue_domain() & self._get_late_domain()

    @api.model
    def _get_desk_verbs(self, section):
        return ['take_back'] if section == 'queue' else super()._get_desk_verbs(section)

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.holder_name or ''}

    @api.model
    def _get_record_rules(self):
        return {
            'company': super()._get_record_rules()['company'],
            'officer': RecordRule("the front desk reads all", "[(1, '=', 1)]", 'officer', READ),
            'officer_change': RecordRule("the front desk changes all", "[(1, '=', 1)]", 'officer', CHANGE),
            'auditor': RecordRule("auditors read all", "[(1, '=', 1)]", 'auditor', READ),
        }

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(
            ('name', 'kind', 'place_id', 'note'), ('here', 'lent', 'lost'))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'loan_ids', 'custody_ids', 'lend_datetime', 'due_datetime'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {BACK: self.env._("Get It Back")}

    def _get_deadline_holders(self, kind):
        return self._get_role_users('officer', self.company_id)
