from odoo import api, models
from odoo.fields import Domain


class OfficeSupplySurplus(models.Model):
    """Surplus goods on My Office: what I have claimed, and what I have to hand over."""
    _inherit = 'office.supply.surplus'

    @api.model
    def _get_desk_domains(self):
        mine = Domain('giver_id', '=', self.env.uid) & Domain('state', 'in', ('offered', 'claimed'))
        taken = Domain('taker_id.user_id', '=', self.env.uid) & Domain('state', '=', 'claimed')
        return super()._get_desk_domains() | {'mine': mine | taken}

    def _get_desk_who(self):
        if self.state == 'claimed':
            return self.taker_id.name if self.is_giver else self.giver_id.name
        return ''

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.place or ''}

    def _get_desk_buttons(self, section):
        buttons = super()._get_desk_buttons(section)
        if self.state == 'claimed' and self.is_giver:
            buttons.append({'name': 'action_hand_over', 'label': self.env._("Handed Over"), 'is_primary': True})
        return buttons

    def _get_desk_users(self):
        return super()._get_desk_users() | self.sudo().taker_id.user_id  # sudo: users of others are HR data

    def _get_claim_notification(self):
        """Say what becomes of claimed goods: in the list of what is free they are gone."""
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': '\n'.join(self.env._(
                    "%(goods)s: yours. %(giver)s hands it over (%(place)s); it stands on My Office until then.",
                    goods=surplus.display_name, giver=surplus.giver_id.name,
                    place=surplus.place or surplus.department_id.name) for surplus in self),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }
