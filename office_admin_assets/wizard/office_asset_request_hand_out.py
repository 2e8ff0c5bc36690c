from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeAssetRequestHandOut(models.TransientModel):
    """Which cards somebody gets who has asked for things; what fits is proposed."""
    _name = 'office.asset.request.hand.out'
    _description = 'Hand Out Assets'
    _inherit = ['office.document.wizard.mixin']

    line_ids = fields.One2many(
        'office.asset.request.hand.out.line', 'wizard_id', "Cards", compute='_compute_line_ids', compute_sudo=False,
        store=True, readonly=False, precompute=True)
    missing = fields.Char(compute='_compute_missing')

    @api.depends('res_model', 'res_ids')
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'card_id': card.id, 'quantity': quantity})
                for line, card, quantity in wizard._get_documents()._propose_cards()]

    @api.depends('line_ids.quantity', 'line_ids.request_line_id')
    def _compute_missing(self):
        for wizard in self:
            missing = []
            for line in wizard._get_documents()._get_open_lines():
                picked = sum(wizard.line_ids.filtered(
                    lambda chosen, line=line: chosen.request_line_id._origin == line).mapped('quantity'))
                if picked < line.open_quantity:
                    missing.append(f"{line.name} × {line.open_quantity - picked}")
            wizard.missing = ' · '.join(missing)

    def action_confirm(self):
        """Hand the chosen cards out, and let who gets them confirm."""
        self.ensure_one()
        request = self._get_documents()
        if strange := self.line_ids.request_line_id.request_id - request:
            raise UserError(self.env._("%(requests)s is another request.", requests=strange._get_names()))
        slip = request._hand_out([(line.request_line_id, line.card_id, line.quantity) for line in self.line_ids])
        return slip._open_receipt()

    def _get_documents(self):
        requests = super()._get_documents()
        requests.ensure_one()
        return requests

    def _get_mixin(self):
        return 'office.asset.request'
