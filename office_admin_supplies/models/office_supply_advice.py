from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import supply_arithmetic as arithmetic

MANAGER = 'office_admin_supplies.group_manager'
BATCH = 500
JOB = 'office_admin_supplies.ir_cron_advise'
OPEN_STATES = ('waiting', 'confirmed', 'partially_available', 'assigned')


class OfficeSupplyAdvice(models.Model):
    """How often and how much to buy of a product, from what was consumed of it in the last twelve whole months.

    All figures are made by the scheduled action or by “Count Anew”; people only say whether the product is stocked.
    """
    _name = 'office.supply.advice'
    _description = 'Buying Advice'
    _inherit = ['office.batch.mixin']
    _order = 'abc, yearly_value desc, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, index=True, ondelete='cascade')
    product_category_id = fields.Many2one(related='product_id.categ_id', string="Category", store=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    computed_on = fields.Date("Counted On", readonly=True)
    month_count = fields.Integer("Months Known", readonly=True, aggregator=None)
    monthly_demand = fields.Json("Demand by Month", readonly=True)  # of the last whole months, the oldest first
    first_month = fields.Date("Known Since", readonly=True)
    last_move_date = fields.Date("Last Moved On", readonly=True)
    demand = fields.Float("Demand a Working Day (d)", readonly=True, digits=(16, 4), aggregator=None)
    deviation = fields.Float("Deviation of Demand (σd)", readonly=True, digits=(16, 4), aggregator=None)
    yearly_demand = fields.Float("Demand a Year (D)", readonly=True, digits='Product Unit')
    yearly_value = fields.Monetary("Value a Year", readonly=True)
    trend = fields.Float("Trend a Month (%)", readonly=True, digits=(16, 1), aggregator=None)
    variation = fields.Float("Variation (CV)", readonly=True, digits=(16, 3), aggregator=None)
    abc = fields.Selection([('A', "A"), ('B', "B"), ('C', "C")], "ABC", readonly=True)
    xyz = fields.Selection([('X', "X"), ('Y', "Y"), ('Z', "Z"), ('N', "N (new)")], "XYZ", readonly=True)
    vendor_id = fields.Many2one('res.partner', readonly=True, index='btree_not_null')
    price = fields.Monetary("Cost of a Unit", readonly=True, aggregator=None)
    pack = fields.Float(readonly=True, digits='Product Unit', aggregator=None, default=1.0)
    minimum = fields.Float("Least Order", readonly=True, digits='Product Unit', aggregator=None)
    service_level = fields.Float("Service Level (%)", readonly=True, digits=(16, 2), aggregator=None)
    lead = fields.Float(
        "Lead Time (L, working days)", readonly=True, digits=(16, 2), aggregator=None,
        help="The days of the vendor; where at least three orders of the last year were received, what these took.")
    lead_deviation = fields.Float("Deviation of Lead Time (σL)", readonly=True, digits=(16, 2), aggregator=None)
    review = fields.Integer("Days between Orders (R, working days)", readonly=True, aggregator=None)
    order_cost = fields.Monetary("Cost of an Order (S)", readonly=True, aggregator=None)
    holding_cost = fields.Monetary("Cost of a Unit in Stock a Year (H)", readonly=True, aggregator=None)
    safety_stock = fields.Float(readonly=True, digits=(16, 2), aggregator=None)
    reorder_point = fields.Float(readonly=True, digits='Product Unit', aggregator=None)
    target = fields.Float(readonly=True, digits='Product Unit', aggregator=None)
    economic_quantity = fields.Float(readonly=True, digits='Product Unit', aggregator=None)
    orders_now = fields.Float("Orders a Year, Now", readonly=True, digits=(16, 1))
    stock_now = fields.Float("Average Stock, Now", readonly=True, digits='Product Unit')
    cost_now = fields.Monetary("Yearly Cost, Now", readonly=True)
    orders_advised = fields.Float("Orders a Year, Advised", readonly=True, digits=(16, 1))
    stock_advised = fields.Float("Average Stock, Advised", readonly=True, digits='Product Unit')
    cost_advised = fields.Monetary("Yearly Cost, Advised", readonly=True)
    stock_out_days = fields.Integer(
        "Stock-Out Days", readonly=True,
        help="Working days of the last 12 months at the end of which nothing was left.")
    known_days = fields.Integer("Working Days Known", readonly=True)
    is_stocked_suggested = fields.Boolean(
        "Suggested as Stocked", readonly=True,
        help="Of class A or B, or asked for in enough of the last six months.")
    stocked_choice = fields.Selection(
        [('yes', "Stocked"), ('no', "Not Stocked")], "Stocked by Choice", help="Empty: as suggested.")
    is_stocked = fields.Boolean("Stocked", compute='_compute_is_stocked', store=True)
    orderpoint_id = fields.Many2one('stock.warehouse.orderpoint', "Reordering Rule", readonly=True, copy=False)
    on_hand = fields.Float(compute='_compute_position', digits='Product Unit')
    on_order = fields.Float(compute='_compute_position', digits='Product Unit')
    reserved = fields.Float("Promised", compute='_compute_position', digits='Product Unit')
    position = fields.Float(
        "Inventory Position", compute='_compute_position', digits='Product Unit',
        help="On hand + on order − promised and not yet handed out.")
    order_now = fields.Float(compute='_compute_position', digits='Product Unit')
    stock_value = fields.Monetary(compute='_compute_position')
    is_slow = fields.Boolean("Slow", compute='_compute_is_slow', search='_search_is_slow')

    _product_uniq = models.UniqueIndex('(company_id, product_id)', "There is already an advice for this product.")
    _computed_idx = models.Index('(computed_on, id)')

    @api.depends('is_stocked_suggested', 'stocked_choice')
    def _compute_is_stocked(self):
        for advice in self:
            advice.is_stocked = advice.stocked_choice == 'yes' or (
                not advice.stocked_choice and advice.is_stocked_suggested)

    @api.depends('product_id', 'target', 'pack', 'minimum', 'price')
    def _compute_position(self):
        for company, advices in self.grouped('company_id').items():
            positions = self._get_positions(company, advices.product_id)
            for advice in advices:
                on_hand, on_order, reserved = positions.get(advice.product_id.id, (0.0, 0.0, 0.0))
                position = on_hand + on_order - reserved
                advice.update({
                    'on_hand': on_hand, 'on_order': on_order, 'reserved': reserved, 'position': position,
                    'order_now': arithmetic.get_order(advice.target, position, advice.pack or 1.0, advice.minimum),
                    'stock_value': on_hand * advice.price,
                })

    @api.depends('last_move_date')
    def _compute_is_slow(self):
        slow = set(self._search(Domain('id', 'in', self.ids) & Domain('is_slow', '=', True)) if self.ids else ())
        for advice in self:
            advice.is_slow = advice._origin.id in slow

    def _search_is_slow(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain.OR(
            Domain('company_id', '=', company.id)
            & Domain('last_move_date', '<=', company._get_office_today() - timedelta(days=company.supply_slow_days))
            & Domain('product_id', 'in', self._get_stocked_product_ids(company))
            for company in self.env.companies)

    @api.model
    def _get_stocked_product_ids(self, company):
        """The products of which there is something in the stock of ``company``."""
        # sudo: an auditor may not read the stock
        groups = self.env['stock.quant'].sudo()._read_group(
            [('company_id', '=', company.id), ('location_id.usage', '=', 'internal')], ['product_id'],
            having=[('quantity:sum', '>', 0)])
        return [product.id for [product] in groups]

    @api.model
    def _get_positions(self, company, products):
        """Return what there is and what is to come and go of ``products``, in their units, by one query.

        :return: ``{product id: (on hand, on order, promised)}``
        """
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT product_id, SUM(on_hand)::float, SUM(on_order)::float, SUM(reserved)::float FROM (
                SELECT quant.product_id, quant.quantity AS on_hand, 0 AS on_order, 0 AS reserved
                  FROM stock_quant quant JOIN stock_location location ON location.id = quant.location_id
                 WHERE location.usage = 'internal' AND quant.company_id = %(company)s
                   AND quant.product_id = ANY(%(products)s)
                 UNION ALL
                SELECT move.product_id, 0, CASE WHEN target.usage = 'internal' THEN move.product_qty ELSE 0 END,
                       CASE WHEN source.usage = 'internal' THEN move.product_qty ELSE 0 END
                  FROM stock_move move JOIN stock_location source ON source.id = move.location_id
                  JOIN stock_location target ON target.id = COALESCE(move.location_final_id, move.location_dest_id)
                 WHERE move.state IN %(open)s AND move.company_id = %(company)s
                   AND move.product_id = ANY(%(products)s)
                   AND (source.usage = 'internal') <> (target.usage = 'internal')
            ) stock GROUP BY product_id""", company=company.id, products=products.ids, open=OPEN_STATES))
        return {product: tuple(quantities) for product, *quantities in rows}

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Advice is counted from what was consumed and is not made by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {'stocked_choice'}:
            raise AccessError(self.env._(
                "The figures of %(products)s are counted from what was consumed. Change the settings, or try others in "
                "“What If”.", products=', '.join(self.mapped('display_name'))))
        return super().write(vals)

    def action_compute(self):
        """Count these anew; without any, let the scheduled action count all."""
        self._check_manager()
        if self:
            self.sudo()._compute_figures()  # sudo: nobody writes figures by hand
        return True

    def action_compute_all(self):
        """Count all products of the companies of the user anew, as soon as the scheduled action comes to it."""
        self._check_manager()
        # sudo: nobody writes figures by hand
        self.sudo().search([('company_id', 'in', self.env.companies.ids)]).computed_on = False
        self.env.ref(JOB).sudo()._trigger()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'info', 'message': self.env._("All products are counted anew. Look again in a minute.")},
        }

    def action_what_if(self):
        self.ensure_one()
        self._check_manager()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'office.supply.advice.what.if',
            'name': self.env._("What If"),
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_advice_id': self.id},
        }

    def action_apply(self):
        """Let Odoo's own replenishment reorder as advised."""
        for advice in self:
            advice._apply(advice.reorder_point, advice.target)
        return True

    def action_view_consumption(self):
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_consumption_action')
        return action | {
            'domain': [('product_id', '=', self.product_id.id), ('company_id', '=', self.company_id.id)],
            'context': {'group_by': ['date:month', 'department_id']}}

    def action_view_orderpoint(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('stock.action_orderpoint')
        return action | {'domain': [('id', '=', self.orderpoint_id.id)], 'context': {}}

    def _apply(self, least, most):
        """Write the reordering rule of this product, of which Odoo's replenishment takes care.

        :raise UserError: there is nothing to go by, or no warehouse
        """
        self.ensure_one()
        self._check_manager()
        self.check_access('read')
        if not self.product_id.is_storable or not 0 < most < float('inf') or least > most:
            raise UserError(self.env._(
                "%(product)s has no target that could be applied: it needs a stock and some consumption.",
                product=self.product_id.display_name))
        # sudo: reordering rules belong to administrators of Inventory; the rule is still made by the user himself,
        # since Odoo throws away those made by the superuser
        self.sudo()._write_orderpoint({'product_min_qty': least, 'product_max_qty': most})

    def _write_orderpoint(self, values):
        company = self.company_id
        warehouse = company._get_supply_stock()
        if not warehouse:
            raise UserError(self.env._(
                "%(company)s has no warehouse for which %(product)s could be reordered. Ask an administrator to make "
                "one in Inventory.", company=company.name, product=self.product_id.display_name))
        values = values | {'active': True, 'trigger': company.supply_orderpoint_trigger}
        place = {'product_id': self.product_id.id, 'location_id': warehouse.lot_stock_id.id, 'company_id': company.id}
        rules = self.orderpoint_id.with_context(active_test=False)
        rule = rules.search([(name, '=', value) for name, value in place.items()], limit=1)
        if rule:
            rule.write(values)
        else:
            rule = rules.create(values | place | {'warehouse_id': warehouse.id})
        self.orderpoint_id = rule

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager of supplies counts advice anew, tries it out or applies it."))
