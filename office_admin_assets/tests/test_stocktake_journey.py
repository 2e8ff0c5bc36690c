from odoo.tests import tagged

from odoo.addons.office_admin_count.tests.phone import CountPhoneCase
from odoo.addons.office_admin_test.tests.browser import DESKTOP, PHONE

from .disposal_common import OfficeDisposalMixin
from .stocktake_common import OfficeStocktakeMixin


@tagged('post_install', '-at_install', 'browser')
class TestStocktakeJourney(OfficeDisposalMixin, OfficeStocktakeMixin, CountPhoneCase):
    """A stocktake from its plan to what the ledger says afterwards, while the network breaks."""
    place = "3F / Room 301"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_r82_r83_from_plan_to_ledger(self):
        stocktake = self._create_stocktake()
        self._count_in_browsers(f'/odoo/asset-stocktakes/{stocktake.id}')
        moved, lost, new = (self._get_line(stocktake, code) for code in ('FA-2', 'FA-3', 'LAMP-9'))
        self.assertEqual((moved + lost + new).mapped('kinds'), ['wrong_place', 'missing', 'unknown'])
        self._decide(moved, remedy='move')
        self._decide(lost, remedy='loss', duty_employee_id=self.user_employee.id)
        self._decide(new, remedy='gain', new_name="Lamp", new_category_id=self.category.id)
        self._approve_in_browser(f'/odoo/asset-stocktakes/{stocktake.id}')
        self.assertEqual((moved + lost + new).mapped('resolution'), ['done'] * 3)
        self._end_lost(lost)
        self._accept_found(new)
        stocktake.action_close()
        self.env.invalidate_all()
        self.assertEqual((stocktake.state, stocktake.expected_count, stocktake.seen_count), ('done', 3, 3))
        self.assertEqual((self.screen.place_id, self.desk.asset_end_reason), (self.store, 'lost'))
        for card, kinds in (
                (self.laptop, ['register', 'count']), (self.screen, ['register', 'move', 'count']),
                (self.desk, ['register', 'end'])):
            self.assertEqual(card.sudo().asset_event_ids.sorted('id').mapped('kind'), kinds)
        counted = (self.laptop | self.screen).sudo().asset_event_ids.filtered(lambda event: event.kind == 'count')
        self.assertEqual({(event.equipment_id, event.user_id) for event in counted}, {
            (self.laptop, self.user), (self.screen, self.colleague)})

    def _count_in_browsers(self, path):
        """Let the officer start it and follow it, and two people count on their phones, one after the other."""
        officer, user, colleague = map(self._make_session, (self.officer, self.user, self.colleague))
        with self._open_browser() as browser:
            desk = self._open_page(browser, officer, path, DESKTOP)
            desk.get_by_role('button', name="Start Counting").click()
            self._wait_for_state(desk, "Counting")
            device = browser.new_context(viewport=PHONE)
            phone = self._open(device, user)
            self._scan(phone, 'FA-1')
            self._wait_until_sent(phone)
            device.set_offline(True)
            phone.select_option('#place', "Store Room")
            self._scan(phone, 'FA-2', 'LAMP-9')
            phone.get_by_text("No network · 2 to send").wait_for()
            self._see_results(desk, {'FA-1': "As Expected", 'FA-2': "Not Seen Yet", 'FA-3': "Not Seen Yet"})
            device.set_offline(False)
            self._wait_until_sent(phone)
            self._see_results(desk, {'FA-1': "As Expected", 'FA-2': "Wrong Place", 'FA-3': "Not Seen Yet"})
            self._finish(desk)
            desk.get_by_role('button', name="Count Again").click()
            self._wait_for_state(desk, "Counting")
            phone = self._open(browser.new_context(viewport=PHONE), colleague)
            phone.get_by_text("To count again: 2").wait_for()
            phone.select_option('#place', "Store Room")
            self._scan(phone, 'FA-2', 'LAMP-9')
            phone.get_by_text("To count again: 1").wait_for()
            self._wait_until_sent(phone)
            self._finish(desk)

    def _wait_for_state(self, desk, state):
        desk.locator('.o_statusbar_status .o_arrow_button_current', has_text=state).wait_for()

    def _see_results(self, desk, results):
        """Open what is expected, wait until the list says ``results``, and come back."""
        desk.locator('.oe_stat_button', has_text="Expected").click()
        for code, result in results.items():
            desk.locator('.o_data_row', has_text=code).locator('td[name=result]', has_text=result).wait_for()
        desk.locator('.o_back_button, .breadcrumb-item a').last.click()
        desk.locator('.oe_stat_button', has_text="Expected").wait_for()

    def _finish(self, desk):
        desk.get_by_role('button', name="Finish").click()
        desk.locator('.modal .btn-primary').click()
        self._wait_for_state(desk, "Counted")

    def _approve_in_browser(self, path):
        """Let the manager, who has not counted, approve all that was explained."""
        manager = self._make_session(self.manager)
        with self._open_browser() as browser:
            desk = self._open_page(browser, manager, path, DESKTOP)
            desk.get_by_role('button', name="Approve All").click()
            desk.locator('.modal .btn-primary').click()
            desk.get_by_role('button', name="Approve All").wait_for(state='detached')

    def _end_lost(self, line):
        disposal = self.env['office.asset.disposal'].browse(line.res_id)
        self._appraise(disposal)
        disposal.with_user(self.manager).action_approve()
        disposal.with_user(self.appraiser).action_serve()

    def _accept_found(self, line):
        acceptance = self.env['office.asset.acceptance'].browse(line.res_id)
        acceptance.line_ids.serials = 'LAMP-9'
        acceptance.with_user(self.officer).action_accept()
        self.assertRecordValues(acceptance.line_ids.card_ids, [{'name': "Lamp", 'place_id': self.store.id}])
