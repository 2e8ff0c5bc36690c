from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command


class OfficeSupplyRequestHandOut(models.TransientModel):
    """What is handed out now, who takes it, and his signature."""
    _name = 'office.supply.request.hand.out'
    _description = 'Hand Out Supplies'

    request_ids = fields.Many2many('office.supply.request', required=True)
    line_ids = fields.One2many(
        'office.supply.request.hand.out.line', 'wizard_id', "Items",
        compute='_compute_line_ids', compute_sudo=False, store=True, readonly=False, precompute=True)
    signed_by = fields.Char(
        "Received By", compute='_compute_signed_by', compute_sudo=False, store=True, readonly=False, precompute=True,
        required=True)
    signature = fields.Image("Signature", max_width=1024, max_height=1024)
    is_signature_required = fields.Boolean(compute='_compute_is_signature_required')

    @api.depends('request_ids')
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()] + [
                Command.create({'request_line_id': line.id, 'quantity': line._get_proposed_quantity()})
                for line in wizard.request_ids._origin.line_ids if line.open_quantity
            ]

    @api.depends('request_ids')
    def _compute_signed_by(self):
        for wizard in self:
            wizard.signed_by = wizard.request_ids.employee_id[:1].name

    @api.depends('request_ids')
    def _compute_is_signature_required(self):
        for wizard in self:
            wizard.is_signature_required = any(wizard.request_ids.company_id.mapped('supply_signature_required'))

    def action_confirm(self):
        self.ensure_one()
        quantities = defaultdict(float)
        for line in self.line_ids:
            quantities[line.request_line_id] += line.quantity
        self.request_ids._hand_out(quantities, self.signed_by, self.signature)
        return {'type': 'ir.actions.act_window_close'}


class OfficeSupplyRequestHandOutLine(models.TransientModel):
    """One item of a hand-out."""
    _name = 'office.supply.request.hand.out.line'
    _description = 'Item to Hand Out'

    wizard_id = fields.Many2one('office.supply.request.hand.out', required=True, ondelete='cascade')
    request_line_id = fields.Many2one('office.supply.request.line', required=True, ondelete='cascade')
    product_id = fields.Many2one(related='request_line_id.product_id', related_sudo=False)
    uom_id = fields.Many2one(related='request_line_id.uom_id', related_sudo=False)
    open_quantity = fields.Float(related='request_line_id.open_quantity', related_sudo=False)
    availability = fields.Selection(related='request_line_id.availability', related_sudo=False)
    quantity = fields.Float("Hand Out Now", digits='Product Unit')

    @api.constrains('request_line_id')
    def _check_request_line(self):
        # The lines of a stored compute are made in sudo, and labels of a many2one are read in sudo: the user's own
        # rights decide whether he gets hold of a line here.
        self.request_line_id.sudo(False).check_access('read')
