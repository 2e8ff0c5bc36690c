from odoo import api, fields, models


class OfficeSupplyRequestLine(models.Model):
    """What the quotas say to a line while it is asked for."""
    _inherit = 'office.supply.request.line'

    is_for_department = fields.Boolean(related='request_id.is_for_department', store=True, precompute=True)
    quota_status = fields.Char("Quota", compute='_compute_quota_status', compute_sudo=True)
    is_over_quota = fields.Boolean(compute='_compute_quota_status', compute_sudo=True)

    @api.depends('product_id', 'quantity', 'uom_id', 'state', 'request_id.employee_id', 'request_id.is_for_department',
                 'request_id.line_ids.product_id', 'request_id.line_ids.quantity', 'request_id.line_ids.uom_id')
    @api.depends_context('lang', 'uid')
    def _compute_quota_status(self):
        self.quota_status = False
        self.is_over_quota = False
        for request, lines in self.grouped('request_id').items():
            if request.state != 'draft':
                continue
            figures = self.env['office.supply.quota']._get_figures(request, lines.product_id)[request]
            for line in lines:
                if tightest := request._get_tightest(figures, line.product_id):
                    line.quota_status = tightest.get_short_words()
                    line.is_over_quota = bool(tightest.excess)
