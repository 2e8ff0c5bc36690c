from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.office_supply_hand_settings import RECEIPT_WAYS


class OfficeSupplyRequestHandOut(models.TransientModel):
    """Several requests at once, of several departments: the receiver of each signs, or says his code."""
    _inherit = 'office.supply.request.hand.out'

    receiver_ids = fields.One2many(
        'office.supply.request.hand.out.receiver', 'wizard_id', "Receivers",
        compute='_compute_receiver_ids', compute_sudo=False, store=True, readonly=False, precompute=True)
    is_for_many = fields.Boolean(compute='_compute_receipt_way')
    receipt_way = fields.Selection([('name', "Name Only"), *RECEIPT_WAYS], compute='_compute_receipt_way')
    pickup_code = fields.Char("Pick-Up Code", help="The receiver finds it on his request and on My Office.")

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
            companies = wizard.request_ids.company_id
            ways = {company._get_supply_receipt_way() for company in companies}
            wizard.receipt_way = next((way for way in ('signature', 'code', 'either') if way in ways), 'name')
            wizard.is_for_many = len(set(wizard.request_ids.mapped('department_id.id'))) > 1

    @api.depends('request_ids')
    def _compute_is_signature_required(self):
        super()._compute_is_signature_required()
        for wizard in self:
            if wizard.is_for_many or wizard.receipt_way != 'signature':
                wizard.is_signature_required = False

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
        self._before_hand_out()
        for its_requests, receipt in receipts:
            self.line_ids.filtered(lambda line, here=its_requests: line.request_line_id.request_id in here)._turn()
            its_requests._hand_out(
                self._get_quantities(its_requests), receipt.signed_by, receipt.signature,
                by_code=bool(receipt.pickup_code))
        return {'type': 'ir.actions.act_window_close'}

    def _before_hand_out(self):
        """Hook: what has to happen before the goods go out; all codes fit."""

    def _get_quantities(self, requests):
        quantities = dict.fromkeys(self.line_ids.request_line_id.filtered(
            lambda line: line.request_id in requests), 0.0)
        for line in self.line_ids:
            if line.request_line_id in quantities:
                quantities[line.request_line_id] += line.quantity
        return quantities


class OfficeSupplyRequestHandOutReceiver(models.TransientModel):
    """Who takes the goods of one department, and what proves it."""
    _name = 'office.supply.request.hand.out.receiver'
    _description = 'Receiver of Supplies'

    wizard_id = fields.Many2one('office.supply.request.hand.out', required=True, ondelete='cascade')
    department_id = fields.Many2one('hr.department')
    request_ids = fields.Many2many(
        'office.supply.request', 'office_supply_request_receiver_rel', 'receiver_id', 'request_id', "Requests")
    is_here = fields.Boolean("Here", default=True, help="Untick who has not come: his goods stay reserved.")
    signed_by = fields.Char("Received By")
    signature = fields.Image(max_width=1024, max_height=1024)
    pickup_code = fields.Char("Pick-Up Code", help="One for each request, with blanks between them.")
    receipt_way = fields.Selection(related='wizard_id.receipt_way')

    @api.constrains('request_ids')
    def _check_requests(self):
        # made in sudo by a stored compute, and labels are read in sudo: the user's own rights decide
        self.request_ids.sudo(False).check_access('read')


class OfficeSupplyRequestHandOutLine(models.TransientModel):
    _inherit = 'office.supply.request.hand.out.line'

    request_id = fields.Many2one(related='request_line_id.request_id', related_sudo=False)
    department_id = fields.Many2one(related='request_line_id.department_id', related_sudo=False)
