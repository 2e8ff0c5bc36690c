from odoo import api, models
from odoo.fields import Command


class OfficeAssetDemo(models.AbstractModel):
    """Screens that were asked for and ordered: two of three have come, and wait for somebody who accepts them."""
    _inherit = 'office.asset.demo'

    @api.model
    def _load_purchase(self):
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        vendor = self.env['res.partner'].create({'name': "Mingjing Displays", 'company_id': company.id})
        products = self.env['product.product'].create([{
            'name': name, 'type': 'consu', 'company_id': company.id, 'standard_price': price,
            'asset_category_id': self._get(f'category_{category}').id,
            'seller_ids': [Command.create({'partner_id': vendor.id, 'price': price, 'company_id': company.id})],
        } for name, category, price in (("Monitor 27″", 'screen', 1350), ("Laptop 14″", 'computer', 5899))])
        if self.env['res.lang']._get_data(code='zh_CN'):
            for product, name in zip(products, ("27 英寸显示器", "14 英寸笔记本电脑"), strict=True):
                product.with_context(lang='zh_CN').name = name
        request = self._ask('employee', 'screen', "Monitor 27″", 3, 1400, "For three new desks")
        while request.state == 'submitted':  # who has a screen already needs one approval more
            request.with_user(request.sudo().approver_ids[:1]).action_approve()
        order = self.env['purchase.order'].browse(
            request.with_user(self._get_user('officer')).action_order()['res_id'])
        order.with_user(self._get_user('officer')).button_confirm()
        while order.state == 'to approve':
            order.with_user(order.sudo().approver_ids[:1]).action_approval_approve()
        picking = order.picking_ids.with_user(self._get_user('receptionist'))
        picking.move_ids.write({'quantity': 2, 'picked': True})
        picking.with_context(skip_backorder=True).button_validate()
