from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_supplies.models.stock_move import linking

ORDER_AGAIN = 'office_admin_supplies_purchase.mail_activity_type_order_again'


class OfficeSupplyRound(models.Model):
    """A round whose orders are those of Odoo's Purchase."""
    _inherit = 'office.supply.round'

    purchase_order_ids = fields.One2many(
        'purchase.order', 'supply_round_id', "Purchase Orders", groups='purchase.group_purchase_user')

    def action_view_purchase_orders(self):
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('purchase.purchase_rfq')
        return action | {'domain': [('supply_round_id', 'in', self.ids)], 'context': {'create': False}}

    def action_ask_quotes(self):
        """Make requests for quotation to more vendors, for each order that needs them."""
        self.ensure_one()
        orders = self.purchase_order_ids.filtered(lambda order: (
            order.state in ('draft', 'sent') and not order.is_supply_alternative and order._get_missing_quotes()))
        if not orders:
            raise UserError(self.env._("No open order of %(round)s needs more quotes.", round=self.display_name))
        made = self.env['purchase.order'].union(*(self._ask_quotes(order) for order in orders))
        if not made:
            raise UserError(self.env._(
                "No other vendor has an offer for what %(orders)s needs. Use “Create Alternative” in the order and "
                "choose vendors there.", orders=', '.join(orders.mapped('name'))))
        return orders.alternative_po_ids._get_records_action(name=self.env._("Quotes"))

    def _ask_quotes(self, order):
        """Make as many alternatives of ``order`` as it lacks, at those vendors who offer most of its products."""
        offers = order.order_line.supply_round_line_id.offer_ids.filtered('is_usable')
        known = (order | order.alternative_po_ids).partner_id
        vendors = (offers.partner_id - known).sorted(
            lambda vendor: -len(offers.filtered(lambda offer: offer.partner_id == vendor)))
        made = self.env['purchase.order']
        for vendor in vendors[:order._get_missing_quotes()]:
            with linking():
                made |= self.env['purchase.order'].create(order._prepare_supply_alternative_values(
                    vendor, offers.filtered(lambda offer, vendor=vendor: offer.partner_id == vendor)))
        if made:
            order.alternative_po_ids |= made
        return made

    def _end_job(self):
        super()._end_job()
        self._close_order_again()

    def _close_order_again(self):
        """Take the task off who answers for these rounds, where everything is ordered."""
        # sudo: tasks of others
        asked_sudo = self.sudo().browse(set(self.sudo().activity_search([ORDER_AGAIN]).mapped('res_id')))
        asked_sudo.filtered(lambda supply_round: not supply_round.has_to_order).activity_unlink([ORDER_AGAIN])

    def _create_orders(self, vendor, currency, lines):
        with linking():
            order = self.env['purchase.order'].create(self._prepare_purchase_order_values(vendor, currency, lines))
        return order

    def _prepare_vendor_terms(self, vendor):
        """Values of an order at ``vendor``: where it goes and how it is paid, as is usual with them."""
        self.ensure_one()
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        return {
            'picking_type_id': self._get_warehouse().in_type_id.id,
            'dest_address_id': False,
            'payment_term_id': vendor.with_company(self.company_id).property_supplier_payment_term_id.id,
            'fiscal_position_id': positions._get_fiscal_position(vendor).id,
        }

    def _prepare_purchase_order_values(self, vendor, currency, lines):
        terms = self._prepare_vendor_terms(vendor)
        position = self.env['account.fiscal.position'].browse(terms['fiscal_position_id'] or [])
        return {
            'partner_id': vendor.id,
            'currency_id': currency.id,
            'company_id': self.company_id.id,
            'user_id': self.orderer_id.id,
            'origin': self.name,
            'supply_round_id': self.id,
            **terms,
            'order_line': [
                Command.create(line._prepare_purchase_order_line_values(vendor, position)) for line in lines],
        }

    def _get_unconfirmed_quantities(self, products):
        quantities = dict(super()._get_unconfirmed_quantities(products))
        # sudo: orders of others count, whoever closes the round
        lines = self.env['purchase.order.line'].sudo().search([
            ('product_id', 'in', products.ids), ('company_id', '=', self.company_id.id),
            ('order_id.state', 'in', ('draft', 'sent', 'to approve')), ('order_id.is_supply_alternative', '=', False)])
        for line in lines:
            quantities[line.product_id] = quantities.get(line.product_id, 0.0) + line.product_uom_id._compute_quantity(
                line.product_qty, line.product_id.uom_id, round=False)
        return quantities
