from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..maintenance_equipment import MANAGER


class OfficeAssetAcceptance(models.Model):
    """What costs more than the standard, and more than was approved, is accepted by a manager."""
    _inherit = 'office.asset.acceptance'

    excess_notice = fields.Text("Above the Standard", compute='_compute_excess_notice', compute_sudo=True)

    @api.depends('state', 'line_ids.category_id', 'line_ids.price', 'line_ids.accepted_quantity',
                 'line_ids.request_line_id.price')
    @api.depends_context('lang')
    def _compute_excess_notice(self):
        for acceptance in self:
            acceptance.excess_notice = '\n'.join(
                words for line in acceptance.line_ids if (words := line._get_excess_words())) or False

    def _check_can_accept(self, by=None):
        super()._check_can_accept(by)
        above = self.filtered('excess_notice')
        if above and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._(
                "%(documents)s: %(notice)s A manager of Assets accepts it.", documents=above._get_names(),
                notice=' '.join(above[0].excess_notice.splitlines())))

    def _filter_allowed(self, verb):
        acceptances = super()._filter_allowed(verb)
        if verb == 'accept' and not self.env.user.has_group(MANAGER):
            return acceptances.filtered(lambda acceptance: not acceptance.excess_notice)
        return acceptances

    @api.depends('excess_notice')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()
