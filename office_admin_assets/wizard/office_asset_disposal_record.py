from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeAssetDisposalRecord(models.TransientModel):
    """What an officer writes down on a disposal: the opinion, that data were erased, or what became of the things."""
    _name = 'office.asset.disposal.record'
    _description = 'Write Down on a Disposal'
    _inherit = 'office.document.wizard.mixin'

    verb = fields.Selection(
        [('appraise', "Give an Opinion"), ('erase', "Prove Erasure"), ('settle', "Enter the Result")], required=True,
        readonly=True)
    opinion = fields.Text()
    line_ids = fields.Many2many(
        'office.asset.disposal.line', string="Assets", compute='_compute_line_ids', store=True, readonly=False,
        domain="[('id', 'in', possible_line_ids)]")
    possible_line_ids = fields.Many2many('office.asset.disposal.line', compute='_compute_possible_line_ids')
    statement = fields.Text("How It Was Done")
    proof = fields.Binary(attachment=False)
    filename = fields.Char()
    receiver_id = fields.Many2one('res.partner', "Received By")
    proceeds = fields.Float()

    @api.depends('res_ids')
    def _compute_possible_line_ids(self):
        for wizard in self:
            wizard.possible_line_ids = wizard._get_documents().line_ids.filtered('asset_bears_data')

    @api.depends('res_ids')
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = wizard.possible_line_ids.filtered(lambda line: not line.erase_datetime)

    def action_confirm(self):
        """Write down what the dialog says."""
        self.ensure_one()
        disposals = self._get_documents()
        match self.verb:
            case 'appraise':
                disposals._appraise(self._check_said(self.opinion))
            case 'erase':
                disposals._check_transition('erase')
                lines = self.line_ids & self.possible_line_ids
                if not lines:
                    raise UserError(self.env._("Choose the assets of which data were erased."))
                if not (self.statement or '').strip():
                    raise UserError(self.env._("Say how the data were erased, and with which result."))
                disposals._erase(lines, self.statement.strip(), self.proof, self.filename)
            case 'settle':
                if self.proceeds < 0:
                    raise UserError(self.env._("Proceeds are zero or more."))
                disposals._settle(self.receiver_id, self.proceeds)
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'office.asset.disposal'
