from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestContractor(OfficeVisitCommon):
    """Who comes to work is let in with their papers, or by a manager with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_office_today()
        cls.contractor = cls.env.ref('office_admin_reception.purpose_contractor')

    def _announce_worker(self, **values):
        return self._announce(**{'purpose_id': self.contractor.id, 'guests': (), 'guest_ids': [
            Command.create({'name': "Carl Weld", 'organisation': "ACME"})], **values})

    def _issue(self, **values):
        permit = self._create_permit(**values)
        permit.with_user(self.manager).action_issue()
        return permit

    def _induct(self, **values):
        return self.env['office.visit.induction'].with_user(self.desk).create({
            'name': "Ｃarl  Weld", 'organisation': "acme", 'version': "2026-01", **values})

    def _arrive(self, visit):
        visit.with_user(self.desk).action_arrive()

    def test_r121_contractors_without_papers_are_not_let_in(self):
        visit = self._announce_worker()
        self.assertEqual(visit.missing_papers, "Carl Weld (no valid work permit, no safety induction)")
        with self.assertRaisesRegex(UserError, r"Weld \(no valid work permit, no safety induction\) comes to work"):
            self._arrive(visit)
        with self.assertRaisesRegex(UserError, "ask Manager to let them in"):
            visit.guest_ids.with_user(self.desk).action_sign_in()
        with self.assertRaises(UserError):
            visit.guest_ids.sudo()._sign_in('guest')
        self.assertEqual((visit.state, visit.guest_ids.state), ('expected', 'expected'))

    def test_r121_contractors_with_papers_are_let_in(self):
        visit = self._announce_worker()
        self._issue()
        with self.assertRaisesRegex(UserError, r"\(no safety induction\)"):
            self._arrive(visit)
        self._induct()
        visit.invalidate_recordset()
        self.assertFalse(visit.missing_papers)
        self._arrive(visit)
        self.assertEqual((visit.state, visit.guest_ids.state), ('arrived', 'inside'))

    def test_papers_that_have_run_out_do_not_count(self):
        visit = self._announce_worker()
        permit = self._issue()
        induction = self._induct(date=self.today - timedelta(days=30), valid_until=self.today - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "safety induction only until"):
            self._arrive(visit)
        induction.with_user(self.manager).valid_until = self.today
        permit.with_user(self.desk).action_end()
        with self.assertRaisesRegex(UserError, r"\(no valid work permit\)"):
            self._arrive(visit)
        self._issue(valid_from=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, r"\(no valid work permit\)"):
            self._arrive(visit)

    def test_papers_are_of_the_firm_and_the_area(self):
        area, other = self.env['office.visit.area'].create([
            {'name': name, 'company_id': self.company.id} for name in ("Roof", "Cellar")])
        self._induct()
        self._issue(organisation="Acme Two")
        permit = self._issue(area_id=area.id)
        visit = self._announce_worker(area_ids=[Command.set(other.ids)])
        with self.assertRaisesRegex(UserError, r"\(no valid work permit\)"):
            self._arrive(visit)
        visit.area_ids = [Command.set(area.ids)]
        self._arrive(visit)
        self.assertEqual(visit.state, 'arrived')
        self.assertTrue(permit.is_in_force)

    def test_the_desk_names_the_permit_of_another_firm(self):
        self._induct()
        permit = self._issue(organisation="Acme Holding")
        visit = self._announce_worker()
        with self.assertRaises(AccessError):
            visit.permit_id = permit
        visit.with_user(self.desk).permit_id = permit
        self._arrive(visit)
        self.assertEqual(visit.state, 'arrived')

    def test_a_manager_lets_them_in_with_a_reason_that_stays(self):
        visit = self._announce_worker()
        for user in (self.user, self.desk):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_waive()
        action = visit.with_user(self.manager).action_waive()
        dialog = self.env[action['res_model']].with_user(self.manager).with_context(**action['context'])
        with self.assertRaises(UserError):
            dialog.create({'reason': " "}).action_confirm()
        dialog.create({'reason': "A pipe has burst"}).action_confirm()
        self.assertRecordValues(visit, [{
            'state': 'expected', 'waive_reason': "A pipe has burst", 'waive_user_id': self.manager.id}])
        self.assertTrue(self.env['office.transition'].search_count([
            ('res_model', '=', 'office.visit'), ('res_id', '=', visit.id), ('verb', '=', 'waive'),
            ('user_id', '=', self.manager.id)]))
        self._arrive(visit)
        self.assertEqual(visit.state, 'arrived')

    def test_the_reason_is_written_by_nobody_else(self):
        visit = self._announce_worker()
        for user in (self.user, self.desk, self.manager):
            for values in ({'waive_datetime': fields.Datetime.now()}, {'waive_reason': "x"}):
                with self.assertRaises(UserError):
                    visit.with_user(user).write(values)
        with self.assertRaises(UserError):
            self._create_visit(purpose_id=self.contractor.id, waive_datetime=fields.Datetime.now())
        with self.assertRaisesRegex(UserError, "needs no papers"):
            self._announce().with_user(self.manager).action_waive()

    def test_other_guests_need_no_papers(self):
        visit = self._announce()
        self.assertFalse(visit.missing_papers)
        self._arrive(visit)
        self.assertEqual(visit.state, 'arrived')

    def test_papers_are_looked_for_in_a_few_queries(self):
        names = [f"Worker {number}" for number in range(30)]
        visit = self._announce(purpose_id=self.contractor.id, guests=names)
        guests = visit.guest_ids.browse(visit.guest_ids.ids).sudo()
        guests._get_missing_papers()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.assertEqual(len(guests._get_missing_papers()), 30)

    def test_permits_are_issued_by_managers_and_never_changed(self):
        permit = self._create_permit()
        for user in (self.desk, self.officer):
            with self.assertRaises(AccessError):
                permit.with_user(user).action_issue()
        permit.with_user(self.manager).action_issue()
        self.assertRegex(permit.name, r'^WPT/')
        self.assertEqual(permit.issue_user_id, self.manager)
        for user in (self.desk, self.manager):
            with self.assertRaises(UserError):
                permit.with_user(user).valid_until = self.today + timedelta(days=99)
        action = permit.with_user(self.desk).action_withdraw()
        self.env[action['res_model']].with_user(self.desk).with_context(**action['context']).create(
            {'reason': "Smoked on the roof"}).action_confirm()
        self.assertRecordValues(permit, [{'state': 'withdrawn', 'withdraw_reason': "Smoked on the roof"}])
        with self.assertRaisesRegex(UserError, "has passed"):
            self._issue(valid_from=self.today - timedelta(days=9), valid_until=self.today - timedelta(days=1))

    def test_r121_hosts_hear_that_a_permit_is_withdrawn(self):
        self._induct()
        permit = self._issue()
        comes, here = self._announce_worker(), self._announce_worker(hours=0)
        self._arrive(here)
        self._announce(guests=["Ann Lee"])
        self._announce_worker(user=self.colleague, guest_ids=[
            Command.create({'name': "Bob", 'organisation': "Other Firm"})])
        waived = self._announce_worker(user=self.colleague)
        waived.with_user(self.manager)._do_with_reason('waive', "A pipe has burst")
        self._say(permit, self.desk, 'action_withdraw', "Smoked on the roof")
        told = self._get_told()
        self.assertEqual(set(told.mapped('res_id')), {comes.id, here.id})
        self.assertEqual(told.notified_partner_ids, self.user.partner_id)
        self.assertIn("Carl Weld", told[0].body)
        self.assertIn(permit.name, told[0].subject)
        for visit in (comes, here):
            [task] = visit.sudo().activity_ids.filtered(lambda task: permit.name in (task.summary or ''))
            self.assertEqual((task.user_id, task.summary), (self.user, f"{permit.name} is not valid any more"))
        self.assertFalse(waived.sudo().activity_ids)

    def test_nobody_hears_of_a_permit_beside_which_there_is_another(self):
        self._induct()
        self._issue()
        permit, area = self._issue(), self.env['office.visit.area'].create(
            {'name': "Roof", 'company_id': self.company.id})
        self._announce_worker()
        named = self._announce_worker(area_ids=[Command.set(area.ids)])
        named.with_user(self.desk).permit_id = self._issue(organisation="Acme Holding", area_id=area.id)
        permit.with_user(self.desk).action_end()
        self.assertFalse(self._get_told())
        # of the firm of a visit there is another one, but the visit named this one
        named.with_user(self.desk).permit_id.action_end()
        self.assertFalse(self._get_told())

    def _get_told(self):
        return self.env['mail.message'].search([
            ('model', '=', 'office.visit'), ('message_type', '=', 'user_notification'),
            ('subject', 'like', "WPT/")])
