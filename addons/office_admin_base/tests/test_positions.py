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
