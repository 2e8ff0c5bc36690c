from odoo import fields, models
from odoo.exceptions import UserError


class OfficeAssetRequestLine(models.Model):
    """How many of what is asked for are ordered already, and as which product."""
    _inherit = 'office.asset.request.line'

    purchase_line_ids = fields.One2many(
        'purchase.order.line', 'asset_request_line_id', "Order Lines", readonly=True,
        groups='purchase.group_purchase_user')

    def _get_quantity_to_order(self):
        """Return how many things are still open, neither kept for the request nor ordered for it."""
        self.ensure_one()
        line_sudo = self.sudo()  # sudo: orders of others
        ordered = sum(
            int(line.product_uom_id._compute_quantity(line.product_qty, line.product_id.uom_id, round=False))
            for line in line_sudo.purchase_line_ids if line.order_id.state != 'cancel')
        kept = sum(
            card.asset_quantity for card in self.env['maintenance.equipment']._get_claimed(line_sudo.request_id)
            if card not in line_sudo.purchase_line_ids.asset_acceptance_line_ids.card_ids
            and line_sudo.category_id in card.category_id._get_with_wider())
        served = sum(line_sudo.card_ids.filtered(
            lambda card: card not in line_sudo.purchase_line_ids.asset_acceptance_line_ids.card_ids
        ).mapped('asset_quantity'))
        return max(line_sudo.quantity - served - kept - ordered, 0)

    def _get_product(self):
        """Return the product by which this is ordered: of its class, or the nearest wider one that has one.

        :raise UserError: there is none, or nobody sells it
        """
        self.ensure_one()
        for category in self.category_id._get_with_wider().sorted(lambda one: len(one.parent_path), reverse=True):
            products = self.env['product.product'].with_company(self.company_id).search([
                ('asset_category_id', '=', category.id), ('purchase_ok', '=', True),
                ('company_id', 'in', [False, self.company_id.id])])
            if sold := products.filtered('seller_ids')[:1]:
                return sold
        raise UserError(self.env._(
            "%(line)s: no product with a vendor has the asset class %(category)s. Set the class and a vendor on a "
            "product, or make the purchase order by hand.", line=self.display_name, category=self.category_id.name))

    def _prepare_purchase_line(self, order, product, quantity):
        seller = product._select_seller(partner_id=order.partner_id, quantity=quantity, uom_id=product.uom_id)
        return {
            'order_id': order.id,
            'asset_request_line_id': self.id,
            'product_id': product.id,
            'product_qty': quantity,
            'product_uom_id': product.uom_id.id,
            'date_planned': fields.Datetime.to_datetime(self.request_id.need_date),
            **({} if seller.price else {'price_unit': self.currency_id._convert(
                self.price, order.currency_id, self.company_id, self.company_id._get_office_today())}),
        }
