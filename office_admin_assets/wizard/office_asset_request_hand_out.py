from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeAssetRequestHandOut(models.TransientModel):
    """Which cards somebody gets who has asked for things; what fits is proposed, and gives way to what is scanned."""
    _name = 'office.asset.request.hand.out'
    _description = 'Hand Out Assets'
    _inherit = ['office.asset.scan.mixin', 'office.document.wizard.mixin']

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
                picked = sum(wizard._get_chosen(line).mapped('quantity'))
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

    # What is scanned

    def _get_scan_company(self):
        return self._get_documents().company_id

    def _get_scanned(self):
        return self.line_ids.filtered('is_scanned').card_id._origin

    def _get_scan_fault(self, card, code):
        if fault := super()._get_scan_fault(card, code):
            return fault
        lines = self._get_documents()._get_open_lines()
        wider = card.category_id._get_with_wider()
        fitting = lines.filtered(lambda line: line.category_id in wider)
        if misfit := lines and (fitting or lines)[:1]._get_misfit(card, 1):
            return misfit
        return not any(map(self._get_room, fitting)) and self.env._(
            "All that is open of %(line)s was scanned already. Take one out first if %(card)s shall go in its place.",
            line=fitting[:1].display_name, card=card.display_name)

    def _get_room(self, line):
        """Return how much of ``line`` is open beside what was scanned."""
        return line.open_quantity - sum(self._get_chosen(line).filtered('is_scanned').mapped('quantity'))

    def _get_chosen(self, line):
        return self.line_ids.filtered(lambda chosen: chosen.request_line_id._origin == line)

    def _take_scanned(self, card):
        if proposed := self.line_ids.filtered(lambda chosen: chosen.card_id._origin == card):
            proposed.is_scanned = True
            return
        wider = card.category_id._get_with_wider()
        line = self._get_documents()._get_open_lines().filtered(
            lambda line: line.category_id in wider and self._get_room(line) > 0)[:1]
        room = self._get_room(line)
        quantity = min(card.asset_quantity, room)
        room -= quantity
        for proposal in self._get_chosen(line).filtered(lambda chosen: not chosen.is_scanned):
            proposal.quantity = min(proposal.quantity, room)
            room -= proposal.quantity
        self.line_ids = self.line_ids.filtered('quantity') + self.line_ids.new({
            'request_line_id': line.id, 'card_id': card.id, 'quantity': quantity, 'is_scanned': True})

    def _get_documents(self):
        requests = super()._get_documents()
        requests.ensure_one()
        return requests

    def _get_mixin(self):
        return 'office.asset.request'
