from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .office import OfficeMixin

DECIDE = 'office.approval.decide'
SUBSTITUTION = 'office.substitution'
APPROVE = 'office_admin_approval.mail_activity_type_approve'

# 1 × 1 pixel PNG, base64: what the signature widget sends
SIGNATURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='


def unlink_as(user, records):
    """Delete as a remote call does whose context says that a module is being uninstalled."""
    return records.with_user(user).with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()


class OfficeRequestMixin(OfficeMixin):
    """What the tests of any request do: an app says what it asks for and how it serves, all else is here.

    Everything is done as a user by the user's own rights, through the buttons and dialogs of the screen.
    """
    request_model = None

    @classmethod
    def _create_request(cls, user=None, items=None, **values):
        """Make a draft as ``user`` with ``items`` in the words of the app, and else the smallest valid values."""
        raise NotImplementedError

    @classmethod
    def _serve(cls, request, user=None):
        """Do what was asked for, as ``user`` or the officer, until the request is done."""
        return request.with_user(user or cls.officer).action_serve()

    @classmethod
    def _submit(cls, user=None, **values):
        request = cls._create_request(user, **values)
        request.action_submit()
        return request.with_env(cls.env)

    @classmethod
    def _create_approved(cls, **values):
        request = cls._create_request(**values)
        request.action_submit()
        request.with_user(cls.head).action_approve()
        return request

    @classmethod
    def _create_done(cls, **values):
        request = cls._create_approved(**values)
        cls._serve(request)
        return request

    def _make(self, state, **values):
        """Bring a request of ``self.user`` into ``state`` by its verbs; an app with more states adds its own."""
        match state:
            case 'draft':
                return self._create_request(**values)
            case 'submitted':
                return self._submit(**values)
            case 'approved':
                return self._create_approved(**values)
            case 'done':
                return self._create_done(**values)
            case 'refused':
                request = self._submit(**values)
                self._refuse(request)
                return request
            case 'cancelled':
                request = self._submit(**values)
                self._cancel(request)
                return request
        raise NotImplementedError(state)

    def _put(self, document, state):
        """Put ``document`` into ``state``, whatever verb leads there."""
        document.sudo()._write_transition(state, {}, {})
        document.invalidate_recordset()

    @classmethod
    def _approve(cls, request, user=None):
        result = request.with_user(user or cls.head).action_approve()
        request.invalidate_recordset()
        return result

    def _refuse(self, request, user=None, reason="No."):
        """Refuse through the dialog, as ``user``."""
        action = request.with_user(user or self.head).action_refuse()
        self.env[DECIDE].with_user(user or self.head).with_context(**action['context']).create(
            {'reason': reason}).action_confirm()

    def _decide(self, request, user, verb, reason="Because", **values):
        """Decide through the dialog, as ``user``."""
        method = {'refuse': 'action_refuse', 'ask_back': 'action_ask_back', 'add': 'action_add_approver',
                  'except': 'action_approve_out_of_turn'}[verb]
        action = getattr(request.with_user(user), method)()
        result = self.env[DECIDE].with_user(user).with_context(**action['context']).create(
            {'reason': reason, **values}).action_confirm()
        request.invalidate_recordset()
        return result

    def _confirm(self, request, user=None, rating='0', comment=False):
        user = user or self.user
        action = request.with_user(user).action_confirm()
        return self.env['office.closing.confirm'].with_user(user).with_context(**action['context']).create(
            {'rating': rating, 'comment': comment}).action_confirm()

    def _cancel(self, request, user=None, reason="Not needed any more."):
        return self._say(request, user or self.user, 'action_cancel', reason)

    def _reopen(self, request, user=None, reason="Half of it is missing."):
        return self._say(request, user or self.user, 'action_reopen', reason)

    def _say(self, request, user, method, reason):
        """Answer the dialog that the button ``method`` opens: cancel, reopen, or close what was reopened."""
        action = getattr(request.with_user(user), method)()
        return self.env['office.closing.reason'].with_user(user).with_context(**action['context']).create(
            {'reason': reason}).action_confirm()

    def _substitute(self, user, substitute, start=-1, stop=24, by=None, **values):
        """Let ``substitute`` act for ``user`` from ``start`` to ``stop``, hours from now."""
        now = fields.Datetime.now()
        return self.env[SUBSTITUTION].with_user(by or user).create({
            'user_id': user.id, 'substitute_id': substitute.id, 'start': now + timedelta(hours=start),
            'stop': now + timedelta(hours=stop), **values})

    def _go_on_leave(self, employee, start=-24, stop=96):
        """Put a leave into the schedule of ``employee``, hours from now."""
        now = fields.Datetime.now()
        return self.env['resource.calendar.leaves'].create({
            'name': "Leave", 'resource_id': employee.resource_id.id, 'calendar_id': employee.resource_calendar_id.id,
            'company_id': self.company.id, 'time_type': 'leave',
            'date_from': now + timedelta(hours=start), 'date_to': now + timedelta(hours=stop)})

    @classmethod
    def _clear(cls, user, level='secret', **values):
        """Let ``user`` sign an undertaking, so that he may see documents of ``level`` that concern him."""
        undertaking = cls.env['office.secrecy.undertaking'].create({
            'user_id': user.id, 'company_id': cls.company.id, 'level': level,
            'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>", **values})
        undertaking.with_user(user)._sign(SIGNATURE)
        return undertaking

    def _get_desk_rows(self, model, section):
        """Return the rows of a section of My Office, of one model for its user."""
        domain = model._get_desk_domains().get(section)
        return model.search(domain)._prepare_desk_rows(section) if domain else []

    def _get_decisions(self, request):
        decisions = self.env['office.approval.decision'].search(
            [('res_model', '=', request._name), ('res_id', '=', request.id)], order='id')
        return [(decision.verb, decision.user_id, decision.acting_for_id) for decision in decisions]

    def _get_activities(self, request):
        return self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id),
            ('activity_type_id', '=', self.env.ref(APPROVE).id)])

    def _get_promises(self, request, *kinds):
        return self.env['office.deadline'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id), ('kind', 'in', kinds)], order='id')

    def _attend(self):
        self.env['office.approval']._cron_attend()
        self.env.invalidate_all()


class OfficeTestMixin(OfficeRequestMixin):
    """The office with the request of this module, which needs nothing else."""
    request_model = 'office.test.request'

    @classmethod
    def _create_request(cls, user=None, items=None, quantity=5, **values):
        """Make a draft as ``user`` with ``items``, ``[(name, quantity, price)]``."""
        return cls.env[cls.request_model].with_user(user or cls.user).create({
            'line_ids': [
                Command.create({'name': name, 'quantity': number, 'price': price})
                for name, number, price in items or [("Chair", quantity, 10)]],
            **values,
        })

    def _lend(self, days=30, items=None, **values):
        """Lend a chair, or ``items``, for so many days from today; return the things as the officer."""
        due_date = self.company._get_office_today() + timedelta(days=days)
        request = self._create_done(items=items, return_date=due_date, **values)
        return self.env['office.test.loan'].with_user(self.officer).search([('request_id', '=', request.id)])


class OfficeTestCommon(OfficeTestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
