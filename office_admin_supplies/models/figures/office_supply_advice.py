import json
from collections import defaultdict
from datetime import timedelta
from functools import partial

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ... import supply_arithmetic as arithmetic
from ...groups import MANAGER
from ...supply_history import Flow, Period

BATCH = 500
JOB = 'office_admin_supplies.ir_cron_advise'
OPEN_STATES = ('waiting', 'confirmed', 'partially_available', 'assigned')
ASKED_MONTHS = 6
FORMULAS = ('safety_words', 'point_words', 'target_words', 'order_words', 'quantity_words')


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
    demand_graph = fields.Text(compute='_compute_demand_graph')
    safety_words = fields.Char("Safety Stock in Words", compute='_compute_words')
    point_words = fields.Char("Reorder Point in Words", compute='_compute_words')
    target_words = fields.Char("Target in Words", compute='_compute_words')
    order_words = fields.Char("Order in Words", compute='_compute_words')
    quantity_words = fields.Char("Economic Quantity in Words", compute='_compute_words')
    policy = fields.Char(compute='_compute_policy')
    season = fields.Char("Forecast", compute='_compute_policy')
    warning_ids = fields.One2many('office.supply.warning', 'advice_id', "Warnings")

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

    @api.depends('monthly_demand')
    @api.depends_context('lang')
    def _compute_demand_graph(self):
        for advice in self:
            advice.demand_graph = json.dumps([{
                'key': self.env._("Demand"),
                'values': [
                    {'label': label, 'value': value, 'type': 'past'}
                    for label, value in zip(advice._get_month_labels(), advice.monthly_demand or [], strict=True)],
            }])

    @api.depends('abc', 'xyz', 'monthly_demand', 'trend')
    @api.depends_context('lang')
    def _compute_policy(self):
        policies = self._get_policies()
        for advice in self:
            advice.policy = policies.get((advice.abc, advice.xyz), '')
            advice.season = advice._get_season()

    @api.depends('demand', 'deviation', 'lead', 'lead_deviation', 'review', 'service_level', 'target', 'pack',
                 'minimum', 'order_cost', 'holding_cost', 'yearly_demand', 'position')
    @api.depends_context('lang')
    def _compute_words(self):
        for advice in self:
            if not advice.service_level:
                advice.update(dict.fromkeys(FORMULAS, False))
                continue
            names = advice._get_named_figures()
            advice.safety_words = self.env._(
                "z × √(L × σd² + d² × σL²) = %(z)s × √(%(lead)s × %(sd)s² + %(d)s² × %(sl)s²) = %(safety)s, with "
                "z = %(z)s for %(level)s %%", **names)
            advice.point_words = self.env._(
                "d × L + safety stock = %(d)s × %(lead)s + %(safety)s = %(exact)s, rounded up: %(point)s", **names,
                exact=advice._say(advice.demand * advice.lead + advice.safety_stock),
                point=advice._say(advice.reorder_point))
            advice.target_words = self.env._(
                "d × (R + L) + z × √((R + L) × σd² + d² × σL²) = %(d)s × %(both)s + %(z)s × √(%(both)s × %(sd)s² + "
                "%(d)s² × %(sl)s²) = %(exact)s, rounded up: %(target)s", **names, target=advice._say(advice.target),
                exact=advice._say(advice._get_exact_target()))
            advice.order_words = advice._get_order_words()
            advice.quantity_words = advice._get_quantity_words()

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
        result = super().write(vals)
        if 'stocked_choice' in vals:
            self.env['office.supply.warning']._check_soon()
        return result

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

    # Reordering rules

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
        warehouse = company._get_supply_warehouse()
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

    # Counting the figures: in batches of products, each with a few queries

    @api.model
    def _cron_compute(self):
        """Count what was not counted today, in batches."""
        for company in self.env['res.company'].search([]):
            self._create_missing(company)
        before_today = Domain.OR(
            Domain('company_id', 'in', companies.ids) & Domain('computed_on', '<', today)
            for today, companies in self.env['res.company']._get_by_office_today())
        classes = {}  # of a company, counted once a run
        self._run_in_batches(
            JOB,
            lambda: self.search(
                before_today | Domain('computed_on', '=', False), order='computed_on, id', limit=BATCH),
            partial(self.__class__._compute_figures, classes=classes), self.__class__._put_off)
        self.env['office.supply.warning']._check_soon()

    @api.model
    def _compute_at_once(self):
        """Count everything and look at the stock, without scheduled actions: for demo data and small offices."""
        for company in self.env['res.company'].search([]):
            self._create_missing(company)
            self.search([('company_id', '=', company.id)])._compute_figures()
            self.env['office.supply.warning']._check_company(company)

    def _put_off(self):
        for advice in self:
            advice.computed_on = advice.company_id._get_office_today()

    @api.model
    def _create_missing(self, company):
        """Make an advice for each office supply of ``company`` that has none, and take away those of others."""
        known = self.search([('company_id', '=', company.id)])
        products = self.env['product.product'].search([
            ('supply_ok', '=', True), ('is_storable', '=', True), ('company_id', 'in', (False, company.id))])
        wanted = set(products._ids)
        known.filtered(lambda advice: advice.product_id.id not in wanted).unlink()
        products -= known.exists().product_id
        return self.create([{'company_id': company.id, 'product_id': product.id} for product in products])

    def _compute_figures(self, classes=None):
        """Count all figures of these.

        :param dict classes: classes by ``company``, filled while they are asked for
        """
        self.env.flush_all()
        classes = {} if classes is None else classes
        for company, advices in self.grouped('company_id').items():
            period = Period(company)
            if company not in classes:
                classes[company] = self._get_classes(company, period)
            advices.with_company(company)._compute_figures_of(company, period, classes[company])

    def _compute_figures_of(self, company, period, classes):
        products = self.product_id
        flows = self._get_flows(company, products, period)
        on_hand = {product: quantities[0] for product, quantities in self._get_positions(company, products).items()}
        bounds = self._get_move_bounds(company, products, period)
        asked = self._get_asked_months(company, products, period)
        sellers = self._get_sellers(company, products)
        leads = self._get_measured_lead_times(company, products, period)
        for advice in self:
            product = advice.product_id
            history = period.get_history(flows[product.id], bounds.get(product.id), on_hand.get(product.id, 0.0))
            values = history | {
                'computed_on': period.today,
                'abc': classes.get(product.id, 'C'),
                'price': product.standard_price,
                **self._prepare_buying_values(company, product, sellers.get(product.id), leads.get(product.id), period),
            }
            values['is_stocked_suggested'] = values['abc'] in ('A', 'B') and history['yearly_demand'] > 0 or (
                asked.get(product.id, 0) >= company.supply_stocked_months)
            advice.write(values | self._prepare_advice_values(company, values))

    @api.model
    def _get_classes(self, company, period):
        """Return the ABC class of each product of ``company``: ``{product id: letter}``."""
        flows = self.env.execute_query(self._get_flows_query(company, period, period.end))
        used = {product: demand for product, _day, _change, demand, _receipts in flows}
        products = self.env['product.product'].with_company(company).browse(used)
        return arithmetic.get_abc({
            product.id: max(used[product.id], 0.0) * product.standard_price for product in products.exists()})

    @api.model
    def _get_flows(self, company, products, period):
        """Return by product what moved each day: ``{product id: [Flow]}``."""
        flows = defaultdict(list)
        for product, *flow in self.env.execute_query(
                self._get_flows_query(company, period, period.today + timedelta(days=1), products)):
            flows[product].append(Flow(*flow))
        return flows

    @api.model
    def _get_flows_query(self, company, period, end, products=None):
        """Return what moved of the supplies of ``company`` before ``end``: of ``products`` by day, or of all in all."""
        day = SQL("(move.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", period.tz)
        return SQL(
            """
            SELECT product_id, day, SUM(quantity * (to_stock::int - from_stock::int))::float,
                   SUM(quantity * (to_use::int - from_use::int))::float, MAX((to_stock AND from_vendor)::int)
              FROM (
                SELECT move.product_id, %(day)s AS day, move.quantity * move_uom.factor / uom.factor AS quantity,
                       source.usage = 'internal' AS from_stock, target.usage = 'internal' AS to_stock,
                       source.usage = 'supplier' AS from_vendor,
                       (source.supply_department_id IS NOT NULL OR source.id = company.supply_location_id) AS from_use,
                       (target.supply_department_id IS NOT NULL OR target.id = company.supply_location_id) AS to_use
                  FROM stock_move move
                  JOIN stock_location source ON source.id = move.location_id
                  JOIN stock_location target ON target.id = move.location_dest_id
                  JOIN res_company company ON company.id = move.company_id
                  JOIN product_product product ON product.id = move.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN uom_uom move_uom ON move_uom.id = move.product_uom
                  JOIN uom_uom uom ON uom.id = template.uom_id
                 WHERE move.state = 'done' AND move.company_id = %(company)s AND template.supply_ok AND %(which)s
                   AND move.date >= (%(start)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
                   AND move.date < (%(end)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
              ) flow GROUP BY product_id, day ORDER BY product_id, day""",
            company=company.id, start=period.start, end=end, tz=period.tz,
            day=SQL("NULL::date") if products is None else day,
            which=SQL("TRUE") if products is None else SQL("move.product_id = ANY(%s)", products.ids))

    @api.model
    def _get_move_bounds(self, company, products, period):
        """Return the days of the first and the last move of each product: ``{product id: (first, last)}``."""
        rows = self.env.execute_query(SQL(
            """
            SELECT product_id, (MIN(date) AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                   (MAX(date) AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
              FROM stock_move WHERE state = 'done' AND company_id = %(company)s AND product_id = ANY(%(products)s)
          GROUP BY product_id""", company=company.id, products=products.ids, tz=period.tz))
        return {product: (first, last) for product, first, last in rows}

    @api.model
    def _get_asked_months(self, company, products, period):
        """Return in how many of the last six months, this one included, each product was asked for."""
        start = company._get_office_moment(period.end - relativedelta(months=ASKED_MONTHS - 1))
        groups = self.env['office.supply.request.line'].with_context(tz=period.tz)._read_group(
            [('company_id', '=', company.id), ('product_id', 'in', products.ids), ('submit_datetime', '>=', start)],
            ['product_id', 'submit_datetime:month'])
        months = defaultdict(int)
        for product, _month in groups:
            months[product.id] += 1
        return months

    @api.model
    def _get_sellers(self, company, products):
        """Return the first vendor's offer for each product: ``{product id: record}``."""
        today = company._get_office_today()
        offers = self.env['product.supplierinfo'].search([
            ('product_tmpl_id', 'in', products.product_tmpl_id.ids), ('company_id', 'in', (False, company.id)),
            '|', ('date_start', '=', False), ('date_start', '<=', today),
            '|', ('date_end', '=', False), ('date_end', '>=', today)])
        by_template = offers.grouped('product_tmpl_id')
        sellers = {}
        for product in products:
            fitting = by_template.get(product.product_tmpl_id, offers.browse()).filtered(
                lambda offer, product=product: not offer.product_id or offer.product_id == product)
            if fitting:
                sellers[product.id] = fitting[0]
        return sellers

    @api.model
    def _get_measured_lead_times(self, company, products, period):
        """Hook: how long deliveries really took.

        :param Period period: the last twelve whole months, with the working days until today
        :return: ``{product id: (mean, standard deviation)}`` in working days, of those that are known
        """
        return {}

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

    # What follows from the figures

    @api.model
    def _prepare_buying_values(self, company, product, seller, measured, period):
        """From whom a product is bought, in which packs, and how long it takes."""
        lead, lead_deviation = measured or (
            round(seller.delay * period.year_days / 365, 2) if seller else company.supply_lead_days, 0.0)
        pack = seller.product_uom_id._compute_quantity(1.0, product.uom_id, round=False) if seller else 1.0
        return {
            'vendor_id': seller.partner_id.id if seller else False,
            'pack': pack,
            'minimum': seller.min_qty * pack if seller else 0.0,
            'lead': lead,
            'lead_deviation': lead_deviation,
            'review': seller and seller.partner_id.supply_review_days or company.supply_review_days,
        }

    @api.model
    def _prepare_advice_values(self, company, values):
        """What follows from demand, class and lead time."""
        level = company._get_supply_level(values['abc'])
        order_cost, holding_cost = company.supply_order_cost, values['price'] * company.supply_holding_rate / 100
        figures = self._get_advice(
            values['demand'], values['deviation'], values['lead'], values['lead_deviation'], values['review'], level,
            values['yearly_demand'], order_cost, holding_cost)
        now = arithmetic.Plan(
            values['orders_now'], values['stock_now'],
            values['orders_now'] * order_cost + values['stock_now'] * holding_cost)
        return {
            'service_level': level * 100,
            'order_cost': order_cost,
            'holding_cost': holding_cost,
            'yearly_value': values['yearly_demand'] * values['price'],
            'cost_now': now.cost,
            **figures,
        }

    @api.model
    def _get_advice(self, demand, deviation, lead, lead_deviation, review, level, yearly, order_cost, holding_cost):
        """Count what to do from these figures, for the advice itself and for “What If”.

        :param float level: above 0 and below 1
        :return: values of the fields of advice
        """
        z = arithmetic.get_service_factor(level)
        safety = arithmetic.get_safety_stock(z, demand, deviation, lead, lead_deviation)
        review_safety = arithmetic.get_safety_stock(z, demand, deviation, review + lead, lead_deviation)
        plan = arithmetic.get_plan(yearly, demand * review, review_safety, order_cost, holding_cost)
        return {
            'safety_stock': safety,
            'reorder_point': arithmetic.round_up(demand * lead + safety),
            'target': arithmetic.round_up(arithmetic.get_target(z, demand, deviation, review, lead, lead_deviation)),
            'economic_quantity': round(arithmetic.get_economic_quantity(yearly, order_cost, holding_cost)),
            'orders_advised': plan.orders,
            'stock_advised': plan.average_stock,
            'cost_advised': plan.cost,
        }

    @api.model
    def _get_short(self, company):
        """Return the advice for stocked products of ``company`` whose position has fallen to the reorder point."""
        stocked = self.search_fetch(
            [('company_id', '=', company.id), ('is_stocked', '=', True), ('reorder_point', '>', 0)],
            ['product_id', 'reorder_point'])
        positions = self._get_positions(company, stocked.product_id)

        def is_short(advice):
            on_hand, on_order, reserved = positions.get(advice.product_id.id, (0.0, 0.0, 0.0))
            return on_hand + on_order - reserved <= advice.reorder_point

        return stocked.filtered(is_short)

    def _prepare_warning_values(self):
        return {
            'company_id': self.company_id.id,
            'advice_id': self.id,
            'product_id': self.product_id.id,
            'position': self.position,
            'reorder_point': self.reorder_point,
            'order_quantity': self.order_now,
        }

    # Advice in words: each formula with its numbers, so that everybody can check it with a pocket calculator

    @api.model
    def _get_policies(self):
        """Hook: how to buy what, by classes: ``{(ABC, XYZ): sentence}``."""
        tight = self.env._("Review often, keep little: it is worth much and used steadily.")
        usual = self.env._("Order at each review up to the target.")
        case = self.env._("Look at each order: it is worth much and used by chance.")
        large = self.env._("Two bins: order a large lot when the first one is empty.")
        demand = self.env._("Order when it is asked for, keep nothing.")
        new = self.env._("Too new to say: watch it for six months.")
        return {
            ('A', 'X'): tight, ('A', 'Y'): usual, ('A', 'Z'): case,
            ('B', 'X'): usual, ('B', 'Y'): usual, ('B', 'Z'): case,
            ('C', 'X'): large, ('C', 'Y'): large, ('C', 'Z'): demand,
            ('A', 'N'): new, ('B', 'N'): new, ('C', 'N'): new,
        }

    def _get_season(self):
        """Say what the next month will take, and which months take much more than others."""
        values = self.monthly_demand or []
        if len(values) < arithmetic.MIN_MONTHS:
            return self.env._("No forecast with fewer than %(count)s months.", count=arithmetic.MIN_MONTHS)
        forecast = max(arithmetic.get_mean(values) * (1 + self.trend / 100 * (len(values) + 1) / 2), 0.0)
        peaks = [self._get_month_labels()[index] for index in arithmetic.get_peaks(values)]
        if peaks:
            return self.env._(
                "About %(quantity)s in the next month by the trend; half as much again as usual or more in: "
                "%(months)s.",
                quantity=self._say(round(forecast)), months=', '.join(peaks))
        return self.env._("About %(quantity)s in the next month by the trend; no month stands out.",
                          quantity=self._say(round(forecast)))

    def _get_month_labels(self):
        return [
            format_date(self.env, self.first_month + relativedelta(months=index), date_format='MMM')
            for index in range(len(self.monthly_demand or []))]

    def _get_exact_target(self):
        return arithmetic.get_target(
            arithmetic.get_service_factor(self.service_level / 100), self.demand, self.deviation, self.review,
            self.lead, self.lead_deviation)

    def _get_named_figures(self):
        z = arithmetic.get_service_factor(self.service_level / 100)
        return {
            'z': self._say(z, 3), 'd': self._say(self.demand, 4), 'sd': self._say(self.deviation, 4),
            'lead': self._say(self.lead), 'sl': self._say(self.lead_deviation),
            'review': self._say(self.review), 'both': self._say(self.review + self.lead),
            'safety': self._say(self.safety_stock), 'level': self._say(self.service_level),
        }

    def _get_order_words(self):
        missing = self.target - self.position
        values = {'target': self._say(self.target), 'position': self._say_negative(self.position),
                  'missing': self._say(missing), 'order': self._say(self.order_now)}
        if missing <= 0:
            return self.env._("%(target)s − %(position)s = %(missing)s: nothing to order", **values)
        if self.minimum > missing:
            return self.env._(
                "%(target)s − %(position)s = %(missing)s, but the vendor delivers at least %(least)s: %(order)s",
                **values, least=self._say(self.minimum))
        if self.pack > 1:
            return self.env._(
                "%(target)s − %(position)s = %(missing)s, rounded up to packs of %(pack)s: %(order)s",
                **values, pack=self._say(self.pack))
        return self.env._("%(target)s − %(position)s = %(missing)s, rounded up: %(order)s", **values)

    def _get_quantity_words(self):
        if not self.economic_quantity:
            return self.env._("No advice without demand, cost of an order and cost of the product.")
        return self.env._(
            "√(2 × D × S / H) = √(2 × %(yearly)s × %(order)s / %(holding)s) = %(quantity)s, which makes %(orders)s "
            "orders a year; as advice only, a fixed cycle is less work", yearly=self._say(self.yearly_demand),
            order=self._say(self.order_cost), holding=self._say(self.holding_cost),
            quantity=self._say(self.economic_quantity),
            orders=self._say(self.yearly_demand / self.economic_quantity, 1))

    def _say_negative(self, number):
        """Return a number that stands behind a minus, in brackets where it is negative itself."""
        return f"(−{self._say(-number)})" if number < 0 else self._say(number)

    def _say(self, value, digits=2):
        """Write a number as the user's language does, without zeros at the end."""
        text = formatLang(self.env, value, digits=digits)
        point = self.env['res.lang']._lang_get(self.env.lang or 'en_US').decimal_point or '.'
        text = text.rstrip('0').removesuffix(point) if point in text else text
        return '0' if text in ('', '-0') else text
