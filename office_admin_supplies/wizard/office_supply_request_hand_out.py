from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.res_company import RECEIPT_WAYS


class OfficeSupplyRequestHandOut(models.TransientModel):
    """What is handed out now, who takes it, and what proves it: each department's receiver signs, or says his code.

    Old for new: what the receivers hold already is taken back first, or it is said how it was lost.
    """
    _name = 'office.supply.request.hand.out'
    _description = 'Hand Out Supplies'

    request_ids = fields.Many2many('office.supply.request', required=True)
    line_ids = fields.One2many(
        'office.supply.request.hand.out.line', 'wizard_id', "Items",
        compute='_compute_line_ids', compute_sudo=False, store=True, readonly=False, precompute=True)
    signed_by = fields.Char(
        "Received By", compute='_compute_signed_by', compute_sudo=False, store=True, readonly=False, precompute=True,
        required=True)
    signature = fields.Image(max_width=1024, max_height=1024)
    is_signature_required = fields.Boolean(compute='_compute_is_signature_required')
    pieces_note = fields.Text(compute='_compute_pieces_note')
    receiver_ids = fields.One2many(
        'office.supply.request.hand.out.receiver', 'wizard_id', "Receivers",
        compute='_compute_receiver_ids', compute_sudo=False, store=True, readonly=False, precompute=True)
    is_for_many = fields.Boolean(compute='_compute_receipt_way')
    receipt_way = fields.Selection(RECEIPT_WAYS, compute='_compute_receipt_way')
    pickup_code = fields.Char("Pick-Up Code", help="The receiver finds it on his request and on My Office.")
    old_ids = fields.One2many(
        'office.supply.request.hand.out.old', 'wizard_id', "Old for New",
        compute='_compute_old_ids', compute_sudo=False, store=True, readonly=False, precompute=True)

    @api.depends('request_ids')
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.request_ids._origin.line_ids.filtered('open_quantity')
            wizard.line_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'uom_id': line.uom_id.id, 'quantity': quantity})
                for line, quantity in lines._get_proposed_quantities().items()
            ]

    @api.depends('line_ids.request_line_id', 'line_ids.uom_id')
    def _compute_pieces_note(self):
        for wizard in self:
            wizard.pieces_note = '\n'.join(filter(None, (
                line._get_pieces_words() for line in wizard.line_ids)))

    @api.depends('request_ids')
    def _compute_signed_by(self):
        for wizard in self:
            wizard.signed_by = wizard.request_ids.employee_id[:1].name

    @api.depends('receipt_way', 'is_for_many')
    def _compute_is_signature_required(self):
        for wizard in self:
            wizard.is_signature_required = wizard.receipt_way == 'signature' and not wizard.is_for_many

    @api.depends('request_ids')
    def _compute_receiver_ids(self):
        for wizard in self:
            departments = wizard.request_ids._origin.grouped('department_id')
            wizard.receiver_ids = [Command.clear()] + ([
                Command.create({
                    'department_id': department.id,
                    'request_ids': [Command.set(requests.ids)],
                    'signed_by': requests.employee_id[:1].name,
                }) for department, requests in departments.items()] if len(departments) > 1 else [])

    @api.depends('request_ids')
    def _compute_receipt_way(self):
        for wizard in self:
            ways = set(wizard.request_ids.company_id.sudo().mapped('supply_receipt_way'))  # sudo: settings
            wizard.receipt_way = next((way for way in ('signature', 'code', 'either') if way in ways), 'name')
            wizard.is_for_many = len(set(wizard.request_ids.mapped('department_id.id'))) > 1

    @api.depends('request_ids')
    def _compute_old_ids(self):
        for wizard in self:
            lines = wizard.request_ids._origin.line_ids.filtered('open_quantity')
            old = self.env['office.supply.custody']._get_old_things(lines)
            wizard.old_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'custody_id': custody.id})
                for line, things in old.items() for custody in things]

    def action_confirm(self):
        self.ensure_one()
        if not self.is_for_many:
            requests = self.request_ids.filtered(lambda request: any(
                line.quantity for line in self.line_ids if line.request_line_id.request_id == request))
            return self._confirm([(requests or self.request_ids, self)])
        receivers = self.receiver_ids.filtered('is_here')
        if not receivers:
            raise UserError(self.env._("Tick at least one receiver who is here."))
        return self._confirm([(receiver.request_ids, receiver) for receiver in receivers])

    def _confirm(self, receipts):
        """Hand out to each receiver.

        :param list receipts: ``[(requests, record with signed_by, signature and pickup_code)]``
        :return: an action: closing the dialog, or saying which codes are wrong
        """
        requests = self.request_ids.browse().union(*(requests for requests, _receipt in receipts))
        requests._check_transition('hand_out')  # before a code is tried, so that what is refused teaches nothing
        wrong = requests.browse()
        for its_requests, receipt in receipts:
            if receipt.pickup_code:
                wrong |= its_requests._try_pickup_codes(receipt.pickup_code)
        if wrong:
            return wrong._get_wrong_code_notification()
        self._settle_old()
        for its_requests, receipt in receipts:
            self.line_ids.filtered(lambda line, here=its_requests: line.request_line_id.request_id in here)._turn()
            its_requests._hand_out(
                self._get_quantities(its_requests), receipt.signed_by, receipt.signature,
                by_code=bool(receipt.pickup_code))
        return {'type': 'ir.actions.act_window_close'}

    def _settle_old(self):
        """Take back what the receivers hold already of what they get now, or write off what they have lost."""
        now = {line.request_line_id for line in self.line_ids if line.quantity}
        for old in self.old_ids.filtered(lambda old: old.outcome and old.request_line_id in now):
            old._settle()

    def _get_quantities(self, requests):
        quantities = dict.fromkeys(self.line_ids.request_line_id.filtered(
            lambda line: line.request_id in requests), 0.0)
        for line in self.line_ids:
            if line.request_line_id in quantities:
                quantities[line.request_line_id] += line.quantity
        return quantities
