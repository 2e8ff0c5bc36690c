"""What a screen sends in about goods is looked up with the rights of its sender."""
import json

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

from .common import OfficeSupplyMixin

REQUEST = 'office.supply.request'
LINE = 'office.supply.request.line'
NOT_YOURS = "not for you, or that is gone"


@tagged('post_install', '-at_install')
class TestSentLinks(SecrecyMixin, OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.keeper = cls._create_user('sup_keeper', 'stock.group_stock_user')
        cls.secret = cls._create_secret()

    def test_many_rows_are_looked_up_at_once(self):
        """Also the wrong one among them is found."""
        requests = self.env[REQUEST].with_user(self.colleague).union(
            *(self._create_request(user=self.colleague) for _ in range(12)))
        rows = [{'request_id': request.id, 'product_id': self.pen.id} for request in requests]
        looked_up = []
        check = self.env.registry['base']._check_readable
        self.patch(self.env.registry['base'], '_check_readable', lambda model, records: (
            looked_up.append(records), check(model, records)))
        lines = self.env[LINE].with_user(self.colleague).create(rows)
        self.assertEqual(lines.request_id, requests)
        self.assertEqual(looked_up, [requests])
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            self.env[LINE].with_user(self.colleague).create([*rows, {**rows[0], 'request_id': self.secret.id}])

    def test_dialog_about_records_of_a_list(self):
        dialog = self.env['office.supply.pick.list'].with_user(self.stranger)
        with self.assertRaises(AccessError):
            dialog.with_context(active_model=REQUEST, active_ids=self.secret.ids).default_get(['request_ids'])

    def test_link_that_is_stored(self):
        dialogs = self.env['office.supply.request.give.back'].with_user(self.stranger)
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            dialogs.create({'request_id': self.secret.id, 'reason': "x"})
        dialog = dialogs.create({'request_id': self._create_request(self.stranger).id, 'reason': "x"})
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            dialog.write({'request_id': self.secret.id})

    def test_what_a_record_links_to_already_may_be_sent_back(self):
        """A screen sends what it shows, also what its reader sees nothing of but a label."""
        self.secret.with_user(self.head).action_approve()
        self._hand_out(self.secret)
        picking = self.secret.sudo().picking_ids
        self.assertTrue(picking.with_user(self.keeper).has_access('write'))
        self.assertFalse(self.secret.with_user(self.keeper).has_access('read'))
        sent = {'supply_request_id': self.secret.id, 'note': "x"}
        result = picking.with_user(self.keeper).onchange(sent, ['note'], {'supply_request_id': {}, 'note': {}})
        self.assertNotIn(self.secret.name, json.dumps(result))

    def test_models_of_odoo_that_carry_documents_are_found(self):
        guarded = self.env['base']._get_guarded_models()
        self.assertLess({
            REQUEST, LINE, 'office.approval.decide', 'stock.move', 'stock.move.line', 'stock.picking', 'mail.message',
            'mail.mail', 'mail.activity', 'mail.followers', 'mail.notification', 'ir.attachment', 'rating.rating',
            'purchase.order', 'purchase.order.line', 'calendar.event'}, guarded)
        self.assertFalse({
            'res.partner', 'res.users', 'res.company', 'product.product', 'product.template', 'hr.employee',
            'hr.department', 'stock.location', 'stock.warehouse', 'stock.picking.type', 'uom.uom'} & guarded)

    def _search_all(self, model, domain):
        """Return the ids that each way of searching finds."""
        found = {
            'search': model.search(domain).ids,
            'search_read': [row['id'] for row in model.search_read(domain, ['id'])],
            'web_search_read': [row['id'] for row in model.web_search_read(domain, {})['records']],
            'name_search': [record_id for record_id, _name in model.name_search('', domain)],
            'group': [row['id:array_agg'] for row in model.formatted_read_group(domain, [], ['id:array_agg'])][0] or [],
        }
        self.assertEqual(model.search_count(domain), len(found['search']))
        ids = {tuple(sorted(ids)) for ids in found.values()}
        self.assertEqual(len(ids), 1, found)
        return list(ids.pop())

    def test_ids_in_a_search_tell_nothing(self):
        """Neither the product of a hidden move, nor the place, nor where the goods lie."""
        self.secret.with_user(self.head).action_approve()
        self._hand_out(self.secret)
        move = self.secret.sudo().line_ids.move_ids
        product, line = move.product_id, move.move_line_ids
        quant = self.env['stock.quant'].sudo().search(
            [('product_id', '=', product.id), ('location_id', '=', line.location_id.id)])
        self.assertTrue(move and line and quant)
        for model, record, path, linked in (
            ('product.product', product, 'stock_move_ids', move),
            ('product.product', product, 'stock_quant_ids', quant),
            ('product.template', product.product_tmpl_id, 'product_variant_ids.stock_move_ids', move),
            ('stock.location', line.location_dest_id, 'incoming_move_line_ids', line),
            ('stock.location', line.location_id, 'outgoing_move_line_ids', line),
            ('stock.location', line.location_id, 'quant_ids', quant),
        ):
            own = [('id', '=', record.id)]
            for user in self.stranger | self.administrator:
                records = self.env[model].with_user(user)
                self.assertEqual(self._search_all(records, own), record.ids, "the record itself is no secret")
                for domain in (
                    [(path, 'in', linked.ids)], [(path, '=', linked.id)], ['!', (path, 'not in', linked.ids)],
                    ['!', (path, '!=', linked.id)], ['|', (path, 'in', linked.ids), (path, '=', linked.id)],
                    [(path, 'in', [linked.id, linked.id + 1])], [*own, (path, '!=', False)],
                    ['!', '|', (path, '=', False), ('id', '!=', record.id)],
                ):
                    with self.subTest(model=model, user=user.login, domain=domain):
                        self.assertFalse(self._search_all(records, domain))
                for domain in ([(path, 'not in', linked.ids)], [(path, '!=', linked.id)], [(path, '=', False)]):
                    with self.subTest(model=model, user=user.login, domain=domain):
                        self.assertEqual(self._search_all(records, [*own, *domain]), record.ids)
            records = self.env[model].with_user(self.keeper)
            for domain in ([(path, 'in', linked.ids)], [(path, '=', linked.id)], [*own, (path, '!=', False)]):
                with self.subTest("who may read it finds by it", model=model, domain=domain):
                    self.assertEqual(self._search_all(records, domain), record.ids)
            self.assertFalse(self._search_all(records, [*own, (path, 'not in', linked.ids)]))
