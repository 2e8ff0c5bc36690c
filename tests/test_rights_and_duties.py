from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon

from .approval_common import ApprovalMixin

REPORT = 'office_admin_base.report_responsibilities'


class RightsCommon(ApprovalMixin, OfficeSupplyCommon):

    def _get_rights(self, user=None, **context):
        return self.env['office.rights'].with_user(user or self.manager).with_context(
            allowed_company_ids=self.company.ids, **context)


@tagged('post_install', '-at_install')
class TestResponsibilities(RightsCommon):

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
            self.assertTrue(duties, name)
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
