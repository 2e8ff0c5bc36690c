import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import OfficeSupplyCommon, OfficeSupplyMixin


@tagged('post_install', '-at_install')
class TestCatalog(OfficeSupplyCommon):

    def _open(self, user=None):
        """Return the request to which the opened catalogue belongs, an empty one of the form if there is none."""
        requests = self.env['office.supply.request'].with_user(user or self.user)
        return requests.browse(requests.action_open_catalogue()['context']['order_id']) or requests.create({})

    def _get_cards(self, request, products):
        return request._get_product_catalog_order_line_info(products.ids)

    def test_r8_three_items_make_one_numbered_request(self):
        ruler = self._create_product("Ruler")
        request = self._open()
        for product, quantity in ((self.paper, 2), (self.pen, 3), (ruler, 1)):
            request._update_order_line_info(product.id, quantity)
        self.assertEqual(self._open(), request, "the catalogue goes on with the draft that is there")
        request.action_submit()
        self.assertTrue(request.name)
        self.assertRecordValues(request, [{'state': 'submitted', 'department_id': self.sales.id}])
        self.assertEqual(request.destination_id.supply_department_id, self.sales)
        self.assertEqual(request.line_ids.mapped('quantity'), [2, 3, 1])

    def test_nothing_is_stored_before_the_first_item(self):
        requests = self.env['office.supply.request'].with_user(self.user)
        before = requests.search_count([])
        action = requests.action_open_catalogue()
        self.assertFalse(action['context']['order_id'])
        self.assertIn(self.paper, self.env['product.product'].search(action['domain']))
        self.assertEqual(requests._get_product_catalog_order_line_info(self.paper.ids)[self.paper.id]['quantity'], 0)
        self.assertEqual(requests._update_order_line_info(self.paper.id, 0)['cartId'], False)
        for product, quantity in ((self.paper, -1), (self.paper, float('nan')), (self.paper.browse(2 ** 31 - 1), 1)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                requests._update_order_line_info(product.id, quantity)
        self.assertEqual(requests.search_count([]), before)
        self.assertEqual(requests.get_cart(), {'id': False, 'count': 0})

    def test_the_cart_comes_with_its_first_item_and_goes_with_its_last(self):
        requests = self.env['office.supply.request'].with_user(self.user)
        answer = requests._update_order_line_info(self.paper.id, 2)
        cart = requests.browse(answer['cartId'])
        self.assertEqual(requests._update_order_line_info(self.pen.id, 3)['cartId'], cart.id)
        self.assertRecordValues(cart, [{'requester_id': self.user.id, 'state': 'draft', 'company_id': self.company.id}])
        self.assertEqual(requests.get_cart(), {'id': cart.id, 'count': 2})
        self.assertEqual(requests._get_product_catalog_order_line_info(self.pen.ids)[self.pen.id]['quantity'], 3)
        self.assertEqual(self.env['office.supply.request'].with_user(self.colleague).get_cart()['count'], 0)
        requests._update_order_line_info(self.paper.id, 0)
        answer = requests._update_order_line_info(self.pen.id, 0)
        self.assertEqual((answer['cartCount'], answer['cartId']), (0, False))
        self.assertFalse(cart.exists())

    def test_what_is_empty_is_not_shown_and_goes_away(self):
        requests = self.env['office.supply.request'].with_user(self.user)
        empty, noted, filed = requests.create([{}, {'note': "For the fair"}, {}])
        full = self._create_request()
        self.env['ir.attachment'].with_user(self.user).create(
            {'name': "List", 'raw': b'list', 'res_model': filed._name, 'res_id': filed.id})
        self.assertEqual((empty | noted | filed | full).mapped('is_empty'), [True, False, True, False])
        self.assertEqual(requests.search([('is_empty', '=', True)]), empty | filed)
        self.assertEqual(requests.search([('is_empty', '=', False), ('requester_id', '=', self.user.id)]), noted | full)
        self.assertEqual(set(requests.search(requests._get_desk_domains()['mine'])), set(noted | full))
        for xml_id in ('office_supply_request_action_my', 'office_supply_request_action'):
            domain = self.env['ir.actions.act_window']._for_xml_id(f'office_admin_supplies.{xml_id}')['domain']
            self.assertIn('is_empty', domain)
        self.env['office.supply.request']._gc_empty()
        self.assertTrue(empty.exists(), "somebody may have it open")
        self.env.cr.execute("UPDATE office_supply_request SET write_date = write_date - INTERVAL '2 days'")
        self.env['office.supply.request']._gc_empty()
        self.assertEqual((empty | noted | filed | full).exists(), noted | filed | full)

    def test_card_says_what_there_is_without_figures(self):
        ruler = self._create_product("Ruler")
        request = self._open()
        request._update_order_line_info(self.paper.id, 500)
        cards = self._get_cards(request, self.paper | self.pen | ruler)
        self.assertEqual(cards[self.paper.id]['availability'], 'low')
        self.assertEqual(cards[self.pen.id]['availability'], 'available')
        self.assertEqual(cards[ruler.id]['availability'], 'none')
        self.assertEqual(cards[self.paper.id]['quantity'], 500)
        self.assertFalse({'free_qty', 'qty_available'} & cards[self.pen.id].keys())
        self.assertFalse(any(card['price'] for card in cards.values()))

    def test_free_is_what_odoo_calls_free(self):
        elsewhere = self.env['stock.warehouse'].create({
            'name': "Elsewhere", 'code': "EL", 'company_id': self.env['res.company'].create({'name': "Other"}).id})
        self.pen.company_id = False
        quants = self.env['stock.quant']
        quants._update_available_quantity(self.pen, elsewhere.lot_stock_id, 30)
        quants._update_available_quantity(self.pen, self.warehouse.wh_input_stock_loc_id, 0.125)
        lost = self.env['stock.location'].search([('usage', '=', 'inventory')], limit=1)
        quants._update_available_quantity(self.paper, lost, 7)
        self._create_approved(items=[(self.pen, 40)])  # and 40 are reserved
        products = (self.pen | self.paper | self._create_product("Nothing")).with_context(
            allowed_company_ids=self.company.ids)
        free = products._get_free_quantities()
        self.assertEqual(free, {product: product.free_qty for product in products})
        self.assertAlmostEqual(free[self.pen], 60.13)

    def test_queries_do_not_grow_with_the_cards(self):
        products = self.paper.concat(*(self._create_product(f"Thing {number}") for number in range(30)))
        self.env['office.supply.quota'].create(
            {'company_id': self.company.id, 'product_tmpl_id': self.paper.product_tmpl_id.id, 'quantity': 5})
        request = self._open()
        counts = []
        for number in (3, 3, 31):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._get_cards(request, products[:number])), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)

    def test_zero_takes_it_out(self):
        request = self._open()
        request._update_order_line_info(self.paper.id, 2)
        answer = request._update_order_line_info(self.paper.id, 0)
        self.assertFalse(request.line_ids)
        self.assertEqual((answer['quantity'], answer['cartCount']), (0, 0))

    def test_packs_stay_packs(self):
        request = self._create_request(items=[(self.pen, 1)])
        request.line_ids.uom_id = self.pack
        request._update_order_line_info(self.pen.id, 2)
        self.assertRecordValues(request.line_ids, [{'quantity': 2, 'uom_id': self.pack.id}])

    def test_r8_units_are_chosen_on_the_card(self):
        request = self._open()
        answer = request._update_order_line_info(self.pen.id, 2, uom_id=self.pack.id)
        self.assertEqual([unit['name'] for unit in answer['units']], [self.unit.name, self.pack.name])
        self.assertRecordValues(request.line_ids, [{'quantity': 2, 'uom_id': self.pack.id}])
        request._update_order_line_info(self.pen.id, 3, uom_id=self.unit.id)
        self.assertRecordValues(request.line_ids, [{'quantity': 3, 'uom_id': self.unit.id}])
        for uom_id in (self.env.ref('uom.product_uom_kgm').id, 'pack', -1, [1]):
            with self.assertRaisesRegex(UserError, "Ballpoint Pen is handed out by the"):
                request._update_order_line_info(self.pen.id, 1, uom_id=uom_id)

    def test_bad_quantities_are_refused(self):
        request = self._open()
        for quantity in (-1, float('nan'), float('inf'), 'many', None, True):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "Draft|ask for"):
                request._update_order_line_info(self.paper.id, quantity)
            self.assertFalse(request.line_ids)
        with self.assertRaisesRegex(UserError, "at most 10000"):
            request._update_order_line_info(self.paper.id, 10_001)

    def test_only_supplies_of_the_company(self):
        chair = self._create_product("Chair", supply_ok=False)
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['product.product'].create(
            {'name': "Foreign Pen", 'supply_ok': True, 'company_id': other.id})
        request = self._open()
        self.assertFalse(self._get_cards(request, chair | foreign))
        for product in (chair, foreign):
            with self.assertRaisesRegex(UserError, "can no longer be asked for"):
                request._update_order_line_info(product.id, 1)
        for product_id in (2 ** 31 - 1, 'paper', None, [self.paper.id], -1):
            with self.assertRaisesRegex(UserError, "can no longer be asked for"):
                request._update_order_line_info(product_id, 1)
        self.assertFalse(request._get_product_catalog_order_line_info(['paper', None, {}]))

    def test_submitted_is_looked_at_only(self):
        request = self._create_request()
        request.action_submit()
        self.assertTrue(self._get_cards(request, self.paper)[self.paper.id]['readOnly'])
        for user in (self.user, self.head, self.officer):
            with self.assertRaisesRegex(UserError, "cannot be changed in SUP/"):
                request.with_user(user)._update_order_line_info(self.paper.id, 9)
        self.assertEqual(request.line_ids.quantity, 5)

    def test_drafts_of_others_are_closed(self):
        request = self._create_request(user=self.colleague)
        for user in (self.user, self.head, self.officer, self.manager):
            with self.assertRaises(AccessError):
                self._get_cards(request.with_user(user), self.paper)
            with self.assertRaises(AccessError):
                request.with_user(user)._update_order_line_info(self.paper.id, 9)
            with self.assertRaises(AccessError):
                request.with_user(user).action_add_from_catalog()


@tagged('post_install', '-at_install')
class TestCatalogRpc(OfficeSupplyMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _update(self, request, product, quantity):
        answer = self.url_open(
            '/product/catalog/update_order_line_info', headers={'Content-Type': 'application/json'},
            data=json.dumps({'params': {
                'res_model': request._name, 'order_id': request.id, 'product_id': product.id, 'quantity': quantity}}))
        return answer.json()

    def test_route_changes_own_drafts_only(self):
        own, foreign = self._create_request(), self._create_request(user=self.colleague)
        submitted = self._create_request()
        submitted.action_submit()
        self.authenticate(self.user.login, self.user.login)
        self.assertEqual(self._update(own, self.paper, 7)['result']['quantity'], 7)
        for request, quantity in ((foreign, 7), (submitted, 7), (own, -3), (own, float('nan'))):
            with self.subTest(request=request, quantity=quantity), self.assertLogs('odoo.http', 'WARNING'):
                self.assertIn(self._update(request, self.paper, quantity)['error']['data']['name'], (
                    'odoo.exceptions.AccessError', 'odoo.exceptions.UserError', 'odoo.exceptions.ValidationError'))
        self.env.invalidate_all()
        self.assertEqual((own.line_ids.quantity, foreign.line_ids.quantity, submitted.line_ids.quantity), (7, 5, 5))


@tagged('post_install', '-at_install', 'browser')
class TestCatalogTours(OfficeSupplyMixin, HttpCase):
    browser_size = '390x844'
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_ask_from_the_catalogue_on_a_phone(self):
        self.start_tour('/odoo/supply-requests', 'office_supply_catalog_phone', login=self.user.login, timeout=120)
        request = self.env['office.supply.request'].search([('requester_id', '=', self.user.id)])
        self.assertEqual(request.state, 'submitted')
        self.assertEqual(
            request.line_ids.mapped(lambda line: (line.product_id, line.quantity, line.uom_id)),
            [(self.paper, 2, self.unit), (self.pen, 1, self.pack)])

    def test_repeat_in_two_taps_on_a_phone(self):
        request = self._create_request(items=[(self.paper, 2), (self.pen, 3)])
        request.action_submit()
        self.start_tour('/odoo/supply-requests', 'office_supply_repeat_phone', login=self.user.login, timeout=120)
        again = self.env['office.supply.request'].search([('requester_id', '=', self.user.id)]) - request
        self.assertEqual(again.state, 'submitted')
        self.assertEqual(again.line_ids.mapped('quantity'), [2, 3])
