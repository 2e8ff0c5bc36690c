from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.office_admin_custody.tests.common import CustodyMixin
from odoo.addons.office_admin_test.tests.common import SIGNATURE, OfficeRequestMixin


class OfficeSupplyMixin(CustodyMixin, OfficeRequestMixin):
    """The office with a supply room and stock in it."""
    is_kept = True
    request_model = 'office.supply.request'

    @classmethod
    def _make_office(cls):
        warehouses = cls.env['stock.warehouse']
        cls.warehouse = warehouses.search([('company_id', '=', cls.company.id)]) or warehouses.create(
            {'name': cls.office_name, 'code': "PS", 'company_id': cls.company.id})
        cls.unit = cls.env.ref('uom.product_uom_unit')
        cls.pack = cls.env.ref('uom.product_uom_pack_6')
        cls.paper = cls._create_product("Copy Paper A4")
        cls.pen = cls._create_product("Ballpoint Pen", uom_ids=[Command.link(cls.pack.id)])
        cls._set_stock(cls.paper, 100)
        cls._set_stock(cls.pen, 100)

    @classmethod
    def _create_product(cls, name, **values):
        return cls.env['product.product'].create(
            {'name': name, 'is_storable': True, 'supply_ok': True, 'company_id': cls.company.id, **values})

    @classmethod
    def _set_stock(cls, product, quantity):
        location = cls.warehouse.lot_stock_id
        in_stock = cls.env['stock.quant']._get_available_quantity(product, location)
        if quantity != in_stock:
            cls.env['stock.quant']._update_available_quantity(product, location, quantity - in_stock)

    @classmethod
    def _set_had(cls, product, quantity, user=None):
        """Let the department of ``user`` have got so much of a product from the supply room, whose stock stays."""
        stock = cls.env['stock.quant']._get_available_quantity(product, cls.warehouse.lot_stock_id)
        cls._set_stock(product, stock + quantity)
        request = cls.env['office.supply.request'].with_user(user or cls.user).create(
            {'line_ids': [Command.create({'product_id': product.id, 'quantity': quantity})]})
        request.action_submit()
        request.with_user(request.sudo().approver_ids[:1]).action_approve()
        request.with_user(cls.officer)._hand_out({request.line_ids: quantity}, "Anna", SIGNATURE)

    @classmethod
    def _create_request(cls, user=None, items=None, quantity=5, **values):
        """Make a draft as ``user`` with ``items``, ``[(product, quantity)]``, and the smallest valid values."""
        return cls.env['office.supply.request'].with_user(user or cls.user).create({
            'line_ids': [
                Command.create({'product_id': product.id, 'quantity': quantity})
                for product, quantity in items or [(cls.paper, quantity)]
            ],
            **values,
        })

    @classmethod
    def _hand_out(cls, request, quantities=None, user=None, signed_by="Anna", signature=SIGNATURE):
        """Hand out as ``user`` through the wizard.

        :param dict quantities: ``{product: quantity}``, what the wizard proposes if left out
        """
        request = request.with_user(user or cls.officer)
        wizard = cls.env['office.supply.request.hand.out'].with_user(user or cls.officer).create(
            {'request_ids': [Command.set(request.ids)], 'signed_by': signed_by, 'signature': signature})
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.product_id, 0)
        wizard.action_confirm()

    @classmethod
    def _serve(cls, request, user=None):
        cls._hand_out(request, user=user)

    def _get_stock(self, product):
        return product.with_company(self.company).with_context(warehouse_id=self.warehouse.id).qty_available


class OfficeSupplyCommon(OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
