from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeAssetRequest(models.Model):
    """What is not free is ordered in Purchase."""
    _inherit = 'office.asset.request'

    purchase_count = fields.Integer(
        "Orders", compute='_compute_purchase_count', groups='purchase.group_purchase_user')

    @api.depends('line_ids.purchase_line_ids')
    def _compute_purchase_count(self):
        for request in self:
            request.purchase_count = len(request.line_ids.purchase_line_ids.order_id)

    def action_order(self):
        """Make requests for quotation, one for each vendor, of what is open and was not ordered yet."""
        self._check_transition('hand_out')
        self.env['purchase.order'].check_access('create')
        by_vendor = defaultdict(list)
        for line in self.line_ids:
            if quantity := line._get_quantity_to_order():
                product = line._get_product()
                by_vendor[line.company_id, product.seller_ids[0].partner_id].append((line, product, quantity))
        if not by_vendor:
            raise UserError(self.env._(
                "%(requests)s: all that is open is ordered or kept already.", requests=self._get_names()))
        orders = self.env['purchase.order']
        for (company, vendor), lines in by_vendor.items():
            order = orders.with_company(company).create({
                'partner_id': vendor.id, 'company_id': company.id, 'user_id': self.env.uid,
                'origin': ', '.join(sorted({line.request_id.name for line, _product, _quantity in lines}))})
            self.env['purchase.order.line']._create_as_system([
                line.sudo()._prepare_purchase_line(order, product, quantity) for line, product, quantity in lines])
            orders |= order
        return orders._get_records_action(name=self.env._("Orders"))

    def action_open_orders(self):
        """Open the purchase orders of this request."""
        self.ensure_one()
        return self.line_ids.purchase_line_ids.order_id._get_records_action(name=self.env._("Orders"))
