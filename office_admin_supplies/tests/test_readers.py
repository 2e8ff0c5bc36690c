from importlib.util import module_from_spec, spec_from_file_location

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestReaders(OfficeSupplyCommon):

    def _get_readers(self, request):
        """Return who reads the request, after looking at it in each way: searched, opened, and by its lines."""
        people = (self.user | self.head | self.colleague | self.stranger | self.officer | self.manager | self.auditor)
        readers = people.browse()
        for person in people:
            self.env.invalidate_all()
            seen = request.with_user(person)
            found = bool(seen.search([('id', '=', request.id)]))
            self.assertEqual(seen.has_access('read'), found, person.name)
            line = request.sudo().line_ids[:1].with_user(person)
            self.assertEqual(bool(line.search([('id', '=', line.id)])), found, person.name)
            self.assertEqual(line.has_access('read'), found, person.name)
            if found:
                readers |= person
        return readers

    def test_life_of_a_request_for_a_colleague(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        self.assertEqual(self._get_readers(request), self.user | self.colleague, "a draft is private")
        request.action_submit()
        serving = self.officer | self.manager | self.auditor
        self.assertEqual(self._get_readers(request), self.user | self.colleague | self.head | serving)
        request.sudo()._write_as_system({'told_user_ids': [Command.link(self.stranger.id)]})
        self.assertEqual(self._get_readers(request), self.user | self.colleague | self.head | serving | self.stranger)
        request.with_user(self.user).action_reset()
        self.assertEqual(self._get_readers(request), self.user | self.colleague, "private again")

    def test_people_allowed_read_what_was_submitted(self):
        request = self._create_request(allowed_user_ids=[Command.link(self.stranger.id)])
        self.assertEqual(self._get_readers(request), self.user)
        request.action_submit()
        self.assertIn(self.stranger, self._get_readers(request))

    def test_officers_do_not_read_drafts_in_which_they_decided(self):
        self.sales.manager_id = self.officer_employee
        request = self._create_request()
        request.action_submit()
        request.with_user(self.officer).action_approve()
        self.assertIn(self.officer, self._get_readers(request))
        request = self._create_request()
        request.action_submit()
        self.assertIn(self.officer, request.sudo().approver_ids)
        request.action_reset()
        self.assertEqual(self._get_readers(request), self.user)

    def test_employees_of_the_past_keep_what_was_for_them(self):
        request = self._create_request(employee_id=self.colleague_employee.id)
        self.colleague_employee.active = False
        self.assertEqual(self._get_readers(request), self.user | self.colleague)

    def test_nobody_makes_himself_a_reader(self):
        request = self._create_approved()
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).write({'takes_part': True})
        self.assertNotIn(self.stranger, self._get_readers(request))

    def test_migration_replaces_the_shipped_rules_only(self):
        path = get_module_path('office_admin_supplies') + '/migrations/19.0.1.5.0/post-migrate.py'
        spec = spec_from_file_location('post_migrate_readers', path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        of_request = self.env.ref('office_admin_supplies.office_supply_request_rule_concerned')
        of_line = self.env.ref('office_admin_supplies.office_supply_request_line_rule_concerned')
        now = of_request.domain_force, of_line.domain_force
        of_request.domain_force, of_line.domain_force = script.SHIPPED.format(''), script.SHIPPED.format('request_id.')
        script.migrate(self.env.cr, '19.0.1.4.0')
        self.assertEqual((of_request.domain_force, of_line.domain_force), now)
        of_request.domain_force = "[('requester_id', '=', user.id)]"
        script.migrate(self.env.cr, '19.0.1.4.0')
        self.assertEqual(of_request.domain_force, "[('requester_id', '=', user.id)]", "an administrator's own")
