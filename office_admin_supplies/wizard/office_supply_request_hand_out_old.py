from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeSupplyRequestHandOutOld(models.TransientModel):
    """One thing that the receiver holds already, and what becomes of it."""
    _name = 'office.supply.request.hand.out.old'
    _description = 'Old Thing to Take Back'

    wizard_id = fields.Many2one('office.supply.request.hand.out', required=True, ondelete='cascade')
    request_line_id = fields.Many2one('office.supply.request.line', required=True, ondelete='cascade')
    custody_id = fields.Many2one('office.supply.custody', "Holds", required=True, ondelete='cascade')
    begin_datetime = fields.Datetime(related='custody_id.begin_datetime', related_sudo=False)
    outcome = fields.Selection(
        [('good', "Comes back"), ('broken', "Comes back broken"), ('lost', "Lost")], "The Old One")
    reason = fields.Char("How It Was Lost")

    @api.constrains('request_line_id', 'custody_id')
    def _check_old(self):
        # made in sudo by a stored compute, and labels are read in sudo: the user's own rights decide
        self.request_line_id.sudo(False).check_access('read')
        self.custody_id.sudo(False).check_access('read')

    def _settle(self):
        """Take the old thing back, or write off what was lost."""
        if self.outcome != 'lost':
            self.custody_id._give_back(self.outcome, verb='replace')
            return
        if not (self.reason or '').strip():
            raise UserError(self.env._(
                "%(thing)s: say how it was lost.", thing=self.custody_id.display_name))
        self.custody_id._end('lose', self.reason.strip())
