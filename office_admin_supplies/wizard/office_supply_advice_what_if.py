from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

LIMITS = {'service_level': (50, 99.99), 'lead': (0, 250), 'lead_deviation': (0, 250), 'review': (1, 250),
          'order_cost': (0, 1e6)}


class OfficeSupplyAdviceWhatIf(models.TransientModel):
    """Other figures for the advice of one product, tried out side by side with how it is and how it is advised."""
    _name = 'office.supply.advice.what.if'
    _description = 'What If'

    advice_id = fields.Many2one('office.supply.advice', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='advice_id.currency_id')
    service_level = fields.Float("Service Level (%)", compute='_compute_start', store=True, readonly=False)
    lead = fields.Float("Lead Time (working days)", compute='_compute_start', store=True, readonly=False)
    lead_deviation = fields.Float(
        "Deviation of Lead Time (working days)", compute='_compute_start', store=True, readonly=False)
    review = fields.Integer("Days between Orders (working days)", compute='_compute_start', store=True, readonly=False)
    order_cost = fields.Monetary("Cost of an Order", compute='_compute_start', store=True, readonly=False)
    point_advised = fields.Float("Reorder Point, Advised", related='advice_id.reorder_point')
    target_advised = fields.Float("Target, Advised", related='advice_id.target')
    orders_now = fields.Float(related='advice_id.orders_now')
    stock_now = fields.Float(related='advice_id.stock_now')
    cost_now = fields.Monetary(related='advice_id.cost_now')
    orders_advised = fields.Float(related='advice_id.orders_advised')
    stock_advised = fields.Float(related='advice_id.stock_advised')
    cost_advised = fields.Monetary(related='advice_id.cost_advised')
    reorder_point = fields.Float(compute='_compute_figures', digits='Product Unit')
    target = fields.Float(compute='_compute_figures', digits='Product Unit')
    economic_quantity = fields.Float(compute='_compute_figures', digits='Product Unit')
    orders = fields.Float(compute='_compute_figures', digits=(16, 1))
    average_stock = fields.Float(compute='_compute_figures', digits='Product Unit')
    cost = fields.Monetary(compute='_compute_figures')

    @api.depends('advice_id')
    def _compute_start(self):
        for trial in self:
            for name in LIMITS:
                trial[name] = trial.advice_id[name]

    @api.depends('advice_id', *LIMITS)
    def _compute_figures(self):
        for trial in self:
            advice = trial.advice_id
            values = advice._get_advice(
                advice.demand, advice.deviation, trial.lead, trial.lead_deviation, trial.review,
                trial.service_level / 100, advice.yearly_demand, trial.order_cost, advice.holding_cost,
            ) if not trial._get_wrong_fields() else {}
            trial.reorder_point = values.get('reorder_point', 0.0)
            trial.target = values.get('target', 0.0)
            trial.economic_quantity = values.get('economic_quantity', 0.0)
            trial.orders = values.get('orders_advised', 0.0)
            trial.average_stock = values.get('stock_advised', 0.0)
            trial.cost = values.get('cost_advised', 0.0)

    def _get_wrong_fields(self):
        # written so that “not a number” is wrong, too
        return [name for name, (least, most) in LIMITS.items() if not least <= self[name] <= most]

    @api.constrains(*LIMITS)
    def _check_figures(self):
        for trial in self:
            for name in trial._get_wrong_fields():
                least, most = LIMITS[name]
                raise ValidationError(self.env._(
                    "%(product)s: “%(figure)s” is a number from %(least)g to %(most)g.",
                    product=trial.advice_id.display_name, figure=self._fields[name]._description_string(self.env),
                    least=least, most=most))

    def action_apply(self):
        """Let Odoo's own replenishment reorder by these figures."""
        self.ensure_one()
        if self._get_wrong_fields():
            raise UserError(self.env._(
                "Correct the figures for %(product)s before you apply them.", product=self.advice_id.display_name))
        self.advice_id._apply(self.reorder_point, self.target)
        return {'type': 'ir.actions.act_window_close'}
