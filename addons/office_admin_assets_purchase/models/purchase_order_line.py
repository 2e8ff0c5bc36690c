from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    """A line that buys assets, for a request or for stock, and what of it waits for an acceptance or has had one."""
    _name = 'purchase.order.line'
    _inherit = ['purchase.order.line', 'office.system.mixin']

    asset_request_line_id = fields.Many2one(
        'office.asset.request.line', "Item of an Asset Request", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    asset_acceptance_line_ids = fields.One2many(
        'office.asset.acceptance.line', 'purchase_line_id', "Accepted As", readonly=True,
        groups='office_admin_assets.group_officer,office_admin_assets.group_auditor')

    def _get_asset_category(self):
        """Return the class of the cards that this line becomes; none where it buys no assets."""
        self.ensure_one()
        return self.product_id.with_company(self.company_id).asset_category_id

    def _get_quantity_to_accept(self):
        """Return how many whole things have come that stand in no acceptance yet, also those that replace others."""
        self.ensure_one()
        if not self._get_asset_category():
            return 0
        came, went = self._get_received_pieces()
        entered = self._get_entered_lines()
        waiting = entered.filtered(lambda line: line.acceptance_id.state != 'done')
        # what went back is not there to be accepted, unless it stands in an acceptance
        there = came - went - sum(waiting.mapped('quantity')) - self._get_open_card_quantity()
        return max(min(came - sum(entered.mapped('quantity')), there), 0)

    def _get_quantity_to_end(self):
        """Return of how many things the cards are open, though they went back to the vendor."""
        self.ensure_one()
        came, went = self._get_received_pieces()
        return max(self._get_open_card_quantity() - (came - went), 0) if went else 0

    def _get_entered_lines(self):
        return self.asset_acceptance_line_ids.filtered(lambda line: line.acceptance_id.state != 'cancelled')

    def _get_open_card_quantity(self):
        cards = self.asset_acceptance_line_ids.card_ids
        return sum(cards.filtered(lambda card: card.asset_state != 'ended').mapped('asset_quantity'))

    def _get_received_pieces(self):
        """Return how many whole things have come, and how many of them went back, whoever pays for these."""
        unit = self.product_id.uom_id
        if self.qty_received_method != 'stock_moves':
            return int(unit.round(self.product_uom_id._compute_quantity(self.qty_received, unit, round=False))), 0
        pieces = {True: 0.0, False: 0.0}
        for move in self._get_po_line_moves().filtered(lambda move: move.state == 'done'):
            quantity = move.product_uom._compute_quantity(move.quantity, unit, round=False)
            pieces[bool(move._is_purchase_return())] += quantity
        return int(unit.round(pieces[False])), int(unit.round(pieces[True]))

    def _prepare_acceptance_line(self, quantity):
        """Return values of the line by which ``quantity`` things are accepted; the cost is without tax."""
        self.ensure_one()
        order = self.order_id
        pieces = self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id, round=False) or 1.0
        cost = order.currency_id._convert(
            self.price_subtotal / pieces, order.company_id.currency_id, order.company_id,
            order.company_id._get_office_today())
        asked = self.asset_request_line_id
        return {
            'purchase_line_id': self.id,
            'request_line_id': asked.id,
            'category_id': asked.category_id.id or self._get_asset_category().id,
            'name': asked._get_open_name() if asked else self.product_id.name,
            'quantity': quantity,
            'price': cost,
        }

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_request_line_id'}
