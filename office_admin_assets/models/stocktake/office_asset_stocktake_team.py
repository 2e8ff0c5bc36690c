from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .stocktake_words import RUNNING


class OfficeAssetStocktakeTeam(models.Model):
    """Two people who count together, and where."""
    _name = 'office.asset.stocktake.team'
    _description = 'Stocktake Team'
    _inherit = ['office.workflow.line.mixin']
    _order = 'stocktake_id, id'
    _check_company_auto = True
    _workflow_parent_field = 'stocktake_id'

    stocktake_id = fields.Many2one(
        'office.asset.stocktake', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='stocktake_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='stocktake_id.state')
    user_ids = fields.Many2many(
        'res.users', string="Two People", required=True, domain="[('share', '=', False)]",
        help="Any employees. Who keeps what is counted, or reads the ledger, counts with somebody who does not.")
    place_ids = fields.Many2many(
        'office.place', string="Where They Count", check_company=True, help="Empty: anywhere in the scope.")

    @api.depends('user_ids.name')
    def _compute_display_name(self):
        for team in self:
            team.display_name = format_list(self.env, team.sudo().user_ids.mapped('name'))  # sudo: colleagues

    @api.constrains('user_ids', 'place_ids')
    def _check_running(self):
        self.filtered(lambda team: team.stocktake_id.state != 'draft')._check_teams()

    def _check_teams(self):
        """:raise UserError: one of these has less than two people, or nobody who does not know what is there"""
        for team_sudo in self.sudo():  # sudo: who may read the ledger is asked for others
            stocktake, words = team_sudo.stocktake_id, {'team': team_sudo.display_name}
            if len(team_sudo.user_ids) < 2:
                raise UserError(self.env._(
                    "%(stocktake)s: a team is at least two people, not only %(team)s.",
                    stocktake=stocktake.display_name, **words))
            if not team_sudo._get_impartial_users():
                raise UserError(self.env._(
                    "%(stocktake)s: %(team)s keep the things that they would count, or read in the ledger what should "
                    "be there. Put somebody into the team who does not.", stocktake=stocktake.display_name, **words))

    def _get_impartial_users(self):
        """Return those of these teams who neither keep nor read in the ledger what they count, in superuser mode."""
        users = self.env['res.users']
        for team in self:
            scope = team.stocktake_id._get_scope_domain(team.place_ids)
            users |= team.user_ids.filtered(
                lambda user, team=team, scope=scope: not team.stocktake_id._knows_ledger(user, scope))
        return users

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(('stocktake_id', 'user_ids', 'place_ids'), RUNNING)
