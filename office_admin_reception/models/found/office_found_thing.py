import base64
import binascii
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import REQUESTER
from odoo.addons.office_admin_base.photo import read_photo

KEEP = 'keep'
"""The promise that somebody decides, when the period is over, what becomes of the thing."""

SIDE = 1200
"""The longer side of the photo, in pixels."""

WAITING = ('draft', 'reported')
HERE = (*WAITING, 'kept', 'claimed')

OFFICE = 'office_admin_reception.group_officer,office_admin_reception.group_auditor'
"""Who knows who has claimed something; who has found it does not."""

CLAIM = ('claim_employee_id', 'claim_name', 'claim_contact', 'claim_proof', 'claim_datetime')
"""What is known of whoever says that the thing is theirs."""


class OfficeFoundThing(models.Model):
    """Something was found: the front desk keeps it until it is given back or, after the period, it is decided on.

    What becomes of it always stands in ``result``; there is no end without.
    """
    _name = 'office.found.thing'
    _description = 'Found Thing'
    _inherit = ['office.number.mixin', 'office.deadline.mixin', 'office.requester.mixin']
    _order = 'find_datetime desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'
    _number_code = 'LF'
    _numbers = {'report': 'name', 'take_in': 'name'}
    _rec_names_search = ['name', 'subject']

    requester_id = fields.Many2one(string="Reported By")
    employee_id = fields.Many2one(string="Found By", help="Empty if a guest has found it.")
    finder_words = fields.Char(
        "Or Found By", copy=False, help="Kept to thank the finder, or to ask where it was. Only if no employee did.")
    subject = fields.Char("What It Is", required=True, copy=False, index='trigram', help="As people would ask for it.")
    description = fields.Text(
        "What It Looks Like", copy=False,
        help="Colour, brand, what is in it. Kept to tell whose it is: whoever asks for it should know it by "
             "themselves.")
    photo = fields.Image(copy=False, attachment=False, max_width=SIDE, max_height=SIDE)
    place_id = fields.Many2one(
        'office.place', "Found At", index='btree_not_null', check_company=True, ondelete='restrict', copy=False,
        domain="[('company_id', 'in', (False, company_id))]")
    place_note = fields.Char("Where Exactly", copy=False)
    find_datetime = fields.Datetime(
        "Found On", required=True, copy=False, default=lambda self: fields.Datetime.now())
    kept_at = fields.Char(copy=False, help="For example a drawer of the front desk, or the safe.")
    keep_until = fields.Date(
        readonly=True, copy=False, help="Until the end of this day it is given to nobody but whose it is.")
    claim_employee_id = fields.Many2one(
        'hr.employee', "Claimed By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups=OFFICE)
    claim_name = fields.Char(
        "Claimed By (from Outside)", readonly=True, copy=False, groups=OFFICE,
        help="Kept to know to whom it was given.")
    claim_contact = fields.Char(
        "How to Reach Them", readonly=True, copy=False, groups=OFFICE, help="Kept to agree on when they get it.")
    claim_proof = fields.Text(
        "How We Know It Is Theirs", readonly=True, copy=False, groups=OFFICE,
        help="Kept in case somebody else asks for it, too.")
    claim_datetime = fields.Datetime("Claimed On", readonly=True, copy=False, groups=OFFICE)
    drop_reason = fields.Text(
        "Why It Was Not Theirs", readonly=True, copy=False, groups=OFFICE, help="Kept in case they ask once more.")
    result = fields.Text("What Became of It", readonly=True, copy=False, help="Kept as the record of how it ended.")
    # in the table and not as an attachment, which people could replace afterwards
    signature = fields.Image(
        readonly=True, copy=False, attachment=False, max_width=800, max_height=400, groups=OFFICE,
        help="Kept as proof that they have got it.")
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    end_user_id = fields.Many2one('res.users', "Ended By", readonly=True, copy=False, ondelete='restrict')

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    def action_report(self):
        return self._transition_each('report')

    def action_take_in(self):
        return self._transition_each('take_in')

    def action_claim(self):
        self._check_can_begin('claim')
        return self._open_dialog('office.found.claim', self.env._("Somebody Asks for It"))

    def action_hand_out(self):
        self._check_can_begin('hand_out')
        return self._open_dialog('office.found.hand.out', self.env._("Give Back"))

    def action_drop_claim(self):
        return self._ask_reason('drop_claim', self.env._("Why Is It Not Theirs?"))

    def action_give_away(self):
        return self._ask_reason('give_away', self.env._("To Whom, and Why?"))

    def action_destroy(self):
        return self._ask_reason('destroy', self.env._("How, and Why?"))

    def action_cancel(self):
        return self._ask_reason('cancel', self.env._("Why Is It Cancelled?"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {
            'drop_claim': 'drop_reason', 'give_away': 'result', 'destroy': 'result', 'cancel': 'result'}

    @api.model
    def _clean(self, vals):
        """Return ``vals`` with a photo of which nothing is kept but what is seen."""
        if not vals.get('photo'):
            return vals
        try:
            content = base64.b64decode(vals['photo'])
        except (binascii.Error, TypeError):  # it is refused as no photo
            content = b''
        return vals | {'photo': base64.b64encode(read_photo(self.env, content, SIDE))}

    # What must hold before a verb

    def _check_can_take_in(self, by=None):
        if nowhere := self.filtered(lambda thing: not (thing.kept_at or '').strip()):
            raise UserError(self.env._(
                "%(things)s: say where it is kept from now on, so that everybody at the front desk finds it.",
                things=nowhere._get_names()))

    def _check_can_give_away(self, by=None):
        self._check_period_is_over()

    def _check_can_destroy(self, by=None):
        self._check_period_is_over()

    def _check_period_is_over(self):
        for thing in self:
            if thing.keep_until and thing.company_id._get_office_today() <= thing.keep_until:
                raise UserError(self.env._(
                    "%(thing)s is kept until %(day)s for whose it is. Give it back, or wait until then.",
                    thing=thing.display_name, day=format_date(self.env, thing.keep_until)))

    # What the verbs cause

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for thing, values in prepared.items():
            if self._get_transitions()[verb][1] in self._get_states_of(ENDED):
                values |= {'end_datetime': fields.Datetime.now(), 'end_user_id': self.env.uid}
            elif verb == 'drop_claim':
                values |= dict.fromkeys(CLAIM, False)
            elif verb == 'take_in':
                company = thing.company_id
                values['keep_until'] = company._get_office_day(thing.find_datetime) + timedelta(
                    days=company.office_found_keep_days)
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'take_in':
            for thing in self:
                end = thing.company_id._get_office_moment(thing.keep_until + timedelta(days=1))
                hours = (end - fields.Datetime.now()).total_seconds() / 3600
                if hours > 0:  # what was found long ago may be decided on at once
                    thing._start_deadline(KEEP, hours, 'clock')
        elif self._get_transitions()[verb][1] in self._get_states_of(ENDED):
            self._end_deadline(KEEP)

    # The table of verbs, and who may do what

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'reported': State(self.env._("To Take In"), OPEN, 'warning', queue='officer'),
            'kept': State(self.env._("In Keeping"), OPEN, 'info', queue='officer'),
            'claimed': State(self.env._("Claimed"), OPEN, 'primary', queue='officer'),
            'returned': State(self.env._("Given Back"), ENDED, 'success'),
            'given': State(self.env._("Given Away"), ENDED),
            'destroyed': State(self.env._("Destroyed"), ENDED),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer, manager = self._get_officer_group(), self._get_role_group('manager')
        return super()._get_transitions() | {
            'report': (('draft',), 'reported', REQUESTER),
            'take_in': (WAITING, 'kept', officer),
            'claim': (('kept',), 'claimed', officer),
            'drop_claim': (('claimed',), 'kept', officer),
            'hand_out': (('claimed',), 'returned', officer),
            'give_away': (('kept',), 'given', manager),
            'destroy': (('kept',), 'destroyed', manager),
            'cancel': (WAITING, 'cancelled', (REQUESTER, officer)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'report': self.env._("Report It"), 'take_in': self.env._("Take In"),
            'claim': self.env._("Somebody Asks for It"), 'drop_claim': self.env._("Not Theirs"),
            'hand_out': self.env._("Give Back"), 'give_away': self.env._("Give Away"),
            'destroy': self.env._("Destroy")}

    @api.model
    def _get_card_verbs(self):
        return ['report', 'take_in', 'claim', 'hand_out']

    @api.model
    def _get_queue_domain(self):
        # what is kept waits for nobody until somebody asks for it, or the period is over
        return super()._get_queue_domain() & (
            Domain('state', '!=', 'kept') | Domain('keep_until', '<', self.env.company._get_office_today()))

    @api.model
    def _get_desk_verbs(self, section):
        return ['take_in', 'hand_out'] if section == 'queue' else super()._get_desk_verbs(section)

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.subject}

    @api.model
    def _get_record_rules(self):
        return super()._get_record_rules() | {
            'officer_change': RecordRule(
                "the front desk changes what has not ended", f"[('{{of}}state', 'in', {HERE[1:]!r})]", 'officer',
                CHANGE)}

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(
            ('subject', 'description', 'photo', 'place_id', 'place_note', 'kept_at'), HERE,
        ) | dict.fromkeys(('employee_id', 'finder_words', 'find_datetime'), WAITING)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            *CLAIM, 'drop_reason', 'keep_until', 'result', 'signature', 'end_datetime', 'end_user_id'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {KEEP: self.env._("Decide What Becomes of It")}

    def _get_deadline_holders(self, kind):
        return self._get_role_users('officer', self.company_id)
