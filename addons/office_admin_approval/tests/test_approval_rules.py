"""Which rule decides on a document and whom it asks, and how rules are kept and read."""
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import RULE, ApprovalCommon


@tagged('post_install', '-at_install')
class TestApprovalRules(ApprovalCommon):

    def test_r10_over_amount_adds_a_step(self):
        small = self._submit(quantity=99)
        self._approve(small, self.head)
        self.assertEqual(small.state, 'approved', "below 1,000 the head alone")
        large = self._submit(quantity=100)
        self._approve(large, self.head)
        self.assertEqual(large.state, 'submitted')
        self.assertEqual(large.approver_ids, self.manager)
        self._approve(large, self.manager)
        self.assertEqual(large.state, 'approved')

    def test_r10_over_quota_adds_a_step_with_a_reason(self):
        self._set_steps(
            {'who': 'superior'},
            self._named(self.manager, domain="[('line_ids.quantity', '>', 5)]", reason_required=True))
        self.assertEqual(len(self._submit(quantity=5).sudo().approval_id.step_ids), 1)
        request = self._create_request(quantity=6)
        with self.assertRaisesRegex(UserError, r"Draft.*approved by Manager.*Say why you need it, in “Purpose”"):
            request.action_submit()
        self.assertFalse(request.name, "no number is spent")
        request.note = "A new colleague"
        request.action_submit()
        self.assertEqual(len(request.sudo().approval_id.step_ids), 2)

    def test_r84_path_by_amount(self):
        self._set_steps(
            {'who': 'superior'}, self._named(self.manager, min_amount=500), self._named(self.boss, min_amount=5000))
        for quantity, count in ((49, 1), (50, 2), (499, 2), (500, 3)):
            with self.subTest(quantity=quantity):
                request = self._submit(quantity=quantity)
                self.assertEqual(len(request.sudo().approval_id.step_ids), count)

    def test_r93_change_from_a_date_on(self):
        self.rule.valid_until = date(2026, 6, 30)
        self.rule.copy({'valid_from': date(2026, 7, 1), 'valid_until': False, 'name': "New", 'step_ids': [
            Command.create(self._named(self.manager))]})
        with freeze_time('2026-06-30 08:00:00'):
            june = self._submit(need_date=date(2026, 7, 3))
        with freeze_time('2026-07-01 08:00:00'):
            july = self._submit(need_date=date(2026, 7, 3))
            self.assertEqual(july.approver_ids, self.manager)
            self.assertEqual(june.approver_ids, self.head, "the June request keeps its path")
            self._approve(june, self.head)
        self.assertEqual(june.state, 'approved')

    def test_new_version_from_tomorrow(self):
        with freeze_time('2026-03-02 08:00:00'):
            action = self.rule.action_new_version()
            new = self.env[RULE].browse(action['res_id'])
            self.assertRecordValues(self.rule | new, [
                {'valid_from': False, 'valid_until': date(2026, 3, 2), 'name': self.rule.name},
                {'valid_from': date(2026, 3, 3), 'valid_until': False, 'name': self.rule.name}])
            self.assertEqual(new.step_ids.mapped('who'), self.rule.step_ids.mapped('who'))
        with freeze_time('2026-03-10 08:00:00'), self.assertRaisesRegex(UserError, "is not in force any more"):
            self.rule.action_new_version()

    def test_changes_of_a_rule_are_on_record(self):
        self.rule.step_ids[1].with_user(self.manager).min_amount = 2000
        self._set_steps(self._named(self.manager))
        log = ' '.join(self.rule.message_ids.mapped('body'))
        self.assertRegex(log, "Step changed: Administrative Manager, from .*1,000.* → .*2,000")
        self.assertIn("Step removed: Manager or Head of Department", log)
        self.assertIn("Step added: Manager", log)

    def test_running_approvals_keep_their_snapshot(self):
        request = self._submit()
        self._set_steps(self._named(self.manager))
        self.assertEqual(request.approver_ids, self.head)
        self.rule.unlink()
        self._approve(request, self.head)
        self.assertEqual(request.state, 'approved', "the rule was deleted while it ran")

    def test_first_rule_that_fits_decides(self):
        first = self.rule.copy({'sequence': 1, 'domain': "[('note', '=', 'urgent')]", 'name': "Urgent", 'step_ids': [
            Command.create(self._named(self.manager))]})
        self.assertEqual(self._submit(note="urgent").approver_ids, self.manager)
        self.assertEqual(self._submit(note="whenever").approver_ids, self.head)
        first.write({'min_amount': 20, 'max_amount': 60, 'domain': False})
        for quantity, approver in ((1, self.head), (2, self.manager), (5, self.manager), (6, self.head)):
            self.assertEqual(self._submit(quantity=quantity).approver_ids, approver)

    def test_r143_approved_at_once_below_the_limit(self):
        self.rule.auto_amount = 50
        request = self._submit(quantity=4)
        self.assertEqual(request.state, 'approved')
        self.assertRegex(request.approval_timeline['note'], r"below .*50.* nobody has to decide")
        self.assertEqual(self._get_decisions(request), [('automatic', self.env.ref('base.user_root'), self.nobody)])
        self.assertFalse(self.env['office.deadline'].search(
            [('res_model', '=', request._name), ('res_id', '=', request.id), ('kind', '=', 'answer'),
             ('end_datetime', '=', False)]))
        self.assertEqual(self._submit(quantity=5).state, 'submitted', "50 is not below 50")

    def test_why_is_said_in_the_language_of_who_reads_it(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.rule.auto_amount = 50
        at_once = self._submit(quantity=4)
        self.rule.active = False
        decided = self._create_request().with_context(lang='zh_CN')
        decided.action_submit()
        for request, words in ((at_once, "nobody has to decide"), (decided, "No rule fits")):
            notes = [request.with_context(lang=lang).approval_timeline['note'] for lang in ('en_US', 'zh_CN')]
            self.assertIn(words, notes[0])
            self.assertNotIn(words, notes[1])
            self.assertRegex(notes[1], r'[\u4e00-\u9fff]')
        self.assertIn("nobody has to decide", at_once.with_context(lang='en_US').approval_summary)

    def test_no_rule_goes_to_who_decides_at_last(self):
        self.rule.active = False
        request = self._submit()
        self.assertEqual(request.approver_ids, self.manager)
        self.assertIn("No rule fits", request.approval_timeline['note'])
        self.company.office_fallback_approver_id = self.boss
        self.assertEqual(self._submit().approver_ids, self.boss)

    def test_head_and_manager_and_field(self):
        self._set_steps({'who': 'head'})
        self.assertEqual(self._submit().approver_ids, self.head)
        self.assertEqual(self._submit(self.head).approver_ids, self.boss, "he asks himself, so it goes one up")
        self._set_steps({'who': 'manager'})
        self.user_employee.parent_id = self.officer_employee
        self.assertEqual(self._submit().approver_ids, self.officer)
        self._set_steps({'who': 'field', 'user_field': 'create_uid'})
        self.assertEqual(self._submit().approver_ids, self.head | self.officer, "who made it asks himself: one up")

    def test_position_without_the_one_who_asks(self):
        self._set_steps({'who': 'position', 'group_id': self.env.ref('office_admin_base.position_officer').id})
        second = self._create_user('sup_second', 'office_admin_base.position_officer')
        self.assertEqual(self._submit(self.officer).approver_ids, second)
        self.assertEqual(self._submit().approver_ids, self.officer | second)

    def test_position_by_a_wider_group(self):
        group = self.env['res.groups'].create({'name': "Signers"})
        self.env.ref('office_admin_base.position_officer').implied_ids += group
        self._set_steps({'who': 'position', 'group_id': group.id})
        self.assertEqual(self._submit().approver_ids, self.officer)

    def test_try_the_rules(self):
        self.rule.auto_amount = 20
        request = self._create_request(self.manager, quantity=100)
        trial = self.env['office.approval.rule.try'].with_user(self.manager).create(
            {'res_model': request._name, 'document_ref': f'{request._name},{request.id}'})
        self.assertEqual([rule['why'] for rule in trial.rules], ["fits: this rule decides"])
        self.assertIn("Nobody can approve", trial.result['note'], "he is head of his own department")
        self.company.office_fallback_approver_id = self.boss
        trial.invalidate_recordset()
        self.assertEqual([step['label'] for step in trial.result['steps']],
                         ["Manager or Head of Department", "Administrative Manager"])
        self.assertEqual(request.state, 'draft')
        request.line_ids.quantity = 1
        trial.invalidate_recordset()
        self.assertIn("nobody has to decide", trial.result['note'])
        foreign = self._create_request()
        with self.assertRaises(AccessError):  # a draft of somebody else
            trial.document_ref = f'{request._name},{foreign.id}'

    def test_authority_table(self):
        self._set_steps({'who': 'superior'}, {
            'who': 'position', 'min_amount': 1000, 'hours': 8,
            'group_id': self.env.ref('office_admin_base.position_manager').id})
        rule = self.rule.with_user(self.manager)
        [kind] = rule._get_authority_table()
        first, second = kind['rules'][0]['steps']
        self.assertRegex(first['amounts'], "below .*1,000")
        self.assertRegex(second['amounts'], "from .*1,000")
        self.assertEqual((second['who'], second['people'], second['hours']),
                         ("Administrative Manager", "Manager", "8 working hours"))
        report = self.env.ref('office_admin_approval.office_approval_rule_report_authority').with_user(self.auditor)
        html, _type = report._render_qweb_html(report.report_name, rule.ids)
        self.assertIn("Administrative Manager", html.decode())
        pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(report.report_name, rule.ids)
        self.assertEqual((kind, pdf[:4]), ('pdf', b'%PDF'))

    def test_authority_table_of_the_list(self):
        rules = self.env[RULE].with_user(self.manager)
        chosen = self.rule.with_user(self.manager)
        self.assertEqual(chosen.action_print()['context']['active_ids'], chosen.ids)
        self.assertEqual(rules.action_print()['context']['active_ids'], rules.search([]).ids, "none is chosen: all")

    def test_every_new_company_has_rules(self):
        company = self.env['res.company'].create({'name': "Branch"})
        rules = self.env[RULE].search([('company_id', '=', company.id)])
        self.assertIn('office.test.request', rules.mapped('res_model'))
        rules.filtered(lambda rule: rule.res_model == 'office.test.request').unlink()
        before = self.env[RULE].search_count([])
        self.rule.name = "Ours"
        self.env[RULE]._create_defaults(companies=self.company)
        self.assertEqual((self.env[RULE].search_count([]), self.rule.name), (before, "Ours"), "what is there stays")


@tagged('post_install', '-at_install')
class TestConditionsInWords(ApprovalCommon):

    def _say(self, domain):
        return self.rule._get_domain_words(domain)

    def test_conditions_are_said_in_words(self):
        for domain, words in (
                ("[]", False), ("", False), (False, False),
                ("[('is_open_long', '=', True)]", "Is Open Long: yes"),
                ("[('is_urgent', '=', True), ('state', 'in', ['draft', 'submitted'])]",
                 "Urgent: yes and Status is Draft or Submitted"),
                ("['|', ('is_urgent', '=', True), '&', ('note', '=', False), ('note', 'ilike', 'x')]",
                 "Urgent: yes or (Purpose is empty and Purpose contains “x”)"),
                ("[('is_urgent', '!=', True)]", "Urgent: no"), ("[('is_urgent', '=', False)]", "Urgent: no"),
                (f"[('department_id', 'child_of', [{self.sales.id}])]", "Department is Sales or below it"),
                ("[('need_date', '>=', '2026-01-31')]", "Needed On is at least 01/31/2026"),
                ("[('need_date', '<', 'today +7d')]", "Needed On is below today +7d"),
                ("[('employee_id.department_id.name', '!=', 'IT')]", "For › Department › Department Name is not IT"),
                ("[('department_id', 'in', [999999999])]", "Department is …")):
            with self.subTest(domain):
                self.assertEqual(self._say(domain), words)

    def test_what_cannot_be_read_stays_as_it_is(self):
        for text in ("[('gone', '=', 1)]", "[('name', '=',", "nonsense"):
            self.assertEqual(self._say(text), text)

    def test_nothing_of_a_domain_is_printed(self):
        self._set_steps({'who': 'superior', 'domain': "[('is_urgent', '=', True)]"},
                        domain="[('is_open_long', '=', True)]")
        html = self.env['ir.actions.report']._render_qweb_html(
            'office_admin_approval.report_authority_table', self.rule.ids)[0].decode()
        self.assertIn("Is Open Long: yes", html)
        self.assertIn("Urgent: yes", html)
        self.assertNotIn("is_open_long", html)
        self.assertNotIn("is_urgent", html)
