from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

from .approval_common import ApprovalMixin

REPORT = 'office_admin_base.report_responsibilities'


class RightsMixin(ApprovalMixin):

    def _get_rights(self, user=None, **context):
        return self.env['office.rights'].with_user(user or self.manager).with_context(
            allowed_company_ids=self.company.ids, **context)


@tagged('post_install', '-at_install')
class TestResponsibilities(RightsMixin, OfficeSupplyCommon):

    def _get_duties(self):
        rights = self._get_rights()
        return rights._get_document_duties('office.supply.request', self.company)

    def _print(self, user=None, **context):
        html, _kind = self._get_rights(user, **context).env['ir.actions.report']._render_qweb_html(
            'office_admin_base.office_rights_report_responsibilities', [])
        return html.decode() if isinstance(html, bytes) else html

    def test_r2_every_step_has_a_label_and_exactly_one_accountable_role(self):
        rights = self._get_rights()
        for name in rights._get_document_models():
            duties = rights._get_document_duties(name, self.company)
            self.assertTrue(duties or not hasattr(self.env[name], '_get_duties'), name)
            for duty in duties:
                with self.subTest(model=name, step=duty['label']):
                    self.assertIsInstance(duty['accountable'], str)
                    self.assertTrue(duty['accountable'])
                    self.assertTrue(duty['label'])
                    self.assertTrue(duty['people'])

    def test_r2_every_verb_of_every_document_is_in_the_table(self):
        rights = self._get_rights()
        for name in self.env.registry.descendants(['office.workflow.mixin'], '_inherit'):
            model = self.env[name]
            if model._abstract:
                continue
            self.assertIn(name, rights._get_document_models())
            labels = [duty['label'] for duty in rights._get_document_duties(name, self.company)]
            for verb in model._get_transitions():
                with self.subTest(model=name, verb=verb):
                    self.assertNotEqual(model._get_verb_label(verb), verb)
                    self.assertIn(model._get_verb_label(verb), labels)

    def test_r2_who_hands_out_and_who_may_not(self):
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Hand Out")
        self.assertIn("Officer", duty['accountable'])
        self.assertIn(self.officer.name, duty['people'])
        self.assertNotIn(self.user.name, duty['people'].split(', '))
        self.assertIn("who has done “Approve” with it", duty['excluded'])
        self.assertEqual(duty['limit'], "3 working days")

    def test_r2_prints_in_both_languages(self):
        self.env['res.lang']._activate_lang('zh_CN')
        for language in ('en_US', 'zh_CN'):
            self.assertIn(self.officer.name, self._print(lang=language))
            self.assertIn(self.officer.name, self._get_rights(lang=language).get_page('responsibilities'))

    def test_r2_pdf_is_made(self):
        pdf, kind = self._get_rights().with_context(force_report_rendering=True).env[
            'ir.actions.report']._render_qweb_pdf('office_admin_base.office_rights_report_responsibilities', [])
        self.assertEqual(kind, 'pdf')
        self.assertTrue(pdf.startswith(b'%PDF'))

    def test_text_of_a_chinese_pdf_can_be_searched(self):
        self.env['res.lang']._activate_lang('zh_CN')
        name = "WR02胶水用品人入大小口文方日月车长见高黑黄龙页食"
        self.officer.name = self.company.name = name  # in the page, and in its header
        pdf, _kind = self._get_rights(lang='zh_CN', force_report_rendering=True).env[
            'ir.actions.report']._render_qweb_pdf('office_admin_base.office_rights_report_responsibilities', [])
        text = ''.join(page.extract_text() for page in PdfFileReader(BytesIO(pdf)).pages)
        self.assertGreaterEqual(''.join(text.split()).count(name), 2)
        self.assertNotRegex(text, '[\u2e80-\u2fdf]', "radicals in place of characters")

    def test_r2_print_follows_rules_and_settings(self):
        before = self._print()
        self._set_steps(self._named(self.boss, hours=6), self._named(self.stranger, min_amount=4321))
        self.company.supply_hand_out_time = 17
        after = self._print()
        for words in (self.boss.name, "6 working hours", "4,321", "17 working days"):
            self.assertNotIn(f'>{words}<', before)
            self.assertIn(words, after)

    def test_r2_print_follows_who_holds_the_roles(self):
        self.officer.group_ids -= self.env.ref('office_admin_base.position_officer')
        self.env.invalidate_all()
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Hand Out")
        self.assertNotIn(self.officer.name, duty['people'])

    def test_r2_what_passes_at_once_is_named(self):
        self.rule.auto_amount = 77
        approvals = [duty for duty in self._get_duties() if duty['label'] == "Approve"]
        self.assertIn("77", approvals[0]['condition'])
        self.assertIn("at once", approvals[0]['condition'])
        self.assertEqual(len(approvals), 1 + len(self.rule.step_ids))

    def test_r2_without_rules_somebody_decides_at_last(self):
        self.rule.active = False
        approvals = [duty for duty in self._get_duties() if duty['label'] == "Approve"]
        self.assertEqual(approvals[0]['accountable'], "Administrative Manager")
        self.company.office_fallback_approver_id = self.boss
        approvals = [duty for duty in self._get_duties() if duty['label'] == "Approve"]
        self.assertEqual(approvals[0]['people'], self.boss.name)

    def test_r91_auditor_and_manager_see_and_print_it(self):
        for user in (self.auditor, self.manager, self._create_user('sup_admin', 'base.group_system')):
            self.assertIn(self.officer.name, self._print(user))
            self.assertIn(self.officer.name, self._get_rights(user).get_page('responsibilities'))

    def test_r91_others_do_not(self):
        for user in (self.user, self.officer, self.head):
            with self.assertRaisesRegex(AccessError, "administrative managers"):
                self._get_rights(user).get_page('responsibilities')
            with self.assertRaises(AccessError):
                self._print(user)

    def test_r91_page_that_is_not_there(self):
        with self.assertRaisesRegex(UserError, "no such page"):
            self._get_rights().get_page('_check_may_see')

    def test_r2_people_of_other_companies_are_not_named(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self._create_user('sup_foreign', 'office_admin_base.position_officer')
        foreign.write({'company_ids': [(6, 0, other.ids)], 'company_id': other.id})
        self.assertNotIn(foreign.name, self._print())


@tagged('post_install', '-at_install')
class TestExplain(SecrecyMixin, RightsMixin, TransactionCase):
    """“Why can this user do that”: what it says is what the server does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def _explain(self, user, question, document=None, by=None, model='office.supply.request'):
        return self._get_rights(by)._explain(
            user.with_user(by or self.manager), model, question, document.id if document else False)

    def test_r91_officer_hands_out_through_his_position(self):
        answer = self._explain(self.officer, 'hand_out', self._create_approved())
        self.assertEqual(answer['verdict'], 'yes')
        self.assertFalse(answer['refusal'])
        words = ' '.join(answer['reasons'])
        self.assertIn("was given “Administrative Officer”", words)
        self.assertIn("Administrative Officer → Supplies / Officer", words)

    def test_r91_plain_employee_does_not(self):
        request = self._create_approved()
        answer = self._explain(self.user, 'hand_out', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("needs the right", answer['refusal'])
        self.assertIn("does not hold the right", ' '.join(answer['reasons']))
        self.assertIn("Administrative Officer", ' '.join(answer['remedies']))

    def test_r91_wrong_status(self):
        request = self._submit()
        answer = self._explain(self.officer, 'hand_out', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("Its status is “Submitted”", ' '.join(answer['reasons']))

    def test_r91_approver_by_step_and_substitute(self):
        request = self._submit()
        answer = self._explain(self.head, 'approve', request)
        self.assertEqual(answer['verdict'], 'yes')
        self.assertIn("one of those who decide there", ' '.join(answer['reasons']))
        self._substitute(self.head, self.stranger)
        answer = self._explain(self.stranger, 'approve', request)
        self.assertEqual(answer['verdict'], 'yes')
        self.assertIn("stands in", ' '.join(answer['reasons']))

    def test_r91_who_asked_does_not_approve(self):
        request = self._submit()
        answer = self._explain(self.user, 'approve', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("nobody decides on his own request", ' '.join(answer['reasons']))
        self.assertIn("your own request", answer['refusal'])

    def test_r91_whose_turn_it_is(self):
        request = self._submit()
        answer = self._explain(self.boss, 'approve', request)
        self.assertEqual(answer['verdict'], 'no')
        answer = self._explain(self.manager, 'approve', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("Head", ' '.join(answer['reasons']))

    def test_r91_who_approved_does_not_hand_out(self):
        self.head.group_ids |= self.env.ref('office_admin_base.position_officer')
        request = self._create_approved()
        answer = self._explain(self.head, 'hand_out', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("has done “Approve” with it", ' '.join(answer['reasons']))
        self.company.office_segregation = 'warn'
        answer = self._explain(self.head, 'hand_out', request)
        self.assertEqual(answer['verdict'], 'yes')
        self.assertIn("has done “Approve” with it", ' '.join(answer['reasons']))

    def test_r91_requester_and_others_cancel(self):
        request = self._submit()
        self.assertEqual(self._explain(self.user, 'cancel', request)['verdict'], 'yes')
        answer = self._explain(self.head, 'cancel', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("not for Head", ' '.join(answer['reasons']))

    def test_r91_verdict_is_what_the_server_does(self):
        """Each verb and right of each document for each person, against the methods that guard them."""
        documents = [self._create_request(), self._submit(), self._create_approved()]
        for document in documents[1:]:
            for user in (self.user, self.head, self.officer, self.manager, self.auditor, self.stranger):
                mine = document.with_user(user)
                for operation in ('read', 'write', 'unlink'):
                    verdict = self._explain(user, operation, document)['verdict']
                    with self.subTest(state=document.state, user=user.name, operation=operation):
                        self.assertEqual(verdict == 'yes', mine.has_access(operation))
                for verb in document._get_transitions():
                    verdict = self._explain(user, verb, document)['verdict']
                    with self.subTest(state=document.state, user=user.name, verb=verb):
                        self.assertEqual(verdict == 'yes', self._can(mine, verb))

    def _can(self, document, verb):
        savepoint = self.env.cr.savepoint()
        try:
            if verb == 'hand_out':
                document._check_transition('hand_out')
            elif verb == 'refuse':
                document._get_latest_approvals()._check_can_decide('refuse')
            else:
                getattr(document, f'action_{verb}')()
            return True
        except UserError:
            return False
        finally:
            savepoint.close(rollback=True)

    def test_r91_asking_changes_nothing(self):
        request = self._submit()
        self._explain(self.head, 'approve', request)
        self._explain(self.user, 'cancel', request)
        self.assertEqual(request.state, 'submitted')

    def test_r91_reading_is_explained(self):
        request = self._submit()
        answer = self._explain(self.stranger, 'read', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("Supply Request: read what I asked for", ' '.join(answer['reasons']))
        answer = self._explain(self.auditor, 'read', request)
        self.assertEqual(answer['verdict'], 'yes')
        self.assertIn("auditors read what was submitted", ' '.join(answer['reasons']))

    def test_r91_in_general(self):
        self.assertEqual(self._explain(self.officer, 'hand_out')['verdict'], 'yes')
        self.assertEqual(self._explain(self.user, 'hand_out')['verdict'], 'no')
        self.assertEqual(self._explain(self.user, 'submit')['verdict'], 'depends')
        self.assertEqual(self._explain(self.head, 'approve')['verdict'], 'depends')
        self.assertEqual(self._explain(self.user, 'create')['verdict'], 'yes')
        self.assertEqual(self._explain(self.officer, 'write', model='office.supply.request')['verdict'], 'yes')

    def test_r91_everybody_asks_about_himself_only(self):
        request = self._submit()
        self.assertEqual(self._explain(self.user, 'cancel', request, by=self.user)['verdict'], 'yes')
        with self.assertRaises(AccessError):
            self._explain(self.head, 'approve', request, by=self.user)

    def test_r91_nothing_is_said_of_what_the_asker_may_not_read(self):
        secret = self._create_secret()
        self._clear(self.auditor)
        missing = secret.browse(2 ** 30)
        administrator = self.administrator
        for by in (self.auditor, administrator):
            said = []
            for document in (secret, missing):
                with self.assertRaises(AccessError) as caught:
                    self._explain(self.head, 'read', document, by=by)
                said.append(str(caught.exception))
            self.assertEqual(*said)
            self.assertFalse(secret.with_user(by).name_search(secret.name))
        with self.assertRaises(AccessError):
            self._explain(self.stranger, 'read', secret, by=self.stranger)

    def test_r91_secrecy_is_a_reason(self):
        secret = self._create_secret()
        secret_by_user = self._explain(self.user, 'read', secret, by=self.user)
        self.assertEqual(secret_by_user['verdict'], 'yes')
        self.assertIn("has signed an undertaking", ' '.join(secret_by_user['reasons']))
        self.user.group_ids |= self.env.ref('office_admin_base.position_auditor')
        answer = self._explain(self.auditor, 'read', secret, by=self.user)
        self.assertIn("no valid undertaking", ' '.join(answer['reasons']))
        self._clear(self.auditor)
        answer = self._explain(self.auditor, 'read', secret, by=self.user)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("neither concerned nor named", ' '.join(answer['reasons']))

    def test_r91_other_models_and_companies_are_closed(self):
        with self.assertRaises(AccessError):
            self._explain(self.user, 'read', self.user.partner_id, model='res.partner')
        with self.assertRaises(AccessError):
            self._explain(self.foreigner, 'create')
        with self.assertRaises(UserError):
            self._explain(self.user, '_write_as_system')

    def test_r91_archived_user(self):
        self.stranger.active = False
        answer = self._explain(self.stranger, 'create')
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("archived", answer['refusal'])

    def test_r91_form(self):
        request = self._create_approved()
        for user, by, verdict in ((self.officer, self.manager, "Yes"), (self.user, self.user, "No")):
            wizard = self.env['office.rights.explain'].with_user(by).create({
                'user_id': user.id, 'res_model': request._name, 'question': f'{request._name}:hand_out',
                'res_id': request.id})
            wizard.action_ask()
            self.assertIn(verdict, wizard.answer)
            self.assertEqual(wizard.can_choose_user, by == self.manager)
            self.assertNotIn('office.approval:', ' '.join(wizard.question_names))
        with self.assertRaises(AccessError):
            wizard.with_user(self.stranger).read(['answer'])

    def test_r91_form_of_an_employee_about_another(self):
        wizard = self.env['office.rights.explain'].with_user(self.user).create(
            {'user_id': self.head.id, 'res_model': 'office.supply.request', 'question': 'read'})
        with self.assertRaises(AccessError):
            wizard.action_ask()


@tagged('post_install', '-at_install')
class TestSmallOffice(RightsMixin, OfficeSupplyCommon):
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

    def test_r94_one_person_approves_and_hands_out_and_it_is_recorded(self):
        request = self._submit()
        self._approve(request, self.owner)
        self._hand_out(request, user=self.owner)
        self.assertEqual(request.state, 'done')
        warning = self._get_warnings()
        self.assertRecordValues(warning, [{
            'document_name': request.name, 'verb_label': "Hand Out", 'user_id': self.owner.id,
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
            self._hand_out(request, user=self.owner)
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
        self._hand_out(request, user=self.owner)
        self.assertEqual(request.state, 'done')

    def test_r94_first_steps_name_who_has_no_approver(self):
        step = next(step for step in self.company._get_office_first_steps() if step['key'] == 'approval_rules')
        self.assertFalse(step['is_done'])
        self.assertIn(self.owner_employee.name, step['sentence'])
        self.company.office_fallback_approver_id = self.colleague
        step = next(step for step in self.company._get_office_first_steps() if step['key'] == 'approval_rules')
        self.assertTrue(step['is_done'])

    def test_r94_warnings_are_read_only_and_not_for_everybody(self):
        self.test_r94_one_person_approves_and_hands_out_and_it_is_recorded()
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
        self._hand_out(request, user=self.head)
        warnings = self.env['office.transition.warning']
        self.assertEqual(len(warnings.search([('res_id', '=', request.id)])), 1)
        self.assertFalse(warnings.with_user(self.auditor).search([('res_id', '=', request.id)]))
        self.assertFalse(warnings.with_user(self.manager).search([('res_id', '=', request.id)]))


@tagged('post_install', '-at_install')
class TestFreshOffice(RightsMixin, TransactionCase):
    """A company that nobody has set up: people and products are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office("Fresh")

    def test_r146_supply_request_from_asking_to_the_goods(self):
        self.assertFalse(self.env['resource.calendar.leaves'].search([('company_id', '=', self.company.id)]))
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.state, 'submitted')
        self.assertTrue(request.sudo().deadline_ids)
        request.with_user(self.head).action_approve()
        self._hand_out(request)
        self.assertEqual(request.state, 'done')

    def test_r146_company_begins_with_rules_and_a_supply_room(self):
        company = self.env['res.company'].create({'name': "Fresher"})
        steps = {step['key']: step for step in company._get_office_first_steps()}
        self.assertTrue(self.env['office.approval.rule'].search([('company_id', '=', company.id)]))
        self.assertTrue(steps['supply_warehouse']['is_done'])
        self.assertFalse(steps['people']['is_done'])
        self.assertFalse(steps['positions']['is_done'])

    def test_r146_steps_are_done_when_they_are(self):
        steps = {step['key']: step for step in self.company._get_office_first_steps()}
        self.assertIn(self.manager_employee.name, steps['approval_rules']['sentence'], "who is above the highest?")
        self.company.office_fallback_approver_id = self.head
        steps = {step['key']: step for step in self.company._get_office_first_steps()}
        for key in ('positions', 'people', 'departments', 'approval_rules', 'supply_products', 'supply_warehouse'):
            self.assertTrue(steps[key]['is_done'], key)
        self.sales.manager_id = False
        self.user_employee.user_id = False
        steps = {step['key']: step for step in self.company._get_office_first_steps()}
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
