from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSupplyRequest(models.Model):
    """Who reads a request without serving or auditing it: one condition for the rules of requests and of lines."""
    _inherit = 'office.supply.request'

    # sorted after “state”, at which Odoo thus looks first, and which is enough for officers
    takes_part = fields.Boolean(
        "I Take Part", compute='_compute_takes_part', search='_search_takes_part', compute_sudo=True)

    @api.depends('state', 'requester_id', 'employee_id', 'allowed_user_ids', 'told_user_ids', 'approval_ids.state')
    @api.depends_context('uid')
    def _compute_takes_part(self):
        mine = self.filtered(lambda request: request.requester_id == self.env.user)
        if others := self - mine:
            mine |= others.search(Domain('id', 'in', others._origin.ids) & self._search_takes_part('in', [True]))
        for request in self:
            request.takes_part = request._origin in mine._origin

    def _search_takes_part(self, operator, value):
        """Find what I asked for, what is for me, what I decide, what I am allowed to see, what I was told is late."""
        if operator != 'in':
            return NotImplemented
        mine = self._get_beneficiary_domain()
        if self._is_for_all_submitted():
            return mine
        is_allowed = Domain('state', '!=', 'draft') & Domain('allowed_user_ids', 'in', self.env.uid)
        return mine | Domain('is_approver', '=', True) | is_allowed | Domain('told_user_ids', 'in', self.env.uid)

    @api.model
    def _is_for_all_submitted(self):
        """Say whether the user has a rule that lets him read all that was submitted.

        The others who take part in it may not read drafts either. So there is nothing left that they could add, and
        asking for it in vain would lead PostgreSQL to the wrong index.
        """
        return self.env.user.has_group('office_admin_supplies.group_officer') or self.env.user.has_group(
            'office_admin_supplies.group_auditor')
