from odoo import api, fields, models


class OfficeSupplyPartMixin(models.AbstractModel):
    """What follows from a supply request and is a record of its own, as hidden as the request is."""
    _name = 'office.supply.part.mixin'
    _description = 'Part of a Supply Request'
    _inherit = ['office.secrecy.part.mixin']
    _document_field = 'request_id'

    line_id = fields.Many2one(
        'office.supply.request.line', "Request Line", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    request_id = fields.Many2one(
        related='line_id.request_id', string="Request", store=True, precompute=True, index='btree_not_null')

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        for part in self:
            part.display_name = part._get_shown_name()
