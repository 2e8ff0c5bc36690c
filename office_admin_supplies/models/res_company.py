from odoo import api, fields, models
from odoo.exceptions import ValidationError

TIME_UNITS = [('day', "Working Days"), ('hours', "Working Hours")]
MAX_TIME = 250


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_location_id = fields.Many2one(
        'stock.location', "Consumption Location", check_company=True, readonly=True,
        help="Where office supplies go when they are handed out; each department has its own below it.")
    supply_signature_required = fields.Boolean("Signature for Supplies", default=True)
    supply_answer_time = fields.Float("Answer Within", default=1.0)
    supply_answer_rule = fields.Selection(TIME_UNITS, "Unit of the Answer", required=True, default='day')
    supply_hand_out_time = fields.Float("Hand Out Within", default=3.0)
    supply_hand_out_rule = fields.Selection(TIME_UNITS, "Unit of the Hand-Out", required=True, default='day')

    @api.constrains('supply_answer_time', 'supply_answer_rule', 'supply_hand_out_time', 'supply_hand_out_rule')
    def _check_supply_times(self):
        for company in self:
            for time, rule in ((company.supply_answer_time, company.supply_answer_rule),
                               (company.supply_hand_out_time, company.supply_hand_out_rule)):
                # written so that “not a number” fails, too
                if not 0 < time <= MAX_TIME or rule == 'day' and time != int(time):
                    raise ValidationError(self.env._(
                        "%(company)s: promise supplies within 1 to %(max)s whole working days, or more than zero "
                        "and at most %(max)s working hours.", company=company.name, max=MAX_TIME))

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
