from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OfficeSupplyQuoteWaiver(models.TransientModel):
    """A manager says why an order may go without the quotes that it needs."""
    _name = 'office.supply.quote.waiver'
    _description = 'Waive Quotes'

    order_id = fields.Many2one('purchase.order', "Purchase Order", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        order = self.order_id
        order.check_access('read')
        if self.env.user in order.user_id | order.create_uid:
            raise AccessError(self.env._(
                "%(order)s is your own order. Let another manager waive its quotes.", order=order.name))
        if order.state not in ('draft', 'sent'):
            raise UserError(self.env._(
                "%(order)s is confirmed or cancelled: there is nothing to waive any more.", order=order.name))
        if not self.reason.strip():
            raise UserError(self.env._("Say why %(order)s goes without quotes.", order=order.name))
        order._waive_quotes(self.reason.strip())
