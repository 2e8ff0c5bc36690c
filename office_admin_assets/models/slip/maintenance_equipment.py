from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..maintenance_equipment import OFFICER


class MaintenanceEquipment(models.Model):
    """Who has a card holds it by name; it goes from hand to hand by slips."""
    _inherit = 'maintenance.equipment'

    asset_deputy_id = fields.Many2one(
        'hr.employee', "Kept Meanwhile By", copy=False, index='btree_not_null', ondelete='restrict',
        help="Who looks after it while its holder is away. It stays the holder's.")
    asset_deputy_until = fields.Date("Kept Until", copy=False)
    can_end_keeping = fields.Boolean(compute='_compute_asset_slip_kinds')
    asset_slip_kinds = fields.Json(
        compute='_compute_asset_slip_kinds', help="The kinds of slips that the reader may write for it now.")

    @api.depends('asset_state', 'is_asset_claimed', 'employee_id', 'department_id', 'asset_deputy_id')
    @api.depends_context('uid')
    def _compute_asset_slip_kinds(self):
        is_officer, user = self.env.user.has_group(OFFICER), self.env.user
        for card in self:
            card_sudo = card.sudo()  # sudo: users of colleagues
            holders = card_sudo.employee_id.user_id | card_sudo.department_id.manager_id.user_id
            is_held = bool(card_sudo.employee_id or card_sudo.department_id)
            card.can_end_keeping = bool(card_sudo.asset_deputy_id) and (
                is_officer or user in holders | card_sudo.asset_deputy_id.user_id)
            if not card.asset_code or card.is_asset_claimed or card.asset_state in ('ended', 'repair'):
                card.asset_slip_kinds = []
            elif not is_held:
                card.asset_slip_kinds = ['hand_out', 'loan'] if is_officer else []
            elif is_officer or user in holders:
                card.asset_slip_kinds = [
                    *(['transfer'] if card.asset_state != 'lent' else []), 'give_back',
                    *(['keep'] if not card_sudo.asset_deputy_id else [])]
            else:
                card.asset_slip_kinds = []

    def action_hand_out(self):
        """Open a slip by which these cards are handed out."""
        return self._open_slip('hand_out', self.env._("Hand Out"))

    def action_lend(self):
        """Open a slip by which these cards are lent."""
        return self._open_slip('loan', self.env._("Lend"))

    def action_transfer(self):
        """Open a slip by which these cards go from their holder to somebody else."""
        return self._open_slip('transfer', self.env._("Pass On"))

    def action_give_back(self):
        """Open a slip by which their holder brings these cards back."""
        return self._open_slip('give_back', self.env._("Bring Back"))

    def action_keep_meanwhile(self):
        """Open a slip by which somebody keeps these cards while their holder is away."""
        return self._open_slip('keep', self.env._("Let Somebody Keep It"))

    def action_end_keeping(self):
        """Say that these cards are back with their holder."""
        self.check_access('read')
        for card in self:
            if not card.can_end_keeping:
                raise UserError(self.env._(
                    "%(card)s: nobody keeps it meanwhile, or it is up to its holder, who keeps it, and the office to "
                    "say that it is back.", card=card.display_name))
        self._apply('keep_end', {'asset_deputy_id': False, 'asset_deputy_until': False})

    @api.model
    def _cron_end_keeping(self):
        """Let things be their holder's alone again when the time is over for which somebody has kept them."""
        for company in self.env['res.company'].search([]):
            self.search([
                ('company_id', '=', company.id), ('asset_deputy_until', '<', company._get_office_today())
            ])._apply('keep_end', {'asset_deputy_id': False, 'asset_deputy_until': False})

    def _prepare_applied(self, values):
        prepared = super()._prepare_applied(values)
        if self.asset_deputy_id and values.keys() & {'employee_id', 'department_id'}:
            return prepared | {'asset_deputy_id': False, 'asset_deputy_until': False}
        return prepared

    @api.model
    def _get_shown_domain(self):
        return super()._get_shown_domain() | Domain('asset_deputy_id.user_id', '=', self.env.uid)

    def _get_card_partners(self):
        return super()._get_card_partners() | self.asset_deputy_id.user_id.partner_id

    def _get_reminded_candidates(self):
        return [self.asset_deputy_id.user_id, *super()._get_reminded_candidates()]

    def _open_slip(self, kind, title):
        self.check_access('read')
        self._check_unclaimed()
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': 'office.asset.slip',
            'views': [(False, 'form')],
            'context': {
                'default_kind': kind,
                'default_company_id': self[:1].company_id.id,
                'default_line_ids': [Command.create({'equipment_id': card.id}) for card in self]},
        }

    @api.model
    def _apply_each(self, event, values_by_card, document=None, note=False):
        cards_sudo = self.browse().union(*values_by_card).sudo()  # sudo: employees
        before = {card: card._get_custodian() for card in cards_sudo}
        super()._apply_each(event, values_by_card, document, note)
        if changed := {card: holder for card in cards_sudo if (holder := card._get_custodian()) != before[card]}:
            self.env['office.asset.custody']._follow(changed, document, note)

    def _get_custodian(self):
        """Return the employee who holds this card; nobody while it is none, or has ended."""
        return self.employee_id if self.asset_code and self.asset_state != 'ended' else self.employee_id.browse()

    def _split(self, quantity, note=False):
        new = super()._split(quantity, note)
        if holder := new.sudo()._get_custodian():
            self.env['office.asset.custody']._follow({new.sudo(): holder}, self, note)
        return new
