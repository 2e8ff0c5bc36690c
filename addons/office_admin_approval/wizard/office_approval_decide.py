from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeApprovalDecide(models.TransientModel):
    """What an approver says when he refuses, asks back, approves out of turn, or asks somebody else as well."""
    _name = 'office.approval.decide'
    _description = 'Decide'

    verb = fields.Selection(
        [('refuse', "Refuse"), ('ask_back', "Ask Back"), ('except', "Approve out of Turn"), ('add', "Add an Approver")],
        required=True, readonly=True)
    approval_ids = fields.Many2many('office.approval', required=True, readonly=True)
    document_names = fields.Char("Documents", compute='_compute_document_names')
    reason = fields.Text(required=True)
    user_id = fields.Many2one('res.users', "Ask", domain=[('share', '=', False)])
    when = fields.Selection(
        [('before', "Before me"), ('after', "After me")], "Decides", required=True, default='before')

    @api.depends('approval_ids')
    def _compute_document_names(self):
        for wizard in self:
            wizard.document_names = ', '.join(name or '…' for name in wizard.approval_ids.mapped('document_name'))

    def action_confirm(self):
        self.ensure_one()
        self.approval_ids.check_access('read')
        if self.verb == 'add':
            if len(self.approval_ids) != 1:
                raise UserError(self.env._("Ask somebody else about one document at a time."))
            if not self.user_id:
                raise UserError(self.env._("Choose whom to ask as well."))
            self.approval_ids._add_approver(self.user_id, self.when == 'before', self.reason)
            result = True
        else:
            result = self.approval_ids._decide_each(self.verb, self.reason)
        return {'type': 'ir.actions.act_window_close'} if result is True else result
