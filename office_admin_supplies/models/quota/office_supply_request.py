from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class OfficeSupplyRequest(models.Model):
    """What the quotas say to a request: while asking, when it is submitted, and to who decides."""
    _inherit = 'office.supply.request'

    quota_warning = fields.Text("Over Quota When Submitted", readonly=True, copy=False)
    quota_notice = fields.Text("Over Quota", compute='_compute_quota_notice', compute_sudo=True)
    is_over_quota = fields.Boolean(
        compute='_compute_quota_notice', compute_sudo=True, search='_search_is_over_quota')

    @api.depends('state', 'quota_warning', 'company_id', 'employee_id', 'is_for_department', 'line_ids.product_id',
                 'line_ids.quantity', 'line_ids.uom_id')
    @api.depends_context('lang', 'uid')
    def _compute_quota_notice(self):
        drafts = self.filtered(lambda request: request.state == 'draft')
        figures = self.env['office.supply.quota']._get_figures(drafts)
        for request in self:
            request.quota_notice = request._get_excess_words(request._filter_open(figures[request])) \
                if request in figures else request.quota_warning
            request.is_over_quota = bool(request.quota_notice)

    def _search_is_over_quota(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('quota_warning', '!=', False)

    def _check_quotas(self):
        """:raise UserError: more is asked for than a strict quota allows, or over another one without a reason"""
        requests_sudo = self.sudo()  # sudo: quotas and what others used
        figures = requests_sudo.env['office.supply.quota']._get_figures(requests_sudo, is_together=True)
        for request, found in figures.items():
            over = [figures for figures in found if figures.excess]
            if strict := [figures for figures in over if figures.quota.is_strict]:
                raise UserError(self.env._(
                    "%(request)s asks for more than is allowed. %(figures)s. Ask for less, or wait until %(date)s.",
                    request=request.display_name, figures=strict[0].get_words(),
                    date=fields.Date.to_string(strict[0].renewal)))
            # whether it is over or not, so that nobody finds out by trying what a colleague has had
            if len(found) > len(self._filter_open(found)) and not (request.note or '').strip():
                raise UserError(self.env._(
                    "%(request)s is for %(person)s, and there are quotas for it which you do not see. Say in "
                    "“%(field)s” why you ask.", request=request.display_name, person=request.employee_id.name,
                    field=self._fields['note']._description_string(self.env)))
            over = self._filter_open(over)
            if over and not (request.note or '').strip():
                raise UserError(self.env._(
                    "%(request)s is over the quota. %(figures)s. Say in “%(field)s” why you need it, or ask for less.",
                    request=request.display_name, figures=over[0].get_excess_words(),
                    field=self._fields['note']._description_string(self.env)))

    def _use_quotas(self):
        """Count these requests in the quotas from now on, and let nobody else use the same ones in this moment.

        :return: ``{request: what of it is over in words, or False}``, without what was asked for before: many read it,
            and secret requests are in that sum
        """
        quotas = self.env['office.supply.quota']
        figures = quotas._get_figures(self, is_together=True)
        quotas._lock([one for found in figures.values() for one in found])
        return {
            request: '\n'.join(one.get_limit_words() for one in found if one.excess) or False
            for request, found in figures.items()}

    def _use_quotas_again(self):
        """Let nobody else use the quotas in this moment in which what lapsed of these requests counts again."""
        quotas = self.env['office.supply.quota']
        quotas._lock([one for request in self for one in quotas._get_reopened_figures(request)])

    def _check_can_reopen(self, by=None):
        super()._check_can_reopen(by)
        # what was approved over the quota was approved so; sudo: quotas and what others used
        for request_sudo in self.sudo().filtered(lambda request: not request.quota_warning):
            figures = request_sudo.env['office.supply.quota']._get_reopened_figures(request_sudo)
            if words := self._get_excess_words(figures):
                raise UserError(self.env._(
                    "%(request)s cannot be opened again: what of it lapsed is over the quota by now. %(figures)s. Ask "
                    "anew for what is missing.", request=request_sudo.display_name, figures=words))

    @api.model
    def _get_excess_words(self, figures_list):
        return '\n'.join(
            figures.get_words() for figures in figures_list if figures.excess) or False

    @api.model
    def _filter_open(self, figures_list):
        """Return those figures that the user may know: who asks for a colleague does not learn what he has had."""
        return [figures for figures in figures_list if figures.is_open]

    @api.model
    def _get_tightest(self, figures_list, product):
        """Return the figures of the quota that leaves the least of ``product``, or None."""
        covering = [figures for figures in self._filter_open(figures_list) if figures.quota._covers(product)]
        return min(covering, default=None, key=lambda figures: (
            not figures.excess, figures.quota.measure != 'quantity', figures.left - figures.asked))

    def _tell_whose_quota(self):
        """Tell who did not ask himself that something was asked for in his name, and what he can do."""
        for request in self:
            users = request._filter_readers(request.employee_id.user_id - request.requester_id)
            if users:
                request.message_post(
                    body=self.env._(
                        "%(requester)s has asked for this for you, and it counts for your quotas. If it is not wanted, "
                        "cancel it.", requester=request.requester_id.name),
                    partner_ids=users.partner_id.ids)

    def _get_product_catalog_order_line_info(self, product_ids, child_field=False, **kwargs):
        cards = super()._get_product_catalog_order_line_info(product_ids, child_field=child_field, **kwargs)
        if self.state == 'draft':
            products = self.env['product.product'].browse(cards)
            request_sudo = self.sudo()  # sudo: quotas and what others used
            figures = request_sudo.env['office.supply.quota']._get_figures(request_sudo, products.sudo())[request_sudo]
            for product in products:
                if tightest := self._get_tightest(figures, product.sudo()):
                    cards[product.id] |= {
                        'quota': f"{tightest.get_short_words()} ({tightest.quota._get_period_name(tightest.start)})",
                        'isOverQuota': bool(tightest.excess)}
        return cards

    def _get_approval_note(self):
        return '\n'.join(filter(None, [super()._get_approval_note(), self.quota_notice and self.env._(
            "Over quota. %(figures)s", figures=self.quota_notice)]))

    @api.model
    def _prepare_over_quota_step(self):
        return {
            'sequence': 30, 'who': 'position', 'domain': "[('is_over_quota', '=', True)]", 'reason_required': True,
            'group_id': self.env.ref('office_admin_base.position_manager').id}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'quota_warning'}
