from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_amount, format_list

from odoo.addons.office_admin_base.held import held

EDITABLE = {'quantity', 'offer_id', 'note'}
MAX_QUANTITY = 1_000_000

# True while the round itself makes and fills its lines and offers.
_preparing = ContextVar('office_supply_round_preparing', default=False)


def preparing():
    return held(_preparing)


class OfficeSupplyRoundLine(models.Model):
    """One product of a collection round: how much is needed, what is there, what is bought of whom."""
    _name = 'office.supply.round.line'
    _description = 'Product of a Collection Round'
    _order = 'round_id, product_id, id'
    _check_company_auto = True

    round_id = fields.Many2one(
        'office.supply.round', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='round_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='round_id.state', store=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    request_line_ids = fields.One2many('office.supply.request.line', 'round_line_id', "Requests")
    request_count = fields.Integer("Number of Requests", readonly=True)
    demand_quantity = fields.Float(
        "Filed", readonly=True, digits='Product Unit',
        help="What the approved requests of this round ask for and have not got yet.")
    stock_quantity = fields.Float(
        "In Stock", readonly=True, digits='Product Unit', help="What lay in the supply room when the round was closed.")
    promised_quantity = fields.Float(
        "Promised to Others", readonly=True, digits='Product Unit',
        help="What approved requests outside this round, and other transfers, still take from the stock.")
    under_way_quantity = fields.Float(
        "Under Way", readonly=True, digits='Product Unit', help="What is ordered already and has not arrived.")
    missing_quantity = fields.Float(
        "Missing", compute='_compute_missing_quantity', store=True, digits='Product Unit',
        help="Filed + promised to others − in stock − under way, and not below zero. Goods reserved for a request of "
             "this round are in stock and in its demand, so that they count once.")
    offer_ids = fields.One2many('office.supply.round.offer', 'line_id', "Offers")
    offer_count = fields.Integer("Vendors", compute='_compute_offer_count')
    offer_id = fields.Many2one(
        'office.supply.round.offer', "Vendor", domain="[('line_id', '=', id)]", ondelete='set null',
        index='btree_not_null')
    vendor_id = fields.Many2one(related='offer_id.partner_id', string="Vendor Name", store=True, index=True)
    proposed_quantity = fields.Float(
        "Proposed", compute='_compute_proposed_quantity', store=True, digits='Product Unit',
        help="What is missing, rounded up to the smallest quantity and the pack of the vendor.")
    quantity = fields.Float(
        "To Buy", compute='_compute_quantity', store=True, readonly=False, digits='Product Unit')
    currency_id = fields.Many2one(related='company_id.currency_id')
    price_unit = fields.Float(
        "Price", compute='_compute_amount', store=True, min_display_digits='Product Price', aggregator='avg',
        help="For one unit of the product, in the company's currency.")
    amount = fields.Monetary(compute='_compute_amount', store=True)
    note = fields.Char()
    move_ids = fields.One2many('stock.move', 'supply_round_line_id', "Receipts")
    ordered_quantity = fields.Float(
        "Ordered", compute='_compute_ordered_quantity', store=True, digits='Product Unit')
    received_quantity = fields.Float(
        "Received", compute='_compute_received_quantity', store=True, digits='Product Unit',
        help="What has arrived, less what went back to the vendor.")
    rejected_quantity = fields.Float("Rejected", compute='_compute_rejected_quantity', digits='Product Unit')
    to_order_quantity = fields.Float(
        "To Order", compute='_compute_to_order_quantity', store=True, digits='Product Unit',
        help="What was approved and is in no order, for example since an order was cancelled.")
    expected_date = fields.Date("Expected On", compute='_compute_expected_date', compute_sudo=True)

    _product_uniq = models.UniqueIndex('(round_id, product_id)', "A product stands once in a collection round.")

    @api.depends('demand_quantity', 'promised_quantity', 'stock_quantity', 'under_way_quantity')
    def _compute_missing_quantity(self):
        for line in self:
            line.missing_quantity = max(
                line.demand_quantity + line.promised_quantity - line.stock_quantity - line.under_way_quantity, 0.0)

    @api.depends('offer_ids')
    def _compute_offer_count(self):
        for line in self:
            line.offer_count = len(line.offer_ids)

    @api.depends('offer_id.quantity', 'missing_quantity')
    def _compute_proposed_quantity(self):
        for line in self:
            line.proposed_quantity = line.offer_id.quantity if line.offer_id else line.missing_quantity

    @api.depends('proposed_quantity')
    def _compute_quantity(self):
        for line in self:
            line.quantity = line.proposed_quantity

    @api.depends('quantity', 'offer_id.price', 'offer_id.pack_quantity', 'offer_id.currency_id')
    def _compute_amount(self):
        for line in self:
            line.amount = line.offer_id._get_amount(line.quantity) if line.offer_id else 0.0
            line.price_unit = line.offer_id._get_amount(1.0, is_rounded=False) if line.offer_id else 0.0

    @api.depends('move_ids.state', 'move_ids.product_qty', 'move_ids.origin_returned_move_id')
    def _compute_ordered_quantity(self):
        for line in self:
            line.ordered_quantity = sum(
                move.product_qty for move in line.move_ids if move.state != 'cancel')

    @api.depends('move_ids.state', 'move_ids.quantity', 'move_ids.returned_move_ids.state',
                 'move_ids.returned_move_ids.quantity')
    def _compute_received_quantity(self):
        for line in self:
            done = line.move_ids.filtered(lambda move: move.state == 'done')
            back = done.returned_move_ids.filtered(lambda move: move.state == 'done')
            line.received_quantity = sum(
                move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False) for move in done) - sum(
                move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False) for move in back)

    @api.depends('move_ids.supply_rejected_quantity')
    def _compute_rejected_quantity(self):
        for line in self:
            line.rejected_quantity = sum(
                move.product_uom._compute_quantity(move.supply_rejected_quantity, line.uom_id, round=False)
                for move in line.move_ids)

    @api.depends('quantity', 'ordered_quantity', 'state')
    def _compute_to_order_quantity(self):
        for line in self:
            is_open = line.state in ('approved', 'ordered')
            line.to_order_quantity = max(line.quantity - line.ordered_quantity, 0.0) if is_open else 0.0

    @api.depends('move_ids.state', 'move_ids.date')
    def _compute_expected_date(self):
        for line in self:
            dates = [move.date for move in line.move_ids if move.state not in ('done', 'cancel') and move.date]
            line.expected_date = line.company_id._get_office_day(min(dates)) if dates else False

    @api.depends('round_id.name', 'product_id')
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.round_id.name or ''} {line.product_id.display_name or ''}"

    @api.constrains('quantity', 'offer_id')
    def _check_quantity(self):
        for line in self:
            if line.offer_id and line.offer_id.line_id != line:
                raise ValidationError(self.env._(
                    "%(line)s: choose one of its own offers.", line=line.display_name))
            if line.offer_id and line.quantity and not line.uom_id.is_zero(
                    fitting := line.offer_id._round_up(line.quantity) - line.quantity):
                raise ValidationError(self.env._(
                    "%(vendor)s sells %(product)s by the %(pack)g %(unit)s and not less than %(min)g. "
                    "Buy %(next)g instead of %(quantity)g.",
                    vendor=line.vendor_id.display_name, product=line.product_id.display_name,
                    pack=line.offer_id.pack_quantity, unit=line.uom_id.name, quantity=line.quantity,
                    min=line.offer_id._get_minimum(), next=line.quantity + fitting))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_by_hand(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self.check_access('read')
        self._check_not_by_hand(vals.keys())
        self.round_id._check_in_preparation()
        quantity = vals.get('quantity') or 0
        # before amounts are computed of it; written so that “not a number” fails, too
        if not isinstance(quantity, (int, float)) or not 0 <= quantity <= MAX_QUANTITY:
            raise ValidationError(self.env._(
                "%(lines)s: buy zero or more and at most %(max)s.",
                lines=format_list(self.env, self[:10].mapped('display_name')), max=MAX_QUANTITY))
        return super().write(vals)

    def unlink(self):
        self._check_not_by_hand({'product_id'})
        return super().unlink()

    def action_open_requests(self):
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_supplies.office_supply_request_line_action_analysis')
        return action | {
            'domain': [('round_line_id', 'in', self.ids)], 'context': {}, 'views': [(False, 'list')],
            'name': self.env._("Requests")}

    def action_view_offers(self):
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_supplies.office_supply_round_offer_action')
        return action | {'domain': [('line_id', 'in', self.ids)], 'context': {'default_line_id': self[:1].id}}

    def action_open_order(self):
        """Open what was ordered for these lines."""
        self.check_access('read')
        return self._get_order_action()

    def _get_order_action(self):
        """Hook: the action that opens the orders of these lines."""
        pickings = self.move_ids.picking_id
        if not pickings:
            raise UserError(self.env._("%(lines)s: nothing was ordered yet.",
                                       lines=format_list(self.env, self[:10].mapped('display_name'))))
        return {
            'type': 'ir.actions.act_window', 'res_model': 'stock.picking', 'name': self.env._("Orders"),
            'view_mode': 'list,form', 'domain': [('id', 'in', pickings.ids)],
            'views': [(False, 'form')] if len(pickings) == 1 else [(False, 'list'), (False, 'form')],
            'res_id': pickings.id if len(pickings) == 1 else False,
        }

    def _check_not_by_hand(self, names):
        if not _preparing.get() and (names := set(names) - EDITABLE):
            raise UserError(self.env._(
                "%(fields)s of a collection round follow from what was filed and cannot be set by hand.",
                fields=format_list(self.env, sorted(
                    self._fields[name]._description_string(self.env) for name in names if name in self._fields))))

    @api.model
    def _create_as_system(self, vals_list):
        with preparing():
            return self.sudo().create(vals_list)  # sudo: only the round makes its lines

    def _remove(self):
        self.request_line_ids._write_round_line(None)
        with preparing():
            self.unlink()

    def _sum_up(self):
        """Sum up what was filed, and look at the stock."""
        stocks = self._get_stocks()
        with preparing():
            for line in self:
                asked = line.request_line_ids
                demand = sum(
                    each.uom_id._compute_quantity(each.open_quantity, line.uom_id, round=False) for each in asked)
                stock, promised, under_way = stocks[line]
                line.write({
                    'demand_quantity': demand, 'request_count': len(asked.request_id), 'stock_quantity': stock,
                    'promised_quantity': max(promised - demand, 0.0), 'under_way_quantity': under_way})

    def _forget(self, request_lines):
        """Count what ``request_lines`` ask for as promised and no longer as filed; what is missing stays the same.

        By hand, so that what was chosen to be bought, and approved, is not computed anew.
        """
        self.flush_recordset(['demand_quantity', 'promised_quantity', 'request_count'])
        for line, asked in request_lines.grouped('round_line_id').items():
            quantity = sum(each.uom_id._compute_quantity(each.quantity, line.uom_id, round=False) for each in asked)
            self.env.execute_query(SQL(
                """UPDATE office_supply_round_line
                      SET demand_quantity = GREATEST(demand_quantity - %(quantity)s, 0),
                          promised_quantity = promised_quantity + LEAST(demand_quantity, %(quantity)s),
                          request_count = GREATEST(request_count - %(count)s, 0)
                    WHERE id = %(id)s RETURNING id""",
                quantity=quantity, count=len(asked.request_id), id=line.id))
        self.invalidate_recordset(['demand_quantity', 'promised_quantity', 'request_count'])

    def _get_stocks(self):
        """Return ``{line: (in stock, promised to all, under way)}``, in the units of the products."""
        stocks = {}
        for supply_round, lines in self.grouped('round_id').items():
            products = lines.product_id.with_company(supply_round.company_id).with_context(
                allowed_company_ids=supply_round.company_id.ids, warehouse_id=supply_round._get_warehouse().id)
            quantities = products._compute_quantities_dict(None, None, None)
            unconfirmed = supply_round._get_unconfirmed_quantities(products)
            for line in lines:
                found = quantities[line.product_id.id]
                stocks[line] = (
                    (max(found['qty_available'], 0.0), found['outgoing_qty'],
                     found['incoming_qty'] + unconfirmed.get(line.product_id, 0.0))
                    if line.product_id.is_storable else (0.0, 0.0, 0.0))
        return stocks

    def _check_can_be_bought(self):
        """:raise UserError: a line has no vendor or no price"""
        if without := self.filtered(lambda line: not line.offer_id):
            raise UserError(self.env._(
                "No vendor is chosen for %(products)s in %(rounds)s. Choose one under “Offers” or add an offer there, "
                "or buy zero of it.", rounds=without.round_id._get_names(),
                products=format_list(self.env, without[:10].product_id.mapped('display_name'))))
        if free := self.filtered(lambda line: not line.offer_id.is_usable):
            raise UserError(self.env._(
                "The offers for %(products)s in %(rounds)s have no price or no unit that fits. Enter it in the offer, "
                "or choose another vendor.", rounds=free.round_id._get_names(),
                products=format_list(self.env, free[:10].product_id.mapped('display_name'))))

    def _check_prices(self):
        """:raise UserError: vendors have changed prices since the round was closed"""
        changes = self.filtered(lambda line: line.to_order_quantity).offer_id._get_price_changes()
        if changes:
            raise UserError(self.env._(
                "Prices have changed since %(rounds)s was closed:\n%(changes)s\nUse “Take New Prices”; if it becomes "
                "much dearer, it has to be approved again.", rounds=self.round_id._get_names(),
                changes='\n'.join(
                    f"{offer.product_id.display_name}, {offer.partner_id.display_name}: "
                    f"{format_amount(self.env, offer.price, offer.currency_id)} → "
                    f"{format_amount(self.env, price, offer.currency_id)}"
                    for offer, price in list(changes.items())[:10])))
