from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OfficeSupplyCommon


@tagged('post_install', '-at_install')
class TestSubstitute(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recycled = cls._create_product("Recycled Paper A4")
        cls.empty = cls._create_product("Grey Paper A4")
        cls._set_stock(cls.recycled, 10)
        cls.paper.product_tmpl_id.supply_substitute_ids = [
            Command.set((cls.empty | cls.recycled).product_tmpl_id.ids)]

    def test_r19_substitute_is_offered_and_taken(self):
        self._set_stock(self.paper, 0)
        line = self._create_request().line_ids
        self.assertEqual(line.substitute_id, self.recycled, "the first that is there")
        line.action_take_substitute()
        self.assertRecordValues(line, [{
            'product_id': self.recycled.id, 'quantity': 5, 'uom_id': self.recycled.uom_id.id,
            'availability': 'available'}])

    def test_r19_nothing_is_offered_for_what_is_there(self):
        line = self._create_request().line_ids
        self.assertFalse(line.substitute_id)
        with self.assertRaisesRegex(UserError, "Copy Paper A4: there is nothing else in stock"):
            line.action_take_substitute()

    def test_r19_only_in_a_draft_of_ones_own(self):
        self._set_stock(self.paper, 0)
        request = self._create_request()
        with self.assertRaises(AccessError):
            request.line_ids.with_user(self.colleague).action_take_substitute()
        request.action_submit()
        with self.assertRaises(UserError):
            request.line_ids.action_take_substitute()
        self.assertEqual(request.line_ids.product_id, self.paper)

    def test_r19_only_what_can_be_asked_for(self):
        self.recycled.supply_ok = False
        self._set_stock(self.paper, 0)
        self.assertFalse(self._create_request().line_ids.substitute_id)
