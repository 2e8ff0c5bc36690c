from collections import defaultdict
from datetime import timedelta
from functools import partial

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import supply_arithmetic as arithmetic
from ..supply_history import Flow, Period
from .office_supply_advice import BATCH, JOB

ASKED_MONTHS = 6


class OfficeSupplyAdvice(models.Model):
    """How the figures of advice are counted: by batches of products, each with a few queries."""
    _inherit = 'office.supply.advice'

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

    @api.model
    def _get_classes(self, company, period):
        """Return the ABC class of each product of ``company``: ``{product id: letter}``."""
        flows = self.env.execute_query(self._get_flows_query(company, period, period.end))
        used = {product: demand for product, _day, _change, demand, _receipts in flows}
        products = self.env['product.product'].with_company(company).browse(used)
        return arithmetic.get_abc({
            product.id: max(used[product.id], 0.0) * product.standard_price for product in products.exists()})

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
