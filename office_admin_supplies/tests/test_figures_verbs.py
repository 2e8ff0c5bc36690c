from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .figures_common import OfficeSupplyFiguresCommon


@tagged('post_install', '-at_install')
class TestFiguresVerbs(OfficeSupplyFiguresCommon):
    """Advice, warnings, reports and imports: who may do what, when, and what he reads where he may not."""

    def _create_advice(self):
        self._consume_by_month(self.paper, [20] * 12)
        return self._advise(self.paper).with_user(self.manager)

    def test_count_anew(self):
        advice = self._create_advice()
        advice.sudo().write({'target': 1, 'computed_on': False})
        advice.action_compute()
        self.assertGreater(advice.target, 1)
        self.assertEqual(advice.computed_on, self.today)
        job = self.env.ref('office_admin_supplies.ir_cron_advise')
        self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)]).unlink()
        answer = advice.browse().action_compute_all()
        self.assertIn("counted anew", answer['params']['message'])
        self.assertFalse(advice.computed_on)
        self.assertTrue(self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)]))

    def test_what_if_by_the_wrong_person(self):
        advice = self._create_advice()
        trial = self.env['office.supply.advice.what.if'].with_user(self.manager).create({'advice_id': advice.id})
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                trial.with_user(user).action_apply()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                trial.with_user(user).create({'advice_id': advice.id})
        other = self._create_user('sup_manager_2', 'office_admin_base.position_manager')
        with self.assertRaises(AccessError):
            trial.with_user(other).action_apply()
        self.assertFalse(advice.sudo().orderpoint_id)

    def test_applied_by_the_wrong_person_whatever_way(self):
        advice = self._create_advice()
        for user in (self.user, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "Only a manager of supplies"):
                advice.with_user(user)._apply(1, 2)
        for most in (0, -1, float('inf'), float('nan')):
            with self.subTest(most=most), self.assertRaisesRegex(UserError, "Copy Paper A4 has no target"):
                advice._apply(0, most)
        with self.assertRaisesRegex(UserError, "Copy Paper A4 has no target"):
            advice._apply(5, 4)

    def test_apply_without_a_warehouse(self):
        advice = self._create_advice()
        self.patch(self.env.registry['res.company'], '_get_supply_warehouse', lambda company: self.warehouse.browse())
        with self.assertRaisesRegex(UserError, "Paper Street has no warehouse for which Copy Paper A4"):
            advice.action_apply()

    def test_links_of_advice_and_warnings(self):
        advice = self._create_advice()
        advice.sudo().write({'reorder_point': 1000, 'target': 2000, 'stocked_choice': 'yes'})
        self.env['office.supply.warning']._check_company(self.company)
        warning = self.env['office.supply.warning'].search([('company_id', '=', self.company.id)])
        for user in (self.officer, self.auditor, self.manager):
            with self.subTest(user=user.login):
                self.assertEqual(warning.with_user(user).action_open_advice()['res_id'], advice.id)
                self.assertTrue(advice.with_user(user).action_view_consumption()['domain'])
        with self.assertRaises(AccessError):
            warning.with_user(self.user).action_open_advice()
        with self.assertRaises(AccessError):
            advice.with_user(self.user).action_view_consumption()
        advice.action_apply()
        self.assertEqual(advice.action_view_orderpoint()['domain'], [('id', '=', advice.sudo().orderpoint_id.id)])
        with self.assertRaises(AccessError):
            warning.with_user(self.manager).unlink()

    def test_links_of_reports_by_the_wrong_person(self):
        self._move(self.paper, 10, self.month)
        head_rows = self.env['office.supply.consumption.head'].with_user(self.officer)
        row = head_rows.search([('product_id', '=', self.paper.id), ('company_id', '=', self.company.id)])
        used = self.env['office.supply.consumption'].with_user(self.officer).search(row.action_open_rows()['domain'])
        self.assertEqual(sum(used.mapped('quantity')), 10)
        for record, name in ((row, 'action_open_rows'), (used, 'action_open_record')):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(record.with_user(self.stranger), name)()
        request = self._create_approved()
        self._hand_out(request)
        self.env.flush_all()
        services = self.env['office.supply.service'].with_user(self.officer)
        served = services.search([('line_id', 'in', request.line_ids.ids)])
        self.assertEqual(served.action_open_record()['res_id'], request.id)
        with self.assertRaises(AccessError):
            served.with_user(self.stranger).action_open_record()

    def test_month_report_of_somebody_else(self):
        report = self.env['office.supply.month.report'].with_user(self.officer).create({})
        with self.assertRaises(AccessError):
            report.with_user(self.auditor).action_print()

    def test_import_before_anything_was_read(self):
        for model, user in (('office.supply.import', self.user), ('office.supply.import.products', self.manager)):
            wizard = self.env[model].with_user(user).create({})
            with self.subTest(model), self.assertRaisesRegex(UserError, "Choose the spreadsheet"):
                wizard.action_read()
            with self.subTest(model), self.assertRaisesRegex(UserError, "Upload a file and read it first"):
                wizard.action_import()

    def test_pick_list_of_somebody_else(self):
        request = self._create_approved()
        pick_list = self.env['office.supply.pick.list'].with_user(self.officer).create(
            {'request_ids': [Command.set(request.ids)]})
        self.assertEqual(pick_list.action_hand_out()['res_model'], 'office.supply.request.hand.out')
        self.assertTrue(pick_list.action_print()['report_name'])
        other = self._create_user('sup_officer_2', 'office_admin_base.position_officer')
        for user in (other, self.user):
            for name in ('action_hand_out', 'action_print'):
                with self.subTest(name, user=user.login), self.assertRaises(AccessError):
                    getattr(pick_list.with_user(user), name)()
        with self.assertRaises(AccessError):
            request.with_user(self.user).action_view_pickings()
