"""An office in which one person does much, and one that nobody has set up."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.fresh_office import FreshOfficeTests
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

from .common import ApprovalCommon
from .rights_common import RightsMixin


@tagged('post_install', '-at_install')
class TestSmallOffice(RightsMixin, ApprovalCommon):
    """One person holds all positions: it works, and is shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls._create_user('sup_owner', ','.join(
            f'office_admin_base.position_{name}' for name in ('receptionist', 'officer', 'manager', 'auditor')))
        cls.owner_employee = cls._create_employee(cls.owner, cls.sales)
        cls.sales.manager_id = cls.owner_employee
        # a company of three: the owner and two employees
        others = cls.head | cls.officer | cls.manager | cls.auditor | cls.stranger | cls.boss
        others.active = False
        cls.company.office_segregation = 'warn'

    def _get_page(self, name='segregation', user=None):
        self.env.invalidate_all()
        return self._get_rights(user or self.owner).get_page(name)

    def _get_warnings(self, user=None):
        return self.env['office.transition.warning'].with_user(user or self.owner).search([])

    def test_r94_one_person_approves_and_serves_and_it_is_recorded(self):
        request = self._submit()
        self._approve(request, self.owner)
        self._serve(request, user=self.owner)
        self.assertEqual(request.state, 'done')
        warning = self._get_warnings()
        self.assertRecordValues(warning, [{
            'document_name': request.name, 'verb_label': "Serve", 'user_id': self.owner.id,
            'company_id': self.company.id}])
        self.assertIn(f"{self.owner.name} has done both", warning.warning)
        self.assertEqual(warning.action_open_document()['res_id'], request.id)
        self.assertRegex(self._get_page(), r'Recorded Warnings</span>\s*<span[^>]*>1<')

    def test_r94_page_names_who_holds_both(self):
        page = self._get_page()
        self.assertIn(self.owner.name, page)
        self.assertIn("One person may do both here", page)
        self.assertIn("never, whatever the settings say", page)
        self.company.office_segregation = 'refuse'
        self.assertIn("the system refuses it", self._get_page())

    def test_r94_refused_with_a_clear_sentence(self):
        self.company.office_segregation = 'refuse'
        request = self._submit()
        self._approve(request, self.owner)
        with self.assertRaisesRegex(AccessError, "must be done by somebody else: you have already done “Approve”"):
            self._serve(request, user=self.owner)
        self.assertFalse(self._get_warnings())

    def test_r94_nobody_approves_his_own_and_the_sentence_says_what_to_do(self):
        request = self._create_request(self.owner)
        with self.assertRaisesRegex(UserError, "small amounts can be approved at once"):
            request.action_submit()

    def test_r94_one_person_office_by_a_limit(self):
        self.rule.auto_amount = 1000
        request = self._create_request(self.owner)
        request.action_submit()
        self.assertEqual(request.state, 'approved')
        self._serve(request, user=self.owner)
        self.assertEqual(request.state, 'done')

    def test_r94_first_steps_name_who_has_no_approver(self):
        step = next(step for step in self.company._get_office_first_steps() if step['key'] == 'approval_rules')
        self.assertFalse(step['is_done'])
        self.assertIn(self.owner_employee.name, step['sentence'])
        self.company.office_fallback_approver_id = self.colleague
        step = next(step for step in self.company._get_office_first_steps() if step['key'] == 'approval_rules')
        self.assertTrue(step['is_done'])

    def test_r94_warnings_are_read_only_and_not_for_everybody(self):
        self.test_r94_one_person_approves_and_serves_and_it_is_recorded()
        warning = self._get_warnings()
        with self.assertRaises(AccessError):
            self._get_warnings(self.user)
        for method, arguments in (('write', [{'warning': "x"}]), ('unlink', [])):
            with self.assertRaises(AccessError):
                getattr(warning, method)(*arguments)
        with self.assertRaises(AccessError):
            self._get_page(user=self.user)


@tagged('post_install', '-at_install')
class TestSecretWarning(SecrecyMixin, RightsMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def test_r94_warning_of_a_secret_document_is_hidden(self):
        self.company.office_segregation = 'warn'
        self.head.group_ids |= self.env.ref('office_admin_base.position_officer')
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        self._serve(request, user=self.head)
        warnings = self.env['office.transition.warning']
        self.assertEqual(len(warnings.search([('res_id', '=', request.id)])), 1)
        self.assertFalse(warnings.with_user(self.auditor).search([('res_id', '=', request.id)]))
        self.assertFalse(warnings.with_user(self.manager).search([('res_id', '=', request.id)]))


@tagged('post_install', '-at_install')
class TestFreshOffice(FreshOfficeTests, RightsMixin, TransactionCase):

    def test_r146_steps_are_done_when_they_are(self):
        steps = self._get_steps()
        self.assertIn(self.manager_employee.name, steps['approval_rules']['sentence'], "who is above the highest?")
        self.company.office_fallback_approver_id = self.head
        steps = self._get_steps()
        for key in ('positions', 'people', 'departments', 'approval_rules'):
            self.assertTrue(steps[key]['is_done'], key)
        self.sales.manager_id = False
        self.user_employee.user_id = False
        steps = self._get_steps()
        self.assertFalse(steps['departments']['is_done'])
        self.assertIn("Sales", steps['departments']['sentence'])
        self.assertFalse(steps['people']['is_done'])
        self.assertIn(self.user_employee.name, steps['people']['sentence'])

    def test_r146_each_step_leads_somewhere(self):
        for step in self.company._get_office_first_steps():
            with self.subTest(step=step['key']):
                self.assertTrue(self.env.ref(step['action'])._name.startswith('ir.actions.'))
                self.assertEqual(self.env.ref(step['group'])._name, 'res.groups')

    def test_r146_page_offers_what_the_user_may_do(self):
        page = self._get_rights(self.manager).get_page('first_steps')
        self.assertIn('data-action="office_admin_approval.office_approval_rule_action"', page)
        self.assertNotIn('data-action="base.action_res_users"', page)
        administrator = self._create_user('sup_administrator', 'base.group_system')
        self.assertIn('data-action="base.action_res_users"', self._get_rights(administrator).get_page('first_steps'))
        with self.assertRaises(AccessError):
            self._get_rights(self.user).get_page('first_steps')

    def test_r146_entry_in_settings_can_be_hidden(self):
        administrator = self._create_user('sup_administrator', 'base.group_system')
        settings = self.env['res.config.settings'].with_user(administrator).create({'company_id': self.company.id})
        self.assertEqual(settings.office_first_steps_left, sum(
            not step['is_done'] for step in self.company._get_office_first_steps()))
        settings.action_hide_office_first_steps()
        self.assertTrue(self.company.office_first_steps_hidden)
