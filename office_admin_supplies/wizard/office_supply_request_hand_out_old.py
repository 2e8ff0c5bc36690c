from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeSupplyRequestHandOut(models.TransientModel):
    """Old for new: what the receivers hold already is taken back first, or it is said how it was lost."""
    _inherit = 'office.supply.request.hand.out'

    old_ids = fields.One2many(
        'office.supply.request.hand.out.old', 'wizard_id', "Old for New",
        compute='_compute_old_ids', compute_sudo=False, store=True, readonly=False, precompute=True)

    @api.depends('request_ids')
    def _compute_old_ids(self):
        for wizard in self:
            lines = wizard.request_ids._origin.line_ids.filtered('open_quantity')
            old = self.env['office.supply.custody']._get_old_things(lines)
            wizard.old_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'custody_id': custody.id})
                for line, things in old.items() for custody in things]

    def _before_hand_out(self):
        super()._before_hand_out()
        now = {line.request_line_id for line in self.line_ids if line.quantity}
        for old in self.old_ids.filtered(lambda old: old.outcome and old.request_line_id in now):
            old._settle()


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
            self.custody_id._take_back_each(self.outcome, 'replace')
            return
        if not (self.reason or '').strip():
            raise UserError(self.env._(
                "%(thing)s: say how it was lost.", thing=self.custody_id.display_name))
        self.custody_id._lose(self.reason.strip())
