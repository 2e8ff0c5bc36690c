from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class PurchaseApprovalCommon(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({'name': "Buyers"})
        cls.buyer = cls._create_user('pur_buyer', 'purchase.group_purchase_user')
        cls.chief = cls._create_user('pur_chief', 'purchase.group_purchase_manager')
        cls.manager = cls._create_user('pur_manager', 'office_admin_base.position_manager')
        cls.vendor = cls.env['res.partner'].create({'name': "Vendor"})
        cls.product = cls.env['product.product'].create(
            {'name': "Chair", 'company_id': cls.company.id, 'supplier_taxes_id': [Command.clear()]})
        cls.rule = cls.env['office.approval.rule'].with_context(active_test=False).search([
            ('res_model', '=', 'purchase.order'), ('company_id', '=', cls.company.id)])
        cls.rule.active = True

    @classmethod
    def _create_user(cls, login, group):
        return new_test_user(
            cls.env, login=login, name=login.removeprefix('pur_').capitalize(), groups=f'base.group_user,{group}',
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])

    def _create_order(self, amount, user=None, vendor=None, **values):
        return self.env['purchase.order'].with_user(user or self.buyer).create({
            'partner_id': (vendor or self.vendor).id, 'company_id': self.company.id,
            'order_line': [Command.create({
                'product_id': self.product.id, 'product_qty': 1, 'price_unit': amount, 'tax_ids': [Command.clear()]})],
            **values})

    def _confirm(self, amount, **values):
        order = self._create_order(amount, **values)
        order.button_confirm()
        return order
