from datetime import timedelta
from math import inf

from odoo import api, fields, models
from odoo.exceptions import ValidationError

TIME_UNITS = [('day', "Working Days"), ('hours', "Working Hours")]
MAX_TIME = 250
RECEIPT_WAYS = [
    ('name', "Name Only"), ('signature', "Signature"), ('code', "Pick-up code"),
    ('either', "Signature or pick-up code")]


class ResCompany(models.Model):
    """What a company says of its supplies: what is promised, how they are handed out, counted and bought."""
    _inherit = 'res.company'

    supply_location_id = fields.Many2one(
        'stock.location', "Consumption Location", check_company=True, readonly=True,
        help="Where office supplies go when they are handed out; each department has its own below it.")

    supply_answer_time = fields.Float("Answer Within", default=1.0)
    supply_answer_rule = fields.Selection(TIME_UNITS, "Unit of the Answer", required=True, default='day')
    supply_hand_out_time = fields.Float("Hand Out Within", default=3.0)
    supply_hand_out_rule = fields.Selection(TIME_UNITS, "Unit of the Hand-Out", required=True, default='day')
    supply_urgent_time = fields.Float("Hand Out Urgent Supplies Within", default=1.0)
    supply_urgent_rule = fields.Selection(TIME_UNITS, "Unit of the Urgent Hand-Out", required=True, default='day')
    supply_evasion_days = fields.Integer("Look for Split Requests of (days)", default=7, required=True)
    supply_evasion_amount = fields.Monetary("Limit of Split Requests", default=5000, currency_field='currency_id')

    supply_receipt_way = fields.Selection(
        RECEIPT_WAYS, "Proof of Receipt", required=True, default='signature',
        help="How the receiver proves that he took the goods.")
    supply_count_second = fields.Boolean(
        "Second Count", default=True, help="What differs from the book is counted again by somebody else.")
    supply_count_tolerance = fields.Monetary(
        "Differences up to", default=100.0,
        help="Up to this value of the differences an officer approves a count; above it the manager does.")

    supply_price_tolerance = fields.Float(
        "Dearer without New Approval (%)", default=5.0,
        help="So much dearer may a collection round become by new prices before it has to be approved again.")
    supply_buyer_not_receiver = fields.Boolean("Who Buys Does Not Receive", default=True)
    supply_level_a = fields.Float("Service Level of A (%)", default=97.5)
    supply_level_b = fields.Float("Service Level of B (%)", default=95.0)
    supply_level_c = fields.Float("Service Level of C (%)", default=90.0)
    supply_review_days = fields.Integer("Days between Orders (working days)", default=20)
    supply_lead_days = fields.Integer("Lead Time without Vendor (working days)", default=5)
    supply_order_cost = fields.Monetary("Cost of an Order", default=60.0)
    supply_holding_rate = fields.Float("Cost of Stock (% of its value a year)", default=20.0)
    supply_stocked_months = fields.Integer("Stocked If Asked For In (months of the last 6)", default=4)
    supply_slow_days = fields.Integer("Slow After (days)", default=90)
    supply_buyer_id = fields.Many2one('res.users', "Buyer of Supplies", domain="[('share', '=', False)]")
    supply_orderpoint_trigger = fields.Selection(
        [('manual', "By Hand"), ('auto', "By Itself")], "Replenishment of Applied Advice", required=True,
        default='manual')

    @api.constrains('supply_answer_time', 'supply_answer_rule', 'supply_hand_out_time', 'supply_hand_out_rule',
                    'supply_urgent_time', 'supply_urgent_rule')
    def _check_supply_times(self):
        for company in self:
            for time, rule in ((company.supply_answer_time, company.supply_answer_rule),
                               (company.supply_hand_out_time, company.supply_hand_out_rule),
                               (company.supply_urgent_time, company.supply_urgent_rule)):
                # written so that “not a number” fails, too
                if not 0 < time <= MAX_TIME or rule == 'day' and time != int(time):
                    raise ValidationError(self.env._(
                        "%(company)s: promise supplies within 1 to %(max)s whole working days, or more than zero "
                        "and at most %(max)s working hours.", company=company.name, max=MAX_TIME))

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {
            'supply_evasion_days': (0, 365), 'supply_evasion_amount': (0, inf),
            'supply_price_tolerance': (0, 100), 'supply_count_tolerance': (0, inf),
            'supply_level_a': (50, 99.99), 'supply_level_b': (50, 99.99), 'supply_level_c': (50, 99.99),
            'supply_review_days': (1, 250), 'supply_lead_days': (0, 250), 'supply_order_cost': (0, 1_000_000),
            'supply_holding_rate': (0, 100), 'supply_stocked_months': (1, 6), 'supply_slow_days': (1, 3650),
        }

    def _get_office_first_steps(self):
        products = self.env['product.template'].search_count(
            [('supply_ok', '=', True), ('company_id', 'in', [False, self.id])], limit=1)
        warehouses = self.env['stock.warehouse'].search_count([('company_id', '=', self.id)], limit=1)
        return super()._get_office_first_steps() + [
            {
                'key': 'supply_products',
                'label': self.env._("Office supplies"),
                'sentence': self.env._("Employees can ask for the products that are marked as office supplies."),
                'is_done': bool(products),
                'action': 'office_admin_supplies.product_template_action_supply',
                'group': 'office_admin_supplies.group_manager',
            },
            {
                'key': 'supply_warehouse',
                'label': self.env._("Supply room"),
                'sentence': self.env._("Supplies are handed out from the first warehouse of the company."),
                'is_done': bool(warehouses),
                'action': 'stock.action_warehouse_form',
                'group': 'stock.group_stock_manager',
            },
        ]

    def _create_per_company_locations(self):
        super()._create_per_company_locations()
        self._create_supply_location()

    def _create_supply_location(self):
        """Make the location that consumes what no department bears, and under which those of departments stand.

        Its usage is ``production``: what goes there has left the stock and its value, and can
        be returned (what goes to ``inventory`` is scrap to Odoo). Its name sorts behind that of
        the company's production location, which Manufacturing and Repairs look up as the first.
        """
        for company in self:
            company.supply_location_id = self.env['stock.location'].create({
                'name': self.env._("Supplies Consumption"),
                'usage': 'production',
                'company_id': company.id,
            })

    @api.model
    def _create_missing_supply_locations(self):
        self.search([('supply_location_id', '=', False)])._create_supply_location()

    def _get_supply_hand_out_promise(self, is_urgent):
        """Return within what time after the approval supplies are handed out.

        :return: ``(time, unit)``, working days or hours
        """
        self.ensure_one()
        if is_urgent:
            return self.supply_urgent_time, self.supply_urgent_rule
        return self.supply_hand_out_time, self.supply_hand_out_rule

    def _get_supply_level(self, abc):
        """The service level for products of a class, above 0 and below 1."""
        return self[f'supply_level_{(abc or "c").lower()}'] / 100

    def _get_supply_workdays(self, first, last):
        """The days from ``first`` to ``last`` on which the office works, ascending; Monday to Friday if nobody says."""
        self.ensure_one()
        calendar = self.resource_calendar_id
        days = sorted({shift.day for shift in calendar._fetch_shifts(self, first, last)}) if calendar else []
        if days:
            return days
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in every if day.weekday() < 5]

    def _get_supply_warehouse(self):
        """The warehouse from which supplies are handed out, and into which they come; none if there is none."""
        self.ensure_one()
        return self.env['stock.warehouse'].search(
            [('company_id', '=', self.id), ('supply_type_id', '!=', False)], limit=1)
