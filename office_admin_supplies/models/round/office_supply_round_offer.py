from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

EPSILON = 1e-6
LIMITS = {'price': 1_000_000_000, 'min_quantity': 1_000_000, 'delay': 3650}


class OfficeSupplyRoundOffer(models.Model):
    """What one vendor wants for one product of a collection round."""
    _name = 'office.supply.round.offer'
    _description = 'Offer in a Collection Round'
    _inherit = ['office.system.mixin']
    _order = 'line_id, is_usable desc, amount, id'
    _check_company_auto = True

    line_id = fields.Many2one(
        'office.supply.round.line', "Product of the Round", required=True, index=True, ondelete='cascade')
    round_id = fields.Many2one(related='line_id.round_id', store=True, precompute=True, index=True)
    company_id = fields.Many2one(related='line_id.company_id', store=True, precompute=True)
    product_id = fields.Many2one(related='line_id.product_id', store=True, precompute=True)
    partner_id = fields.Many2one('res.partner', "Vendor", required=True, check_company=True, index=True)
    supplierinfo_id = fields.Many2one('product.supplierinfo', "Price List", readonly=True, ondelete='set null')
    uom_id = fields.Many2one(
        'uom.uom', "Unit", compute='_compute_uom_id', store=True, readonly=False, precompute=True, required=True)
    pack_quantity = fields.Float(
        "Per Pack", compute='_compute_pack_quantity', store=True, digits='Product Unit',
        help="So many units of the product are in one unit of the vendor.")
    min_quantity = fields.Float("At Least", digits='Product Unit', help="In the unit of the vendor.")
    price = fields.Float("Vendor's Price", min_display_digits='Product Price', aggregator=None,
                         help="For one unit of the vendor, with his discount, in his currency.")
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id)
    delay = fields.Integer("Lead Time (days)", aggregator=None)
    quantity = fields.Float(
        compute='_compute_quantity', store=True, digits='Product Unit',
        help="What one would have to buy of this vendor.")
    amount = fields.Monetary(
        compute='_compute_quantity', store=True, currency_field='company_currency_id',
        help="For this quantity, in the company's currency.")
    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    is_usable = fields.Boolean(compute='_compute_is_usable', store=True)
    is_cheapest = fields.Boolean("Cheapest", compute='_compute_is_cheapest')
    is_chosen = fields.Boolean("Chosen", compute='_compute_is_chosen')

    @api.depends('line_id')
    def _compute_uom_id(self):
        for offer in self:
            offer.uom_id = offer.line_id.uom_id

    @api.depends('uom_id', 'line_id.product_id')
    def _compute_pack_quantity(self):
        for offer in self:
            unit = offer.line_id.uom_id
            fits = offer.uom_id and unit and offer.uom_id._has_common_reference(unit)
            offer.pack_quantity = offer.uom_id._compute_quantity(1.0, unit, round=False) if fits else 0.0

    @api.depends('pack_quantity', 'min_quantity', 'price', 'currency_id', 'line_id.missing_quantity')
    def _compute_quantity(self):
        for offer in self:
            missing = offer.line_id.missing_quantity
            offer.quantity = offer._round_up(missing) if missing > EPSILON else 0.0
            offer.amount = offer._get_amount(offer.quantity)

    @api.depends('price', 'pack_quantity')
    def _compute_is_usable(self):
        for offer in self:
            offer.is_usable = offer.price > 0 and offer.pack_quantity > 0

    @api.depends('line_id.offer_ids.amount', 'line_id.offer_ids.is_usable')
    def _compute_is_cheapest(self):
        for offer in self:
            amounts = [other.amount for other in offer.line_id.offer_ids if other.is_usable]
            offer.is_cheapest = offer.is_usable and offer.amount <= min(amounts)

    @api.depends('line_id.offer_id')
    def _compute_is_chosen(self):
        for offer in self:
            offer.is_chosen = offer.line_id.offer_id == offer

    @api.depends('partner_id', 'price', 'currency_id')
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = offer.partner_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_numbers(vals)
        offers = super().create(vals_list)
        if not offers._is_as_system():
            offers.line_id.round_id._check_in_preparation()
        return offers

    def write(self, vals):
        self._check_numbers(vals)
        return super().write(vals)

    def unlink(self):
        if not self._is_as_system():
            self.line_id.round_id._check_in_preparation()
        return super().unlink()

    def action_choose(self):
        """Buy of these vendors, each the product of his offer."""
        for offer in self:
            offer.line_id.offer_id = offer

    def _check_by_hand(self, names):
        super()._check_by_hand(names)
        self.line_id.round_id._check_in_preparation()
        if 'line_id' in names:
            raise UserError(self.env._("An offer stays with its product. Delete it and add another one."))

    def _get_by_hand_message(self, names=()):
        return self.env._(
            "%(fields)s of an offer follow from its unit and price and cannot be set by hand.",
            fields=self._get_labels(names))

    def _check_numbers(self, vals):
        """Check before amounts are computed of it.

        :raise ValidationError: what is no sensible number
        """
        for name, most in LIMITS.items():
            value = vals.get(name) or 0
            # written so that “not a number” fails, too
            if not isinstance(value, (int, float)) or not 0 <= value <= most:
                raise ValidationError(self.env._(
                    "%(field)s of an offer is zero or more and at most %(most)s.", most=most,
                    field=self._fields[name]._description_string(self.env)))

    def _round_up(self, quantity):
        """Return the next quantity that the vendor sells, in the unit of the product."""
        self.ensure_one()
        if not self.pack_quantity > 0:
            return quantity
        packs = max(ceil(quantity / self.pack_quantity - EPSILON), self.min_quantity)
        if self.pack_quantity == 1.0 and self.uom_id == self.line_id.uom_id:
            packs = max(self.uom_id.round(quantity, rounding_method='UP'), self.min_quantity)
        return self.line_id.uom_id.round(packs * self.pack_quantity)

    def _get_minimum(self):
        return self.min_quantity * self.pack_quantity

    def _get_amount(self, quantity, is_rounded=True):
        """Return what ``quantity`` (in the unit of the product) costs, in the company's currency."""
        self.ensure_one()
        if not self.pack_quantity > 0:
            return 0.0
        company = self.line_id.company_id
        return (self.currency_id or company.currency_id)._convert(
            quantity / self.pack_quantity * self.price, company.currency_id, company,
            company._get_office_today(), round=is_rounded)

    def _get_price_changes(self):
        """Return ``{offer: price}`` where the price list of the vendor says something else now."""
        changes = {}
        for offer in self.sudo().filtered('supplierinfo_id'):  # sudo: price lists
            info = offer.supplierinfo_id
            price = info.price * (1 - info.discount / 100)
            if info.currency_id == offer.currency_id and info.product_uom_id == offer.uom_id and abs(
                    price - offer.price) > EPSILON:
                changes[offer] = price
        return changes

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | self._get_computed_fields() | {'supplierinfo_id'}
