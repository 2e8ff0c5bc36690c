from odoo import api, fields, models
from odoo.exceptions import UserError

ENTRY_FIELDS = {'counted_quantity', 'note'}
MAX_COUNTED = 10_000_000
SHOWN_STATES = ('counted', 'done')  # from here on the book is shown beside the count


class OfficeSupplyCountLine(models.Model):
    """One product in one place: how much was found, by whom, and what the book said at that moment."""
    _name = 'office.supply.count.line'
    _description = 'Item of a Supply Room Count'
    _inherit = ['office.system.mixin']
    _order = 'count_id, location_id, product_id, id'

    count_id = fields.Many2one('office.supply.count', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='count_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='count_id.state', store=True, precompute=True, index=True)
    product_id = fields.Many2one('product.product', required=True, readonly=True, ondelete='restrict')
    location_id = fields.Many2one('stock.location', "Place", required=True, readonly=True, ondelete='restrict')
    lot_id = fields.Many2one('stock.lot', readonly=True, ondelete='restrict')
    uom_id = fields.Many2one(related='product_id.uom_id')
    counted_quantity = fields.Float("Counted", digits='Product Unit', aggregator=None)
    is_counted = fields.Boolean(readonly=True)
    is_second = fields.Boolean("Second Count", readonly=True)
    note = fields.Char()
    counter_id = fields.Many2one('res.users', "Counted By", readonly=True)
    count_datetime = fields.Datetime("Counted On", readonly=True)
    first_counter_id = fields.Many2one('res.users', "First Counted By", readonly=True)
    first_quantity = fields.Float(digits='Product Unit', readonly=True, groups=fields.NO_ACCESS)
    book_quantity = fields.Float(digits='Product Unit', readonly=True, groups=fields.NO_ACCESS)
    shown_book_quantity = fields.Float(
        "Book", compute='_compute_shown', compute_sudo=True, digits='Product Unit', aggregator=None,
        help="At the moment at which it was counted. Hidden until all is counted.")
    difference = fields.Float(compute='_compute_shown', compute_sudo=True, digits='Product Unit', aggregator=None)
    currency_id = fields.Many2one(related='company_id.currency_id')
    difference_value = fields.Monetary("Value", compute='_compute_shown', compute_sudo=True)

    _item_uniq = models.UniqueIndex(
        '(count_id, product_id, location_id, COALESCE(lot_id, 0))', "This item is in the count already.")

    @api.depends('state', 'counted_quantity', 'book_quantity')
    def _compute_shown(self):
        for line in self:
            # of the record itself, whatever a dialog that is not saved says
            is_shown = line._origin.count_id.state in SHOWN_STATES
            line.shown_book_quantity = is_shown and line.book_quantity
            line.difference = is_shown and line.counted_quantity - line.book_quantity
            line.difference_value = is_shown and line._get_value()

    @api.depends('product_id', 'location_id', 'lot_id')
    def _compute_display_name(self):
        for line in self.sudo():  # sudo: counters need not be of those who read the stock
            names = [line.product_id.display_name, line.lot_id.name, line.location_id.name]
            line.display_name = " · ".join(filter(None, names))

    def write(self, vals):
        if not self._get_names_by_hand(vals):
            return super().write(vals)
        self.check_access('write')
        if vals.keys() - ENTRY_FIELDS:
            raise UserError(self.env._(
                "%(item)s: enter only how much there is, and a note.", item=self[:1].display_name or self._description))
        self._check_can_enter()
        if 'counted_quantity' not in vals:
            return super().write(vals)
        counted = vals['counted_quantity']
        # written so that “not a number” fails, too
        if not isinstance(counted, (int, float)) or not 0 <= counted <= MAX_COUNTED:
            raise UserError(self.env._(
                "%(item)s: enter zero or more, and at most %(max)s.", item=self[:1].display_name, max=MAX_COUNTED))
        for line_sudo in self.sudo():  # sudo: the book is hidden from all
            line_sudo._write_as_system({
                **vals, 'is_counted': True, 'counter_id': self.env.uid, 'count_datetime': fields.Datetime.now(),
                'book_quantity': line_sudo._get_book_quantity()})
        return True

    def action_none(self):
        """Enter that there is none."""
        self.write({'counted_quantity': 0.0})

    def _check_can_enter(self):
        """:raise UserError: the count is not open, the user is no counter, or has counted it the first time"""
        for count in self.count_id:
            if count.state != 'counting':
                raise UserError(self.env._(
                    "%(count)s is not being counted now. Nothing can be entered.", count=count.display_name))
            if self.env.user not in count.counter_ids:
                raise UserError(self.env._(
                    "%(count)s: you are not one of its counters. An officer can add you.", count=count.display_name))
        if own := self.filtered(lambda line: line.first_counter_id == self.env.user):
            raise UserError(self.env._(
                "%(item)s: you have counted it the first time. Somebody else counts it again.",
                item=own[0].display_name))

    def _ask_second_count(self):
        """Clear what was entered, so that somebody else counts without seeing it."""
        for line in self:
            line._write_as_system({
                'first_quantity': line.counted_quantity, 'first_counter_id': line.counter_id.id, 'is_second': True,
                'counted_quantity': 0.0, 'is_counted': False, 'counter_id': False, 'count_datetime': False})

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'is_counted', 'counter_id', 'count_datetime', 'book_quantity', 'is_second', 'first_counter_id',
            'first_quantity'}

    def _get_quants(self):
        self.ensure_one()
        return self.env['stock.quant'].search([
            ('product_id', '=', self.product_id.id), ('location_id', '=', self.location_id.id),
            ('lot_id', '=', self.lot_id.id), ('package_id', '=', False), ('owner_id', '=', False)])

    def _get_book_quantity(self):
        """What the book says now, in the unit of the product."""
        return sum(self._get_quants().mapped('quantity'))

    def _is_different(self):
        return self.uom_id.compare(self.counted_quantity, self.book_quantity) != 0

    def _get_value(self):
        cost = self.product_id.with_company(self.company_id).standard_price
        return (self.counted_quantity - self.book_quantity) * cost

    def _get_reserving_moves(self):
        """Return the open hand-outs of these products, for which something lies ready."""
        return self.env['stock.move'].search([
            ('product_id', 'in', self.product_id.ids), ('company_id', 'in', self.company_id.ids),
            ('supply_line_id', '!=', False), ('state', 'in', ('assigned', 'partially_available'))])

    def _prepare_correction(self):
        """Set on Odoo's record of this stock what there is now, and return it.

        :raise UserError: so much is not in the book any more
        """
        difference = self.counted_quantity - self.book_quantity
        quant = self._get_quants()[:1] or self.env['stock.quant'].create({
            'product_id': self.product_id.id, 'location_id': self.location_id.id, 'lot_id': self.lot_id.id})
        wanted = quant.quantity + difference
        if self.uom_id.compare(wanted, 0.0) < 0:
            raise UserError(self.env._(
                "%(count)s: %(item)s has moved since it was counted. %(book)g %(unit)s are in the book now, and "
                "%(missing)g were missing. Press “Count Again”.", count=self.count_id.display_name,
                item=self.display_name, book=quant.quantity, unit=self.uom_id.name, missing=-difference))
        quant.write({'inventory_quantity': wanted, 'inventory_quantity_set': True})
        return quant
