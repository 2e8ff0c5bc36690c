import json

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.http_routing.tests.common import MockRequest

from .common import ApprovalMixin


@tagged('post_install', '-at_install')
class TestDeskBus(ApprovalMixin, TransactionCase):
    """Pages hear that something has changed; nobody hears more, and nobody who is not concerned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _get_told(self, work):
        """Return who is told by ``work``: partners and groups."""
        bus = self.env['bus.bus'].sudo()
        self.env.cr.precommit.run()
        last = bus._bus_last_id()
        work()
        self.env.cr.precommit.run()
        told = []
        for row in bus.search([('id', '>', last)]):
            message = json.loads(row.message)
            if message['type'] == 'office.desk/changed':
                self.assertEqual(message['payload'], {})
                _database, model, record_id = json.loads(row.channel)
                told.append(self.env[model].browse(record_id))
        self.assertEqual(len(told), len(set(told)))  # each once
        return set(told)

    def test_submitting_tells_who_asked_and_who_decides(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        told = self._get_told(request.action_submit)
        self.assertEqual(told, {user.partner_id for user in (self.user, self.colleague, self.head)})

    def test_deciding_tells_who_decided_who_is_next_and_officers(self):
        self._set_steps({'who': 'superior'}, self._named(self.manager))
        request = self._submit()
        told = self._get_told(lambda: self._approve(request, self.head))
        self.assertEqual(told, {self.head.partner_id, self.manager.partner_id})
        told = self._get_told(lambda: self._approve(request, self.manager))
        officers = self.env.ref('office_admin_test.group_officer')
        owner = request.owner_id.partner_id  # who answers for it from now on
        self.assertEqual(told, {self.user.partner_id, self.manager.partner_id, owner, officers})

    def test_a_substitute_is_told(self):
        self._substitute(self.head, self.stranger)
        request = self._create_request()
        self.assertIn(self.stranger.partner_id, self._get_told(request.action_submit))
        self.assertIn(self.stranger.partner_id, self._get_told(lambda: self._approve(request, self.head)))

    def test_of_secrets_only_those_allowed_are_told(self):
        for user in (self.user, self.head, self.officer):
            self._clear(user)
        request = self._create_request(secrecy_level='secret', allowed_user_ids=[Command.set(self.officer.ids)])
        request.action_submit()
        told = self._get_told(lambda: request.with_user(self.head).action_approve())
        self.assertEqual(told, {user.partner_id for user in (self.user, self.head, self.officer)})

    def test_many_at_once_tell_each_once(self):
        requests = self._create_request() | self._create_request() | self._create_request()
        self._get_told(requests.action_submit)

    def test_employees_cannot_listen_to_officers(self):
        officers = self.env.ref('office_admin_test.group_officer')
        channel = json.dumps([self.env.cr.dbname, 'res.groups', officers.id])
        names = ['res.groups', f'res.groups_{officers.id}', channel, str(officers)]
        for user, is_officer in ((self.user, False), (self.officer, True)):
            sockets = self.env['ir.websocket'].with_user(user)
            with MockRequest(sockets.env) as request:
                request.session.uid = user.id
                channels = sockets._build_bus_channel_list(list(names))
            heard = [one for one in channels if getattr(one, '_name', '') == 'res.groups']
            self.assertEqual(officers in heard, is_officer)
