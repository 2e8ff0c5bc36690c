from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSupplyReportMixin(models.AbstractModel):
    """A row of a report on supplies: read by those who run them, and by heads as far as it is of their departments.

    Its model ships the rules ``[('is_headed', '=', True)]`` for users and, without groups,
    ``[('is_document_cleared', '=', True)]``. Rows of confidential requests name no person.
    """
    _name = 'office.supply.report.mixin'
    _description = 'Row of a Report on Supplies'
    _inherit = ['office.secrecy.part.mixin']
    _document_field = 'request_id'

    company_id = fields.Many2one('res.company', readonly=True)
    department_id = fields.Many2one('hr.department', readonly=True)
    employee_id = fields.Many2one('hr.employee', "For", readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    product_category_id = fields.Many2one('product.category', "Category", readonly=True)
    request_id = fields.Many2one('office.supply.request', "Supply Request", readonly=True)
    is_headed = fields.Boolean(compute='_compute_is_headed', search='_search_is_headed')

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

    def _compute_is_document_cleared(self):
        if self._sees_all_moves():
            self.is_document_cleared = True
        else:
            super()._compute_is_document_cleared()

    def _search_is_document_cleared(self, operator, value):
        if operator == 'in' and self._sees_all_moves():
            return Domain.TRUE
        return super()._search_is_document_cleared(operator, value)

    @api.model
    def _sees_all_moves(self):
        """Who works in Inventory moves the goods of all, and does not see for what they are."""
        return self.env.user.has_group('stock.group_stock_user')
