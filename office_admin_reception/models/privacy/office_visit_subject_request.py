import base64
import csv
import io
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State

ANSWER = 'answer'
"""Kind of promise: who asks for their data hears of it."""

KINDS = [('copy', "Copy of the Data"), ('correct', "Correction"), ('delete', "Deletion")]

CORRECTED = {
    'new_name': 'name', 'new_organisation': 'organisation', 'new_email': 'email', 'new_phone': 'phone'}
"""What is to be written instead, and the field of the guest."""


class OfficeVisitSubjectRequest(models.Model):
    """A guest asks what is kept of them, to correct it, or to delete it, and is answered in time."""
    _name = 'office.visit.subject.request'
    _description = 'Request of a Guest'
    _inherit = ['office.number.mixin', 'office.visit.manager.mixin']
    _number_code = 'GDR'

    kind = fields.Selection(KINDS, "What They Ask For", required=True, default='copy')
    person_name = fields.Char("Who Asks", required=True, copy=False, help="Kept to find what is kept of them.")
    email = fields.Char("E-mail", copy=False, help="Kept to find what is kept of them, and to answer.")
    phone = fields.Char(copy=False, help="Kept to find what is kept of them.")
    receive_date = fields.Date(
        "Asked On", required=True, copy=False, default=lambda self: self.env.company._get_office_today())
    identity_note = fields.Text(
        "How You Know Who Asks", copy=False, help="Kept to show that nobody else was given the data.")
    guest_ids = fields.Many2many(
        'office.visit.guest', string="Visits of This Person", compute='_compute_guest_ids', store=True, readonly=False,
        copy=False, compute_sudo=True, help="Found by name, e-mail and phone. Remove whoever is somebody else.")
    guest_count = fields.Integer("Number of Visits", compute='_compute_guest_count', compute_sudo=True)
    new_name = fields.Char("Right Name", copy=False, help="Kept to write it where the wrong one stands.")
    new_organisation = fields.Char(
        "Right Organisation", copy=False, help="Kept to write it where the wrong one stands.")
    new_email = fields.Char("Right E-mail", copy=False, help="Kept to write it where the wrong one stands.")
    new_phone = fields.Char("Right Phone", copy=False, help="Kept to write it where the wrong one stands.")
    answer = fields.Text("Refused Because", readonly=True, copy=False)
    # in the table and not as an attachment, which people could replace afterwards
    copy_file = fields.Binary("Copy", readonly=True, copy=False, attachment=False)
    copy_name = fields.Char(readonly=True, copy=False)
    end_datetime = fields.Datetime("Answered On", readonly=True, copy=False)

    @api.depends('person_name', 'email', 'phone', 'company_id')
    def _compute_guest_ids(self):
        for request in self:
            request.guest_ids = request._find_guests()

    @api.depends('guest_ids')
    def _compute_guest_count(self):
        for request in self:
            request.guest_count = len(request.guest_ids)

    def action_submit(self):
        return self._transition_each('submit')

    def action_done(self):
        return self._transition_each('done')

    def action_refuse(self):
        return self._ask_reason('refuse', self.env._("Refuse"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'refuse': 'answer'}

    def _find_guests(self):
        """Return the guests of the company who have this name, address or number, as superuser."""
        # sudo: also those whom only their host sees; a manager answers for all
        guests = self.env['office.visit.guest'].sudo()
        texts = [(name, (self[own] or '').strip()) for name, own in (('name', 'person_name'), ('email', 'email'))]
        same = [Domain(name, '=ilike', escape_psql(text)) for name, text in texts if text]
        digits = re.sub(r'\D', '', self.phone or '')
        if len(digits) >= 5:  # a shorter one is nobody's alone
            same.append(Domain('phone', '=ilike', f"%{'%'.join(digits)}"))
        return guests.search(Domain('company_id', '=', self.company_id.id) & Domain.OR(same)) if same else guests

    # What must hold before a verb

    def _check_can_done(self, by=None):
        for request_sudo in self.sudo():  # sudo: guests whom only their host sees
            words = {'request': request_sudo.display_name}
            if not (request_sudo.identity_note or '').strip():
                raise UserError(self.env._(
                    "%(request)s: say how you know who asks. Nobody else may get or change the data.", **words))
            if request_sudo.kind == 'correct' and not any(request_sudo[name] for name in CORRECTED):
                raise UserError(self.env._("%(request)s: say what is right.", **words))
            if request_sudo.kind == 'delete':
                request_sudo._check_can_delete(words)

    def _check_can_delete(self, words):
        visits = self.guest_ids.visit_id
        if held := visits.filtered('is_data_held'):
            raise UserError(self.env._(
                "%(request)s: the data of %(visits)s is held because of an incident. Lift the hold, or refuse the "
                "request with this reason.", visits=held._get_names(), **words))
        if here := self.guest_ids.filtered(lambda guest: guest.state in ('expected', 'inside', 'out') and (
                guest.visit_id.state in guest.visit_id._get_states_of(OPEN) and guest.visit_id.state != 'draft')):
            raise UserError(self.env._(
                "%(request)s: the visit %(visits)s has not ended. Cancel or close it first.",
                visits=here.visit_id._get_names(), **words))

    # What the verbs cause

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb in ('done', 'refuse'):
            for values in prepared.values():
                values['end_datetime'] = fields.Datetime.now()
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'submit':
            for request in self:
                days = request.company_id.sudo().office_visit_request_days  # sudo: settings
                request._start_deadline(
                    ANSWER, days, start=request.company_id._get_office_moment(request.receive_date))
            return
        self._end_deadline(ANSWER)
        if verb == 'done':
            for request_sudo in self.sudo():  # sudo: what has ended is changed by nobody, but for this
                getattr(request_sudo, f'_do_{request_sudo.kind}')()

    def _do_copy(self):
        content = io.StringIO(newline='')
        writer = csv.writer(content)
        writer.writerow([
            self.env._("Visit"), self.env._("Day"), self.env._("What Is Kept"), self.env._("In Words"),
            self.env._("Data Is Kept Until")])
        writer.writerows(self._get_copy_rows())
        self._write_as_system({
            'copy_file': base64.b64encode(content.getvalue().encode('utf-8-sig')),
            'copy_name': f"{self.name.replace('/', '-')}.csv"})

    def _get_copy_rows(self):
        """Return what is kept of these guests: visit, day, field, value, and until when it is kept."""
        rows = []
        for guest in self.guest_ids:
            visit = guest.visit_id
            fixed = [visit.display_name, fields.Date.to_string(visit.company_id._get_office_day(visit.begin_datetime))]
            for name in (
                    'name', 'organisation', 'email', 'phone', 'plate', 'document_number', 'lang', 'arrive_datetime',
                    'leave_datetime'):
                if value := guest[name]:
                    if guest._fields[name].type == 'datetime':  # by the clock of the house
                        house = self.with_context(tz=visit.company_id._get_office_tz())
                        value = f'{fields.Datetime.context_timestamp(house, value):%Y-%m-%d %H:%M}'
                    # a cell that begins like a formula would be one
                    text = re.sub(r'^(?=[=+\-@\t\r])', "'", str(value))
                    rows.append([*fixed, guest._fields[name]._description_string(self.env), text, visit.erase_date])
            for label, count in (
                    (self.env._("Photo"), bool(guest.photo)), (self.env._("Signatures"), len(guest.signature_ids))):
                if count:
                    rows.append([*fixed, label, int(count), visit.erase_date])
            rows.extend(
                [*fixed, self.env._("Feedback"), re.sub(r'^(?=[=+\-@\t\r])', "'", text), visit.erase_date]
                for text in guest.feedback_ids.mapped('comment') if text)
        return rows

    def _do_correct(self):
        values = {name: self[own].strip() for own, name in CORRECTED.items() if (self[own] or '').strip()}
        self.guest_ids.filtered(lambda guest: not guest.visit_id.erased_datetime)._write_as_system(values)

    def _do_delete(self):
        privacy, guests = self.env['office.visit.privacy'], self.guest_ids
        privacy._erase(guests, guests.visit_id)

    # The table of verbs

    @api.model
    def _get_states(self):
        states = super()._get_states()
        return {
            'draft': states['draft'],
            'submitted': State(self.env._("To Answer"), OPEN, 'warning', queue='manager'),
            'done': State(self.env._("Carried Out"), ENDED, 'success'),
            'refused': states['refused'],
        }

    @api.model
    def _get_transitions(self):
        manager = self._get_role_group('manager')
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', manager),
            'done': (('submitted',), 'done', manager),
            'refuse': (('submitted',), 'refused', manager),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'submit': self.env._("Register"), 'done': self.env._("Carry Out")}

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(
            ('guest_ids', 'identity_note', *CORRECTED), ('draft', 'submitted'))

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'kind', 'person_name', 'email', 'phone', 'receive_date'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {ANSWER: self.env._("Answer the Guest")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'answer', 'copy_file', 'copy_name', 'end_datetime'}
