from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeSupplyRoundIncrease(models.TransientModel):
    """Who approved a round accepts that more, or something else, is ordered."""
    _name = 'office.supply.round.increase'
    _description = 'Accept an Increase'

    round_id = fields.Many2one('office.supply.round', "Collection Round", required=True, readonly=True)
    # sent back by the form, so that nobody accepts what they have not seen
    notice = fields.Text("What Is Asked For", compute='_compute_notice', store=True, readonly=False)
    seen = fields.Char(compute='_compute_notice', store=True, readonly=False)
    reason = fields.Text(required=True)

    @api.depends('round_id')
    def _compute_notice(self):
        for dialog in self:
            is_readable = dialog.round_id.has_access('read')
            dialog.notice = is_readable and dialog.round_id.increase_notice
            # sudo: who approves need not see orders
            dialog.seen = is_readable and dialog.round_id.sudo()._get_increase_key()

    def action_confirm(self):
        self.ensure_one()
        supply_round = self.round_id
        supply_round.check_access('read')
        if not self.reason.strip():
            raise UserError(self.env._("Say why %(round)s becomes larger.", round=supply_round.display_name))
        if (self.notice, self.seen) != (supply_round.increase_notice, supply_round.sudo()._get_increase_key()):
            raise UserError(self.env._(
                "The orders of %(round)s have changed since you looked. Open this dialog again.",
                round=supply_round.display_name))
        supply_round._accept_increase(self.reason.strip())
