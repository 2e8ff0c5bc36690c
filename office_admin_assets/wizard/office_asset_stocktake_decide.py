from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.stocktake.stocktake_words import REMEDIES


class OfficeAssetStocktakeDecide(models.TransientModel):
    """What an officer says of differences of a stocktake, or who decides of these explanations."""
    _name = 'office.asset.stocktake.decide'
    _description = 'Explain Differences of a Stocktake'
    _inherit = 'office.document.wizard.mixin'

    verb = fields.Selection([('propose', "Explain"), ('send_back', "Send Back")], required=True, readonly=True)
    finding = fields.Char("Result", compute='_compute_finding')
    seen_words = fields.Text("What Counters Say", compute='_compute_finding')
    remedy = fields.Selection(REMEDIES, "What Shall Be Done")
    explanation = fields.Text()
    company_id = fields.Many2one('res.company', compute='_compute_finding')
    new_employee_id = fields.Many2one('hr.employee', "Who Has It", domain="[('company_id', '=', company_id)]")
    duty_employee_id = fields.Many2one(
        'hr.employee', "Who Answers for It", domain="[('company_id', '=', company_id)]",
        help="If it is empty, who holds it.")
    new_name = fields.Char("Name of What Was Found")
    new_category_id = fields.Many2one(
        'maintenance.equipment.category', "Category", domain="[('company_id', 'in', (False, company_id))]")
    reason = fields.Text("What Is Missing")

    @api.depends('res_ids')
    def _compute_finding(self):
        for wizard in self:
            lines = wizard._get_documents()
            wizard.company_id = lines.company_id[:1]
            wizard.finding = ', '.join(dict.fromkeys(lines.mapped('finding')))
            wizard.seen_words = '\n'.join(filter(None, lines[:10].mapped('seen_words')))

    def action_confirm(self):
        """Write down what the dialog says."""
        self.ensure_one()
        lines = self._get_documents()
        if self.verb == 'send_back':
            lines._send_back(self._check_said(self.reason))
        else:
            if not self.remedy:
                raise UserError(self.env._("Say what shall be done."))
            lines._propose(self.remedy, self._check_said(self.explanation), self._prepare_said())
        return {'type': 'ir.actions.act_window_close'}

    def _prepare_said(self):
        """Return the values of what the chosen remedy needs."""
        return {
            'new_employee_id': self.remedy == 'hand_over' and self.new_employee_id.id,
            'duty_employee_id': self.remedy == 'loss' and self.duty_employee_id.id,
            'new_name': self.remedy == 'gain' and self.new_name,
            'new_category_id': self.remedy == 'gain' and self.new_category_id.id,
        }

    def _get_mixin(self):
        return 'office.asset.stocktake.line'
