from odoo import api, fields, models
from odoo.fields import Command

from ..asset_words import CONDITIONS


class OfficeAssetSlipAnswer(models.TransientModel):
    """What who receives things says of them: that they are here, in which condition, or why they are not taken."""
    _name = 'office.asset.slip.answer'
    _description = 'Answer an Asset Slip'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection([('done', "Confirm Receipt"), ('refuse', "Refuse")], required=True, readonly=True)
    is_return = fields.Boolean(compute='_compute_from_slip')
    agreement = fields.Text(compute='_compute_from_slip')
    signed_by = fields.Char("Received By")
    signature = fields.Image(max_width=1024, max_height=1024)
    reason = fields.Char("Why")
    line_ids = fields.One2many('office.asset.slip.answer.line', 'wizard_id', "Things")

    @api.depends('res_ids')
    def _compute_from_slip(self):
        for wizard in self:
            slip = wizard._get_documents()[:1]
            wizard.is_return = slip.kind == 'give_back'
            wizard.agreement = slip._get_agreement()

    @api.model
    def default_get(self, fields):
        """Show what the slip says of each thing."""
        values = super().default_get(fields)
        if values.get('verb') != 'done' or not values.get('res_ids'):
            return values
        slip = self.new(values)._get_documents()[:1]
        if 'signed_by' in fields:
            values['signed_by'] = slip._get_signing_name()
        if 'line_ids' in fields:
            values['line_ids'] = [
                Command.create({'line_id': line.id, 'condition': line.condition}) for line in slip.line_ids]
        return values

    def action_confirm(self):
        """Do what the dialog says."""
        self.ensure_one()
        slips = self._get_documents()
        if self.verb == 'refuse':
            return self._close(slips._refuse_each(self._check_said(self.reason)))
        slips.ensure_one()._receive(self.signed_by, self.signature, {
            line.line_id: (line.condition, (line.note or '').strip()) for line in self.line_ids})
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'office.asset.slip'


class OfficeAssetSlipAnswerLine(models.TransientModel):
    """In which condition one thing is."""
    _name = 'office.asset.slip.answer.line'
    _description = 'Condition of a Thing'

    wizard_id = fields.Many2one('office.asset.slip.answer', required=True, ondelete='cascade')
    line_id = fields.Many2one('office.asset.slip.line', "Thing", required=True, ondelete='cascade')
    condition = fields.Selection(CONDITIONS)
    note = fields.Char("Remark")

    @api.constrains('line_id')
    def _check_line(self):
        self.line_id.sudo(False).check_access('read')  # labels are read in sudo: the user's own rights decide
