from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSupplyReportMixin(models.AbstractModel):
    """A row of a report on supplies: read by those who run them, and by heads as far as it is of their departments.

    Its model ships the rules ``[('is_headed', '=', True)]`` for users and, without groups,
    ``[('is_request_cleared', '=', True)]``. Rows of confidential requests name no person.
    """
    _name = 'office.supply.report.mixin'
    _description = 'Row of a Report on Supplies'

    company_id = fields.Many2one('res.company', readonly=True)
    department_id = fields.Many2one('hr.department', readonly=True)
    employee_id = fields.Many2one('hr.employee', "For", readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    product_category_id = fields.Many2one('product.category', "Category", readonly=True)
    request_id = fields.Many2one('office.supply.request', "Supply Request", readonly=True)
    is_headed = fields.Boolean(compute='_compute_is_headed', search='_search_is_headed')
    is_request_cleared = fields.Boolean(compute='_compute_is_request_cleared', search='_search_is_request_cleared')

    @api.depends('department_id')
    @api.depends_context('uid')
    def _compute_is_headed(self):
        headed = self.env['hr.department']._get_headed()
        for row in self:
            row.is_headed = row.department_id in headed

    def _search_is_headed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('department_id', 'in', self.env['hr.department']._get_headed().ids)

    @api.depends('request_id')
    @api.depends_context('uid')
    def _compute_is_request_cleared(self):
        for row in self:
            row.is_request_cleared = self._sees_all_moves() or not row.request_id or row.sudo().request_id.is_cleared

    def _search_is_request_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if self._sees_all_moves():
            return Domain.TRUE
        # sudo: which are hidden is asked for the user, whatever his rights
        requests_sudo = self.env['office.supply.request'].sudo()
        return Domain('request_id', 'not in', requests_sudo._search(requests_sudo._get_uncleared_domain()))

    @api.model
    def _sees_all_moves(self):
        """Who works in Inventory moves the goods of all, and does not see for what they are."""
        return self.env.user.has_group('stock.group_stock_user')
