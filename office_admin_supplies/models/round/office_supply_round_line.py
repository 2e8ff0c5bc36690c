from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED

from .office_supply_round_offer import EPSILON

EDITABLE = {'quantity', 'offer_id', 'note'}
MAX_QUANTITY = 1_000_000


class OfficeSupplyRoundLine(models.Model):
    """One product of a collection round: how much is needed, what is there, what is bought of whom."""
    _name = 'office.supply.round.line'
    _description = 'Product of a Collection Round'
    _inherit = ['office.system.mixin']
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

    def write(self, vals):
        quantity = vals.get('quantity') or 0
        # before amounts are computed of it; written so that “not a number” fails, too
        if not isinstance(quantity, (int, float)) or not 0 <= quantity <= MAX_QUANTITY:
            raise ValidationError(self.env._(
                "%(lines)s: buy zero or more and at most %(max)s.",
                lines=format_list(self.env, self[:10].mapped('display_name')), max=MAX_QUANTITY))
        return super().write(vals)

    def unlink(self):
        if not self._is_as_system():
            self._check_not_of_system({'product_id'})
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

    def action_refresh_offers(self):
        """Read the price lists of the vendors anew; offers that were entered by hand stay."""
        self.check_access('write')
        self.round_id._check_in_preparation()
        self.sudo()._collect_offers()

    def _check_by_hand(self, names):
        super()._check_by_hand(names)
        self.round_id._check_in_preparation()

    def _get_by_hand_message(self, names=()):
        return self.env._(
            "%(fields)s of a collection round follow from what was filed and cannot be set by hand.",
            fields=self._get_labels(names))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | (self._fields.keys() - EDITABLE)

    def _remove(self):
        self.request_line_ids._write_as_system({'round_line_id': False})
        self._unlink_as_system()

    # What is needed and what is there

    def _sum_up(self):
        """Sum up what was filed, and look at the stock."""
        stocks = self._get_stocks()
        for line in self:
            asked = line.request_line_ids
            demand = sum(
                each.uom_id._compute_quantity(each.open_quantity, line.uom_id, round=False) for each in asked)
            stock, promised, under_way = stocks[line]
            line._write_as_system({
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

    # Offers and prices

    def _collect_offers(self):
        """Read what vendors want for what is missing, and choose the vendor that was chosen, or else the cheapest."""
        vendors = {line: line.vendor_id for line in self}
        self.offer_ids.filtered('supplierinfo_id')._unlink_as_system()
        self.env['office.supply.round.offer']._create_as_system([
            line._prepare_offer_values(info)
            for line, infos in self._get_price_lists().items() for info in infos])
        for line in self:
            usable = line.offer_ids.filtered('is_usable')
            if not line.offer_id and usable:
                best = usable.sorted(lambda offer, line=line: (
                    offer.partner_id != vendors[line], offer.amount, offer._get_amount(1.0, is_rounded=False),
                    offer.id))[0]
                line._write_as_system({'offer_id': best.id})

    def _prepare_offer_values(self, info):
        return {
            'line_id': self.id,
            'partner_id': info.partner_id.id,
            'supplierinfo_id': info.id,
            'uom_id': info.product_uom_id.id,
            'min_quantity': max(info.min_qty, 0.0),
            'price': max(info.price * (1 - info.discount / 100), 0.0),
            'currency_id': info.currency_id.id,
            'delay': max(info.delay, 0),
        }

    def _get_price_lists(self):
        """Return ``{line: price lists}`` that hold today, for each vendor the one for the quantity that is missing."""
        today = (self.company_id[:1] or self.env.company)._get_office_today()  # lines of one round
        infos = self.env['product.supplierinfo'].search(
            Domain('product_tmpl_id', 'in', self.product_id.product_tmpl_id.ids)
            & Domain('company_id', 'in', [False, *self.company_id.ids])
            & Domain('partner_id.active', '=', True)
            & (Domain('date_start', '=', False) | Domain('date_start', '<=', today))
            & (Domain('date_end', '=', False) | Domain('date_end', '>=', today)))
        by_template = infos.grouped('product_tmpl_id')
        return {line: line._select_price_lists(by_template.get(line.product_id.product_tmpl_id, infos.browse()))
                for line in self}

    def _select_price_lists(self, infos):
        """Of each vendor: the best price for what is missing, or what he sells the least of."""
        fitting = infos.filtered(lambda info: (
            info.product_id in (self.env['product.product'], self.product_id)
            and info.company_id in (self.env['res.company'], self.company_id)))
        chosen = self.env['product.supplierinfo']
        for _vendor, lists in fitting.grouped(lambda info: (info.partner_id, info.currency_id)).items():
            reached = lists.filtered(
                lambda info: info._get_supply_minimum(self.uom_id) <= self.missing_quantity + EPSILON)
            chosen |= (
                min(reached, key=lambda info: (-(info.price > 0), info.price_discounted, info.id)) if reached
                else min(lists, key=lambda info: (info._get_supply_minimum(self.uom_id), info.id)))
        return chosen

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

    # Orders and receipts

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

    def _tell_increase(self, before):
        """Tell who approved that more is expected of a vendor than that.

        :param dict before: ``{line: quantity}`` that was ordered before
        """
        for line in self:
            if line.uom_id.compare(line.ordered_quantity, max(before[line], line.quantity)) > 0:
                line.round_id.message_post(
                    body=self.env._(
                        "%(product)s: %(ordered)g %(unit)s are ordered now, and %(approved)g were approved.",
                        product=line.product_id.display_name, ordered=line.ordered_quantity, unit=line.uom_id.name,
                        approved=line.quantity),
                    partner_ids=line.round_id._get_deciders().partner_id.ids)

    def _prepare_receipt_values(self, picking_type):
        """Values of the move that receives what is still to be ordered of this line."""
        self.ensure_one()
        return {
            'product_id': self.product_id.id,
            'product_uom_qty': self.to_order_quantity,
            'product_uom': self.uom_id.id,
            'location_id': self.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': picking_type.default_location_dest_id.id,
            'picking_type_id': picking_type.id,
            'company_id': self.company_id.id,
            'price_unit': self.price_unit,
            'date': fields.Datetime.add(fields.Datetime.now(), days=self.offer_id.delay),
            'supply_round_line_id': self.id,
        }

    def _after_receipt(self, picking):
        """Tell the requesters whose goods came, or ask for a split where too little came for all."""
        waiting = self._get_waiting_moves()
        scarce = self.browse()
        there = self._get_quantities_there(waiting)
        for line in self:
            moves = waiting.get(line, self.env['stock.move'])
            asked = sum(move.product_qty for move in moves)
            if line.uom_id.compare(there[line], asked) < 0:
                scarce |= line
        self.env['office.supply.split']._open_for(scarce, picking)
        (self - scarce)._tell_requesters(waiting)

    def _after_return(self, pickings):
        """Goods went back to the vendor: what was divided is not there any more."""
        self.env['office.supply.split'].search([
            ('round_line_id', 'in', self.ids), ('state', '!=', 'cancelled')])._void()
        for picking in pickings:
            (self & picking.move_ids.supply_round_line_id)._after_receipt(picking)

    def _get_waiting_moves(self):
        """Return ``{line: moves}`` of all requests that wait for the product; confidential ones keep what they have."""
        found = {}
        for company, lines in self.grouped('company_id').items():
            moves = self.env['stock.move'].search([
                ('supply_line_id', '!=', False), ('company_id', '=', company.id),
                ('product_id', 'in', lines.product_id.ids), ('state', 'not in', ('draft', 'done', 'cancel')),
                ('supply_request_id.secrecy_level', 'not in', RESTRICTED)])
            by_product = moves.grouped('product_id')
            found |= {line: by_product[line.product_id] for line in lines if line.product_id in by_product}
        return found

    def _get_quantities_there(self, waiting):
        """Return ``{line: quantity}`` that can be divided: what is free, and what ``waiting`` moves have reserved."""
        there = {}
        for supply_round, lines in self.grouped('round_id').items():
            products = lines.product_id.with_company(supply_round.company_id).with_context(
                allowed_company_ids=supply_round.company_id.ids, warehouse_id=supply_round._get_warehouse().id)
            free = products._get_free_quantities()
            for line in lines:
                reserved = sum(
                    move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False)
                    for move in waiting.get(line, ()))
                # in whole pieces, whatever the book has left over
                there[line] = line.product_id._floor_supplies(
                    line.uom_id.round(max(free[line.product_id], 0.0) + reserved))
        return there

    def _tell_requesters(self, waiting):
        """Tell each request of these lines once what of it is there now."""
        moves = self.env['stock.move'].union(*(
            waiting[line].filtered(lambda move, line=line: move.supply_line_id.round_line_id == line)
            for line in self if line in waiting)).filtered('quantity')
        for request, its_moves in moves.grouped('supply_request_id').items():
            items = [f"{move.product_id.name} × {move.quantity:g} {move.product_uom.name}" for move in its_moves]
            request.sudo().message_post(  # sudo: the system says it
                body=self.env._("Your goods are there: %(items)s", items=format_list(self.env, items)),
                partner_ids=request._filter_readers(request._get_beneficiary_users()).partner_id.ids,
                subtype_xmlid='office_admin_supplies.mt_goods_arrived')
