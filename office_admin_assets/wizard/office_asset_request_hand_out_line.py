from odoo import api, fields, models


class OfficeAssetRequestHandOutLine(models.TransientModel):
    """One card that somebody gets."""
    _name = 'office.asset.request.hand.out.line'
    _description = 'Card to Hand Out'

    wizard_id = fields.Many2one('office.asset.request.hand.out', required=True, ondelete='cascade')
    request_line_id = fields.Many2one('office.asset.request.line', "Asked For", required=True, ondelete='cascade')
    category_id = fields.Many2one(related='request_line_id.category_id', related_sudo=False)
    card_id = fields.Many2one(
        'maintenance.equipment', required=True, ondelete='cascade',
        domain="[('asset_code', '!=', False), ('asset_state', 'in', ('in_stock', 'idle')), "
               "('category_id', 'child_of', category_id)]")
    place_id = fields.Many2one(related='card_id.place_id', related_sudo=False)
    quantity = fields.Integer("Pieces", required=True, default=1)
    is_scanned = fields.Boolean("By Scan")

    @api.constrains('request_line_id', 'card_id')
    def _check_cards(self):
        # what a stored compute makes, it makes in superuser mode: the user's own rights decide
        self.request_line_id.sudo(False).check_access('read')
        self.card_id.sudo(False).check_access('read')
