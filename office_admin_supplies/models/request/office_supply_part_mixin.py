from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSupplyClearedMixin(models.AbstractModel):
    """What says something of a supply request: hidden from whom the request is hidden.

    Its model ships a record rule without groups, ``[('is_request_cleared', '=', True)]``.
    """
    _name = 'office.supply.cleared.mixin'
    _description = 'Beside a Supply Request'

    request_id = fields.Many2one('office.supply.request')
    is_request_cleared = fields.Boolean(compute='_compute_is_request_cleared', search='_search_is_request_cleared')

    @api.depends_context('uid')
    def _compute_is_request_cleared(self):
        for part in self:
            request_sudo = part.sudo().request_id  # sudo: record rules read it
            part.is_request_cleared = not request_sudo or request_sudo.is_cleared

    def _search_is_request_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: which are hidden is asked for the user, whatever his rights
        requests_sudo = self.env['office.supply.request'].sudo().with_context(active_test=False)
        hidden = requests_sudo._search(requests_sudo._get_uncleared_domain())
        return Domain('request_id', '=', False) | Domain('request_id', 'not in', hidden)


class OfficeSecrecyAttachedMixin(models.AbstractModel):
    _inherit = 'office.secrecy.attached.mixin'

    @api.model
    def _get_secrecy_links(self):
        names = self.env.registry.descendants(['office.supply.cleared.mixin'], '_inherit')
        return super()._get_secrecy_links() + [(name, 'request_id') for name in names if not self.env[name]._abstract]


class OfficeSupplyPartMixin(models.AbstractModel):
    """What follows from a supply request and is a record of its own, as hidden as the request is."""
    _name = 'office.supply.part.mixin'
    _description = 'Part of a Supply Request'
    _inherit = ['office.supply.cleared.mixin']

    line_id = fields.Many2one(
        'office.supply.request.line', "Request Line", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')
    request_id = fields.Many2one(
        related='line_id.request_id', string="Request", store=True, precompute=True, index='btree_not_null')

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        for part in self:
            # what links to it shows its name to everybody, since labels are read as superuser
            hidden = part.sudo().request_id._filter_hidden()
            part.display_name = hidden.display_name if hidden else part.sudo()._get_part_name()

    def _get_part_name(self):
        """Hook: the name for those who may see the request."""
        self.ensure_one()
        return self.request_id.display_name

    @api.model
    def _get_request_concerned_domain(self):
        """The domain of parts of requests that the current user asked for or that are for him."""
        return Domain('request_id.requester_id', '=', self.env.uid) | Domain(
            'request_id.employee_id.user_id', '=', self.env.uid)
