"""The pages of rights and duties in a browser, and what every employee reaches without a tile."""
from odoo import fields
from odoo.tests import HttpCase, tagged

from .approval_common import ApprovalMixin


@tagged('post_install', '-at_install', 'browser')
class TestRightsTours(ApprovalMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.undertaking = cls.env['office.secrecy.undertaking'].with_user(cls.manager).create({
            'user_id': cls.user.id, 'company_id': cls.company.id, 'level': 'secret',
            'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>"})

    def test_r91_manager_walks_the_pages(self):
        self.start_tour('/odoo/responsibilities', 'office_rights_manager', login=self.manager.login)

    def test_r91_employee_asks_about_himself_and_finds_his_undertakings(self):
        self.start_tour('/odoo/supply-requests', 'office_rights_employee', login=self.user.login)

    def test_r137_reminder_leads_to_the_undertaking_which_is_signed(self):
        self.start_tour('/odoo/supply-requests', 'office_rights_reminder', login=self.user.login)
        self.assertEqual(self.undertaking.status, 'valid')
