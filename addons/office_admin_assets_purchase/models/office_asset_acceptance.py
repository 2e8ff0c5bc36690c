from odoo import api, fields, models


class OfficeAssetAcceptance(models.Model):
    """An acceptance of what was ordered: the order says where it is from, and who bought it."""
    _inherit = 'office.asset.acceptance'

    purchase_order_ids = fields.Many2many(
        'purchase.order', string="Purchase Orders", compute='_compute_purchase_order_ids',
        groups='purchase.group_purchase_user')

    @api.depends('line_ids.purchase_line_id')
    def _compute_purchase_order_ids(self):
        for acceptance in self:
            acceptance.purchase_order_ids = acceptance.line_ids.purchase_line_id.order_id

    def _needs_reason(self):
        return super()._needs_reason() and not all(line.purchase_line_id for line in self.line_ids)

    def _get_gaining_users(self):
        orders_sudo = self.sudo().line_ids.purchase_line_id.order_id  # sudo: orders of others
        return super()._get_gaining_users().union(*(order._get_asset_buyers().sudo(False) for order in orders_sudo))
