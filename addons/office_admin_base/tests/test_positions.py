from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

POSITIONS = ('receptionist', 'officer', 'manager', 'auditor')


@tagged('post_install', '-at_install')
class TestPositions(TransactionCase):

    def test_each_position_is_a_privilege_of_its_own(self):
        category = self.env.ref('office_admin_base.module_category_office')
        groups = [self.env.ref(f'office_admin_base.position_{position}') for position in POSITIONS]
        self.assertEqual(len({group.privilege_id for group in groups}), len(POSITIONS))
        for group in groups:
            with self.subTest(position=group.privilege_id.name):
                self.assertEqual(group.privilege_id.group_ids, group, "the user form shows one choice: yes or no")
                self.assertEqual(group.privilege_id.category_id, category)

    def test_one_person_holds_several(self):
        user = new_test_user(
            self.env, 'base_both', 'base.group_user,office_admin_base.position_receptionist,'
            'office_admin_base.position_auditor')
        self.assertTrue(user.has_group('office_admin_base.position_receptionist'))
        self.assertTrue(user.has_group('office_admin_base.position_auditor'))
        self.assertFalse(user.has_group('office_admin_base.position_officer'))

    def test_who_installs_leads_the_office_and_administrators_as_such_do_not(self):
        self.assertTrue(self.env.ref('base.user_admin').has_group('office_admin_base.position_manager'))
        administrator = new_test_user(self.env, 'base_administrator', 'base.group_user,base.group_system')
        for position in POSITIONS:
            self.assertFalse(administrator.has_group(f'office_admin_base.position_{position}'))

    def test_groups_of_an_app_are_made_once_and_a_link_taken_away_stays_away(self):
        groups = self.env['res.groups']
        groups._load_app_groups('office_admin_kettles', "Kettles", 70)
        user, officer, manager, auditor = (
            self.env.ref(f'office_admin_kettles.group_{role}') for role in ('user', 'officer', 'manager', 'auditor'))
        self.assertIn(user, self.env.ref('base.group_user').implied_ids)
        self.assertEqual(manager.implied_ids | officer.implied_ids, officer | user)
        self.assertEqual(auditor.implied_ids, user)
        for position, group in (('officer', officer), ('manager', manager), ('auditor', auditor)):
            holder = self.env.ref(f'office_admin_base.position_{position}')
            self.assertIn(group, holder.implied_ids)
            self.assertNotIn(group, self.env.ref('base.group_system').all_implied_ids)
        self.env.ref('office_admin_base.position_auditor').implied_ids = [Command.unlink(auditor.id)]
        groups._load_app_groups('office_admin_kettles', "Kettles", 70)
        self.assertNotIn(auditor, self.env.ref('office_admin_base.position_auditor').implied_ids)
        self.assertEqual(self.env.ref('office_admin_kettles.group_user'), user)
