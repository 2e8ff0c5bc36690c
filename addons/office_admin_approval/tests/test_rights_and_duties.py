"""Who answers for which step, and why somebody may do something."""
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

from .common import ApprovalCommon
from .rights_common import RightsMixin


@tagged('post_install', '-at_install')
class TestResponsibilities(RightsMixin, ApprovalCommon):

    def _get_duties(self):
        rights = self._get_rights()
        return rights._get_document_duties('office.test.request', self.company)

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

    def test_r2_who_serves_and_who_may_not(self):
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Serve")
        self.assertIn("Officer", duty['accountable'])
        self.assertIn(self.officer.name, duty['people'])
        self.assertNotIn(self.user.name, duty['people'].split(', '))
        self.assertIn("who has done “Approve” with it", duty['excluded'])

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
        self.company.office_confirm_days = 17
        after = self._print()
        for words in (self.boss.name, "6 working hours", "4,321", "17 working days"):
            self.assertNotIn(f'>{words}<', before)
            self.assertIn(words, after)

    def test_r2_print_follows_who_holds_the_roles(self):
        self.officer.group_ids -= self.env.ref('office_admin_base.position_officer')
        self.env.invalidate_all()
        duty = next(duty for duty in self._get_duties() if duty['label'] == "Serve")
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

    def _explain(self, user, question, document=None, by=None, model='office.test.request'):
        return self._get_rights(by)._explain(
            user.with_user(by or self.manager), model, question, document.id if document else False)

    def test_r91_officer_serves_through_his_position(self):
        answer = self._explain(self.officer, 'serve', self._create_approved())
        self.assertEqual(answer['verdict'], 'yes')
        self.assertFalse(answer['refusal'])
        words = ' '.join(answer['reasons'])
        self.assertIn("was given “Administrative Officer”", words)
        self.assertIn("Administrative Officer → Tests / Officer", words)

    def test_r91_plain_employee_does_not(self):
        request = self._create_approved()
        answer = self._explain(self.user, 'serve', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("needs the right", answer['refusal'])
        self.assertIn("does not hold the right", ' '.join(answer['reasons']))
        self.assertIn("Administrative Officer", ' '.join(answer['remedies']))

    def test_r91_wrong_status(self):
        request = self._submit()
        answer = self._explain(self.officer, 'serve', request)
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

    def test_r91_who_approved_does_not_serve(self):
        self.head.group_ids |= self.env.ref('office_admin_base.position_officer')
        request = self._create_approved()
        answer = self._explain(self.head, 'serve', request)
        self.assertEqual(answer['verdict'], 'no')
        self.assertIn("has done “Approve” with it", ' '.join(answer['reasons']))
        self.company.office_segregation = 'warn'
        answer = self._explain(self.head, 'serve', request)
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
            if verb == 'refuse':
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
        self.assertIn("Test Request: read what I asked for", ' '.join(answer['reasons']))
        answer = self._explain(self.auditor, 'read', request)
        self.assertEqual(answer['verdict'], 'yes')
        self.assertIn("auditors read what was submitted", ' '.join(answer['reasons']))

    def test_r91_in_general(self):
        self.assertEqual(self._explain(self.officer, 'serve')['verdict'], 'yes')
        self.assertEqual(self._explain(self.user, 'serve')['verdict'], 'no')
        self.assertEqual(self._explain(self.user, 'submit')['verdict'], 'depends')
        self.assertEqual(self._explain(self.head, 'approve')['verdict'], 'depends')
        self.assertEqual(self._explain(self.user, 'create')['verdict'], 'yes')
        self.assertEqual(self._explain(self.officer, 'write', model='office.test.request')['verdict'], 'yes')

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
                'user_id': user.id, 'res_model': request._name, 'question': f'{request._name}:serve',
                'res_id': request.id})
            wizard.action_ask()
            self.assertIn(verdict, wizard.answer)
            self.assertEqual(wizard.can_choose_user, by == self.manager)
            self.assertNotIn('office.approval:', ' '.join(wizard.question_names))
        with self.assertRaises(AccessError):
            wizard.with_user(self.stranger).read(['answer'])

    def test_r91_form_of_an_employee_about_another(self):
        wizard = self.env['office.rights.explain'].with_user(self.user).create(
            {'user_id': self.head.id, 'res_model': 'office.test.request', 'question': 'read'})
        with self.assertRaises(AccessError):
            wizard.action_ask()
