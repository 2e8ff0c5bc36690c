from odoo import api, fields, models


class OfficeTestLoan(models.Model):
    """The smallest thing that somebody holds: what was lent on a request, until it is given back or lost."""
    _name = 'office.test.loan'
    _description = 'Test Thing Lent'
    _inherit = ['office.custody.mixin']
    _role_prefix = 'office_admin_test.group_'
    _document_field = 'request_id'

    name = fields.Char(required=True, readonly=True, copy=False)
    request_id = fields.Many2one(
        'office.test.request', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    is_scrapped = fields.Boolean(readonly=True, copy=False)

    def _get_thing_name(self):
        return self.name

    def _take_back(self, condition):
        if condition == 'broken':
            self._write_as_system({'is_scrapped': True})

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'name', 'is_scrapped'}
