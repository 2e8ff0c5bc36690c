from odoo import api, fields, models

from ...asset_words import CONDITIONS


class OfficeAssetSlipLine(models.Model):
    """One card on a slip, and in which condition it was given and received."""
    _name = 'office.asset.slip.line'
    _description = 'Thing on a Slip'
    _inherit = ['office.asset.line.mixin']
    _order = 'slip_id, id'
    _workflow_parent_field = 'slip_id'

    slip_id = fields.Many2one('office.asset.slip', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='slip_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='slip_id.state')
    request_line_id = fields.Many2one(
        'office.asset.request.line', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    quantity = fields.Integer(related='equipment_id.asset_quantity', aggregator=None)
    condition = fields.Selection(
        CONDITIONS, "Given", compute='_compute_condition', store=True, readonly=False, precompute=True)
    condition_note = fields.Char("Remark", help="Faults that are known, and what belongs to it.")
    received_condition = fields.Selection(CONDITIONS, "As Received", readonly=True, copy=False)
    received_note = fields.Char("Receiver's Remark", readonly=True, copy=False)

    _card_uniq = models.UniqueIndex('(slip_id, equipment_id)', "A thing is on a slip once.")

    @api.depends('equipment_id')
    def _compute_condition(self):
        readable = self.equipment_id.sudo(False)._filtered_access('read')
        for line in self:
            line.condition = (line.equipment_id & readable).asset_condition

    @api.depends('equipment_id')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sudo().equipment_id.display_name  # sudo: who receives it does not have it yet

    def _take_back(self):
        """Say of what these lines were to serve that nobody took it; it is kept for who asked."""
        for line in self.filtered('request_line_id'):
            request, card = line.request_line_id.request_id, line.equipment_id
            was_all = not request._get_open_lines()
            line.request_line_id._take_back(card, card.asset_quantity)
            if request.state == 'approved':
                request._keep(card)
                if was_all:
                    request._start_promise(request._serve_verb)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'received_condition', 'received_note', 'request_line_id'}
