from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class MaintenanceEquipment(models.Model):
    """Who sees a card can ask that it leaves the ledger."""
    _inherit = 'maintenance.equipment'

    def action_dispose(self):
        """Open a new request to dispose of these cards; who asks still says how and why."""
        self.check_access('read')
        if ended := self.filtered(lambda card: not card.asset_code or card.asset_state == 'ended'):
            raise UserError(self.env._("%(cards)s has ended, or is no card yet.", cards=ended._get_names()))
        self._check_unclaimed()
        leased = self.filtered(lambda card: card.asset_ownership != 'own')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'office.asset.disposal',
            'views': [(False, 'form')],
            'context': {
                'default_line_ids': [Command.create({'equipment_id': card.id}) for card in self],
                'default_company_id': self.company_id[:1].id,
                'default_way': 'returned' if leased else 'scrapped',
            },
        }
