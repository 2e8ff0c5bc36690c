from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin

RULE = 'office.approval.rule'
DECIDE = 'office.approval.decide'
SUBSTITUTION = 'office.substitution'
APPROVE = 'office_admin_approval.mail_activity_type_approve'


class ApprovalMixin(OfficeSupplyMixin):
    """The office of the supply tests, with a boss above the head, and a rule of its own to change."""

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.boss = cls._create_user('sup_boss')
        cls.boss_employee = cls._create_employee(cls.boss, cls.office)
        cls.head_employee.parent_id = cls.boss_employee
        cls.paper.with_company(cls.company).standard_price = 10
        cls.rule = cls.env[RULE].search([
            ('res_model', '=', 'office.supply.request'), ('company_id', '=', cls.company.id)])
        cls.env.flush_all()

    def _set_steps(self, *steps, **values):
        """Let the rule of supply requests have ``steps``, dicts of values."""
        self.rule.write({
            'step_ids': [Command.clear()] + [
                Command.create({'sequence': 10 * index, **step}) for index, step in enumerate(steps, 1)],
            **values,
        })

    def _named(self, *users, **values):
        return {'who': 'users', 'user_ids': [Command.set([user.id for user in users])], **values}

    def _submit(self, user=None, quantity=5, **values):
        request = self._create_request(user, [(self.paper, quantity)], **values)
        request.action_submit()
        return request.with_env(self.env)

    def _approve(self, request, user):
        result = request.with_user(user).action_approve()
        request.invalidate_recordset()
        return result

    def _decide(self, request, user, verb, reason="Because", **values):
        """Decide through the dialog, as ``user``."""
        method = {'refuse': 'action_refuse', 'ask_back': 'action_ask_back', 'add': 'action_add_approver',
                  'except': 'action_approve_out_of_turn'}[verb]
        action = getattr(request.with_user(user), method)()
        result = self.env[DECIDE].with_user(user).with_context(action['context']).create(
            {'reason': reason, **values}).action_confirm()
        request.invalidate_recordset()
        return result

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

    def _get_decisions(self, request):
        decisions = self.env['office.approval.decision'].search(
            [('res_model', '=', request._name), ('res_id', '=', request.id)], order='id')
        return [(decision.verb, decision.user_id, decision.acting_for_id) for decision in decisions]

    def _get_activities(self, request):
        return self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id),
            ('activity_type_id', '=', self.env.ref(APPROVE).id)])

    def _attend(self):
        self.env['office.approval']._cron_attend()
        self.env.invalidate_all()
