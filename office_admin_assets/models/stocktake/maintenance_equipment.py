from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

HELD = frozenset({'hand_out', 'give_back', 'transfer', 'lend', 'keep', 'move', 'split', 'merge', 'end'})
"""What does not happen to a card while it is counted."""

ACTIVITY_TYPE = 'office_admin_assets.mail_activity_type_asset_count'


class MaintenanceEquipment(models.Model):
    """A card knows when it was last counted, and stays where it is while it is."""
    _inherit = 'maintenance.equipment'

    asset_count_date = fields.Date("Last Counted", readonly=True, copy=False, index='btree_not_null')
    is_asset_counted = fields.Boolean("Being Counted", compute='_compute_is_asset_held')
    asset_count_name = fields.Char("Being Counted In", compute='_compute_asset_count_name')
    is_asset_held = fields.Boolean("Stays While It Is Counted", compute='_compute_is_asset_held')
    is_asset_count_due = fields.Boolean(
        "Not Counted for Long", compute='_compute_is_asset_count_due', search='_search_is_asset_count_due')

    @api.depends('is_asset_counted')
    @api.depends_context('uid', 'lang')
    def _compute_asset_count_name(self):
        counted = self.filtered('is_asset_counted')
        stocktakes = counted._get_stocktakes() if counted else {}
        for card in self:
            stocktake = stocktakes.get(card._origin)
            card.asset_count_name = stocktake and stocktake.has_access('read') and stocktake.display_name

    @api.depends('asset_code')
    def _compute_is_asset_held(self):
        lines_sudo = self.env['office.asset.stocktake.line'].sudo()._search_counted(self)  # sudo: counts are blind
        counted, held = lines_sudo.equipment_id, lines_sudo._filter_held().equipment_id
        for card in self:
            card.is_asset_counted = card._origin in counted
            card.is_asset_held = card._origin in held

    @api.depends('is_asset_held')
    def _compute_asset_slip_kinds(self):
        super()._compute_asset_slip_kinds()
        self.filtered('is_asset_held').asset_slip_kinds = []

    @api.depends('asset_count_date', 'asset_acquire_date', 'asset_state', 'company_id.asset_count_months')
    def _compute_is_asset_count_due(self):
        due = self.filtered_domain(self._get_count_due_domain(self.company_id))
        for card in self:
            card.is_asset_count_due = card in due

    def _search_is_asset_count_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_count_due_domain(self.env.companies)

    def action_open_stocktake(self):
        """Open the stocktake in which this card is being counted, if the user may read it."""
        self.ensure_one()
        self.check_access('read')
        stocktake = self._get_stocktakes().get(self)
        if not stocktake:
            raise UserError(self.env._("%(card)s is not being counted any more.", card=self.display_name))
        stocktake.check_access('read')
        return stocktake._get_form_action()

    def _get_stocktakes(self):
        """Return ``{card: stocktake}`` of those of these cards that are being counted."""
        lines_sudo = self.env['office.asset.stocktake.line'].sudo()._search_counted(self)  # sudo: counts are blind
        return {line.equipment_id.sudo(False): line.stocktake_id.sudo(False) for line in lines_sudo}

    @api.model
    def _get_count_due_domain(self, companies):
        """Return the domain of the cards of ``companies`` that nobody has counted for so long as these say.

        What was never counted is as old as its acquisition, or its entry where that is not known.
        """
        domain = Domain.FALSE
        for company in companies:
            company_sudo = company.sudo()  # sudo: settings
            day = fields.Date.subtract(company_sudo._get_office_today(), months=company_sudo.asset_count_months)
            never = Domain('asset_count_date', '=', False)
            domain |= Domain('company_id', '=', company.id) & (
                Domain('asset_count_date', '<', day)
                | never & Domain('asset_acquire_date', '<', day)
                | never & Domain('asset_acquire_date', '=', False)
                & Domain('create_date', '<', company_sudo._get_office_moment(day)))
        return domain & Domain('asset_code', '!=', False) & Domain('asset_state', '!=', 'ended')

    @api.model
    def _cron_remind_of_counts(self):
        """Tell who keeps a ledger that some of its things were not counted for long; once, until they have done it."""
        for company in self.env['res.company'].search([]):
            due = self._get_count_due_domain(company)
            first = self.search(due, order='asset_count_date NULLS FIRST, id', limit=1)
            kind = self.env.ref(ACTIVITY_TYPE)
            known = first and self.env['mail.activity'].search_count([
                ('activity_type_id', '=', kind.id), ('res_model', '=', self._name),
                ('res_id', 'in', self._search([('company_id', '=', company.id)]))], limit=1)
            user = first._get_reminded_user() if first and not known else first.env['res.users']
            if user:
                first.activity_schedule(ACTIVITY_TYPE, user_id=user.id, summary=first.with_context(
                    lang=user.lang).env._(
                        "%(count)s things were not counted for %(months)s months: start a stocktake",
                        count=self.search_count(due), months=company.asset_count_months))

    def _check_can_apply(self, event, given, document=None):
        super()._check_can_apply(event, given, document)
        if event in HELD:
            self._check_not_counted()

    def _check_not_counted(self):
        """:raise UserError: one of these cards is being counted"""
        line_sudo = self.env['office.asset.stocktake.line'].sudo()._search_held(self)[:1]  # sudo: counts are blind
        if line_sudo:
            raise UserError(self.env._(
                "%(card)s is being counted in %(stocktake)s and stays where it is until that has ended. If it cannot "
                "wait, an officer of Assets lets it go: “Let Go” in the things of the stocktake.",
                card=line_sudo.equipment_id.display_name, stocktake=line_sudo.stocktake_id.display_name))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_count_date'}
