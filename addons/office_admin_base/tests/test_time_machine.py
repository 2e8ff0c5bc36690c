from datetime import datetime

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_base.time_machine import TimeMachine


@tagged('post_install', '-at_install')
class TestTimeMachine(TransactionCase):

    def test_clock_of_server_and_database(self):
        march, april = datetime(2026, 3, 2, 1, 30), datetime(2026, 4, 1, 9, 0)
        with TimeMachine(self.env) as clock:
            clock.travel(march)
            self.assertEqual(fields.Datetime.now(), march)
            first = self.env['res.partner'].create({'name': "March"})
            clock.travel(april)
            second = self.env['res.partner'].create({'name': "April"})
            self.assertEqual(fields.Date.today(), april.date())
        self.assertEqual(first.create_date, march)
        self.assertEqual(second.create_date, april)
        self.assertGreater(fields.Datetime.now(), april)
        self.assertEqual(self.env.cr.now().year, fields.Datetime.now().year)

    def test_what_is_pending_keeps_its_time(self):
        partner = self.env['res.partner'].create({'name': "Before"})
        march, april = datetime(2026, 3, 2), datetime(2026, 4, 1)
        with TimeMachine(self.env) as clock:
            clock.travel(march)
            partner.name = "After"
            clock.travel(april)
            self.assertEqual(partner.write_date, march)
