from odoo import api, fields, models
from odoo.exceptions import UserError

from ..maintenance_equipment import HIDDEN


class MaintenanceEquipment(models.Model):
    """A card never changes its company: the thing gets a card of the other company, which is linked with this one."""
    _inherit = 'maintenance.equipment'

    # of another company, so that only its name is shown to who may not read it
    asset_origin_id = fields.Many2one(
        'maintenance.equipment', "Card before the Transfer", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups=fields.NO_ACCESS, prefetch=HIDDEN)
    asset_successor_ids = fields.One2many(
        'maintenance.equipment', 'asset_origin_id', "Cards after the Transfer", readonly=True,
        context={'active_test': False}, groups=fields.NO_ACCESS)
    asset_counterpart = fields.Char("Other Company", compute='_compute_asset_counterpart', compute_sudo=True)

    @api.depends('asset_origin_id.asset_code', 'asset_successor_ids.asset_code', 'asset_state')
    @api.depends_context('lang')
    def _compute_asset_counterpart(self):
        for card in self:
            origin = card.asset_origin_id
            # what is open here is open nowhere else
            successor = card.asset_successor_ids[:1] if card.asset_state == 'ended' else card.browse()
            words = []
            if origin:
                words.append(self.env._(
                    "From %(company)s, where it was %(code)s", company=origin.company_id.name, code=origin.asset_code))
            if successor:
                words.append(self.env._(
                    "To %(company)s, where it is %(code)s", company=successor.company_id.name,
                    code=successor.asset_code))
            card.asset_counterpart = ' · '.join(words) or False

    def action_open_counterpart(self):
        """Open the cards of this thing in other companies, with their time lines, for who may read these."""
        self.ensure_one()
        self.check_access('read')
        card_sudo = self.sudo()  # sudo: which ones they are
        cards = (card_sudo.asset_origin_id | card_sudo.asset_successor_ids).sudo(False)
        if not cards:
            raise UserError(self.env._("%(card)s was in this company only.", card=self.display_name))
        readable = cards._filtered_access('read')
        (readable or cards).check_access('read')
        return readable._open_as_assets()

    def _after_transfer(self, successor):
        """Hook: what else goes from this card, which has ended, to its ``successor`` in another company.

        Called in superuser mode.
        """

    def _check_can_apply(self, event, given, document=None):
        super()._check_can_apply(event, given, document)
        if event == 'found':
            for successor in self.sudo().asset_successor_ids.filtered(lambda card: card.asset_state != 'ended'):
                raise UserError(self.env._(
                    "%(card)s belongs to %(company)s now, where it is %(code)s. If it stays here, they transfer "
                    "it back.",
                    card=successor.asset_origin_id.display_name, company=successor.company_id.name,
                    code=successor.asset_code))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_origin_id'}
