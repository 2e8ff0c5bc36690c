"""Ways around secrecy through the stock, and by who administers Odoo."""
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, TransactionCase, tagged

from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin

from .common import OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestAttackSecrecy(SecrecyMixin, OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.keeper = cls._create_user('sup_keeper', 'stock.group_stock_user')

    def test_r139_name_is_masked_where_others_link_to_it(self):
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        picking = request.sudo().picking_ids
        self.env['stock.picking'].flush_model()
        self.env.invalidate_all()
        [values] = picking.with_user(self.keeper).read(['supply_request_id', 'origin'])
        self.assertNotIn(request.name, str(values))
        [values] = picking.move_ids.with_user(self.keeper).read(['supply_request_id', 'supply_line_id', 'origin'])
        self.assertNotIn(request.name, str(values))
        groups = self.env['stock.picking'].with_user(self.keeper).formatted_read_group(
            [('id', '=', picking.id)], ['supply_request_id'], ['__count'])
        self.assertNotIn(request.name, str(groups))

    def test_number_in_a_transfer_after_the_level_was_raised(self):
        request = self._create_approved(note=TITLE)
        picking = request.sudo().picking_ids
        self.assertEqual(picking.origin, request.name)
        request._classify('secret', self.officer, "A lawsuit")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(picking.origin)
        for records, names in ((picking, ['display_name', 'origin', 'supply_request_id', 'move_ids']),
                               (picking.move_ids, ['display_name', 'origin', 'reference', 'supply_request_id']),
                               (picking.move_line_ids, ['display_name', 'origin', 'reference', 'move_id'])):
            self.assertNotIn(request.name, str(records.with_user(self.keeper).read(names)))
        request._classify('public', self.officer, "It is over")
        self.assertEqual(picking.origin, request.name)

    def test_items_in_the_stock(self):
        """Odoo lets every employee read what moves in the stock."""
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        lines = request.sudo().picking_ids.move_line_ids
        self.env.flush_all()
        self.env.invalidate_all()
        for user in self.colleague | self.stranger | self.administrator | self.auditor:
            with self.subTest(user=user.name):
                self.assertFalse(lines.with_user(user).search([('id', 'in', lines.ids)]))
                self.assertFalse(lines.with_user(user)._filtered_access('read'))
        for user in self.keeper | self.officer:
            self.assertEqual(lines.with_user(user).search([('id', 'in', lines.ids)]), lines)
            self.assertTrue(lines.with_user(user).has_access('read'))

    def test_administrator_adds_no_field_that_reads_a_secret(self):
        fields_of_administrator = self.env['ir.model.fields'].with_user(self.administrator)
        for model, related in (('stock.move', 'supply_request_id.note'), ('stock.picking', 'supply_request_id.name'),
                               ('stock.move', 'supply_line_id.quantity'),
                               ('stock.move', 'supply_line_id.request_id.note')):
            with self.assertRaisesRegex(ValidationError, "not cleared for it"), self.env.cr.savepoint():
                fields_of_administrator.create({
                    'model_id': self.env['ir.model']._get_id(model), 'name': 'x_secret', 'field_description': "Secret",
                    'ttype': 'text' if 'note' in related else 'char' if 'name' in related else 'float',
                    'related': related, 'store': False})

    def test_administrator_changes_no_rule_of_what_moves(self):
        rules = self.env['ir.rule'].search([
            ('groups', '=', False), ('model_id.model', '=', 'stock.move.line'),
            ('domain_force', '=like', "%cleared', '=', True)]")])
        self.assertTrue(rules)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            rules.with_user(self.administrator).active = False


@tagged('post_install', '-at_install')
class TestSecretPages(SecrecyMixin, OfficeSupplyMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def test_printing_is_for_readers_and_recorded(self):
        """Also by the address of the report, and without a word of what is gone."""
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        address = '/report/html/office_admin_supplies.office_supply_pick_list_document/%s'
        self.authenticate(self.officer.login, self.officer.login)
        self.assertIn(request.name, self.url_open(address % request.id).text)
        rows = self.env['office.secrecy.log'].search([('res_id', '=', request.id), ('action', '=', 'print')])
        self.assertEqual(rows.user_id, self.officer)
        self.authenticate(self.stranger.login, self.stranger.login)
        for number in request.id, request.id + 1000:
            answer = self.url_open(address % number)
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn(request.name, answer.text)
