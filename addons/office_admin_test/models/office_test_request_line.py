from odoo import api, fields, models


class OfficeTestRequestLine(models.Model):
    """One thing that somebody asks for. Lines lock with their request, and are seen by whom it may be seen by."""
    _name = 'office.test.request.line'
    _description = 'Test Request Line'
    _inherit = ['office.secrecy.line.mixin']
    _order = 'request_id, id'
    _check_company_auto = True
    _workflow_parent_field = 'request_id'

    request_id = fields.Many2one('office.test.request', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='request_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='request_id.state')
    currency_id = fields.Many2one(related='company_id.currency_id')
    name = fields.Char("What", required=True)
    quantity = fields.Float(required=True, default=1.0, aggregator=None)
    price = fields.Monetary()
    amount = fields.Monetary(compute='_compute_amount', store=True)

    _quantity_positive = models.Constraint('CHECK(quantity > 0)', "Ask for a quantity above zero.")

    @api.depends('quantity', 'price')
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    def _get_line_name(self):
        return f"{self.request_id.display_name}: {self.name}"
