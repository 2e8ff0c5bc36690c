from math import ceil

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list

from .office_supply_round import ORDER_AGAIN


class OfficeSupplyRoundLine(models.Model):
    """A product of a round, and the purchase orders by which it is bought."""
    _inherit = 'office.supply.round.line'

    purchase_line_ids = fields.One2many(
        'purchase.order.line', 'supply_round_line_id', "Purchase Order Lines", groups='purchase.group_purchase_user')
    extra_quantity = fields.Float(
        "Accepted on Top", readonly=True, copy=False, digits='Product Unit',
        help="What was accepted after the approval, since more had to be ordered.")
    accepted_price = fields.Float(
        readonly=True, copy=False, min_display_digits='Product Price', aggregator=None,
        help="For one unit of the product, in the company's currency, if it became dearer after the approval.")

    @api.depends('purchase_line_ids.product_qty', 'purchase_line_ids.product_uom_id',
                 'purchase_line_ids.order_id.state', 'purchase_line_ids.order_id.is_supply_alternative')
    def _compute_ordered_quantity(self):
        super()._compute_ordered_quantity()
        for line in self:
            light = line.move_ids.filtered(lambda move: move.state != 'cancel' and not move.purchase_line_id)
            line.ordered_quantity = sum(light.mapped('product_qty')) + sum(
                bought.product_uom_id._compute_quantity(bought.product_qty, line.uom_id, round=False)
                for bought in line.purchase_line_ids if bought._is_ordered())

    def _get_order_action(self):
        # sudo: who may see which order is up to the list that is opened
        orders = self.sudo().purchase_line_ids.order_id
        if not orders:
            return super()._get_order_action()
        return orders.sudo(False)._get_records_action(name=self.env._("Orders"))

    def _prepare_purchase_order_line_values(self, vendor, position):
        """Values of the order line for what is still to be ordered, by the unit and the price of the offer.

        With all that Odoo would otherwise look up line by line.

        :param position: the fiscal position of the vendor
        """
        self.ensure_one()
        product = self.product_id.with_company(self.company_id).with_context(
            lang=vendor.lang, partner_id=vendor.id)
        taxes = self.product_id.supplier_taxes_id._filter_taxes_by_company(self.company_id)
        offer = self.offer_id
        packs = self.to_order_quantity / offer.pack_quantity
        in_packs = offer.uom_id.is_zero(packs - round(packs)) if offer.uom_id != self.uom_id else False
        return {
            'product_id': self.product_id.id,
            'name': '\n'.join(filter(None, (product.display_name, product.description_purchase))),
            'tax_ids': [Command.set(position.map_tax(taxes).ids)],
            'product_qty': packs if in_packs else self.to_order_quantity,
            'product_uom_id': offer.uom_id.id if in_packs else self.uom_id.id,
            'price_unit': offer.price if in_packs else offer.price / offer.pack_quantity,
            'date_planned': fields.Datetime.add(fields.Datetime.now(), days=offer.delay),
            'supply_round_line_id': self.id,
        }

    def _tell_to_order_again(self, before):
        """Say that less is ordered than was approved, or no longer say it.

        :param dict before: ``{line: quantity}`` that was to be ordered before
        """
        self.round_id._close_order_again()
        for supply_round, lines in self.grouped('round_id').items():
            opened = lines.filtered(lambda line: (
                line.state == 'ordered' and line.uom_id.compare(line.to_order_quantity, before.get(line, 0.0)) > 0))
            if opened:
                supply_round._ask_officer(self.env._(
                    "To order again, since an order was cancelled or made smaller: %(products)s",
                    products=format_list(self.env, [
                        f"{line.product_id.display_name} × {line.to_order_quantity:g}" for line in opened[:10]])),
                    ORDER_AGAIN)

    def _get_bought(self, orders):
        """Return what is bought of this product with ``orders``, what was approved, and that in whole packs."""
        self.ensure_one()
        lines = self.purchase_line_ids.filtered(
            lambda line: line.order_id in orders or line.order_id._is_settled())
        light = self.move_ids.filtered(lambda move: move.state != 'cancel' and not move.purchase_line_id)
        bought = sum(light.mapped('product_qty')) + sum(max(line._get_supply_quantity(), 0.0) for line in lines)
        allowed = self.quantity + self.extra_quantity
        pack = max((line.product_uom_id._compute_quantity(1.0, self.uom_id, round=False) for line in lines
                    if line.product_uom_id._has_common_reference(self.uom_id)), default=0.0)
        rounded = ceil(allowed / pack - 1e-6) * pack if pack > 1.0 else allowed
        return bought, allowed, rounded

    def _get_excess_quantity(self, order):
        bought, _allowed, rounded = self._get_bought(order)
        over = bought - rounded
        return 0.0 if over <= 1e-6 else over  # written so that “not a number” is too much
