from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

from .common import OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestHandSecrecy(SecrecyMixin, OfficeSupplyMixin, TransactionCase):
    """What follows from a secret request is as secret as the request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.paper.supply_is_durable = True
        cls.second = cls._create_user('sup_second', 'office_admin_base.position_officer')

    def _create_secret_handed_out(self):
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        self._hand_out(request)
        return request

    def _get_outsiders(self):
        return self.second | self.manager | self.auditor | self.colleague | self.stranger | self.administrator

    def _assert_hidden(self, records):
        for user in self._get_outsiders():
            self.env.invalidate_all()
            seen = records.with_user(user)
            with self.subTest(user=user.login, model=records._name):
                self.assertFalse(seen.search([('id', 'in', records.ids)]))
                self.assertFalse(seen.search_count([('request_id.note', 'ilike', "lawsuit")]))
                self.assertNotIn("Copy Paper", seen.sudo().display_name)
                with self.assertRaises(AccessError):
                    seen.read(['product_id'])

    def test_things_held(self):
        request = self._create_secret_handed_out()
        thing = self.env['office.supply.custody'].search([('line_id', 'in', request.sudo().line_ids.ids)])
        self._assert_hidden(thing)
        self.assertEqual(thing.with_user(self.user).search([('id', '=', thing.id)]), thing)
        self.user_employee.action_archive()
        self.assertEqual(thing.sudo().activity_ids.user_id, self.officer, "only who may read it is asked")
        with self.assertRaises(AccessError):
            thing.with_user(self.second).action_give_back()

    def test_goods_brought_back(self):
        request = self._create_secret_handed_out()
        given = request._give_back({request.line_ids: 1}, "Too many", 'broken')
        self._assert_hidden(given)
        for user in self._get_outsiders():
            if user != self.auditor:
                self.assertFalse(self._get_desk_rows(given.with_user(user), 'queue'))
        with self.assertRaises(AccessError):
            given.with_user(self.second).action_accept()
        given.with_user(self.officer).action_accept()
        scrap = self.env['stock.scrap'].search([('product_id', '=', self.paper.id)])
        self.assertFalse(scrap.origin, "everybody in Inventory reads scrap orders")

    def test_pick_list_and_code(self):
        self.company.supply_receipt_way = 'code'
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        for user in self._get_outsiders():
            self.env.invalidate_all()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).action_pick_list()
        self.env.invalidate_all()
        self.assertNotIn(request, self.env['office.supply.pick.list'].with_user(self.second)._default_request_ids())
        self.assertTrue(request.with_user(self.user).my_pickup_code)
        wrong = '000000' if request.sudo().pickup_code != '000000' else '111111'
        for _try in range(5):
            request.with_user(self.officer)._try_pickup_codes(wrong)
        self.assertEqual(request.message_ids[0].partner_ids, self.user.partner_id)
