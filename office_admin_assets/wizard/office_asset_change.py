from odoo import fields, models
from odoo.exceptions import UserError


class OfficeAssetChange(models.TransientModel):
    """What becomes of cards by a verb that needs no document: another place, another set, more or fewer in a lot."""
    _name = 'office.asset.change'
    _description = 'Change Assets'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection(
        [('move', "Move"), ('set', "Part of Set"), ('split', "Split the Lot"), ('merge', "Merge into One Card")],
        required=True, readonly=True)
    place_id = fields.Many2one('office.place', "New Place")
    with_parts = fields.Boolean("With All Parts", default=True)
    parent_id = fields.Many2one('maintenance.equipment', "Part of Set", domain=[('asset_code', '!=', False)])
    quantity = fields.Integer("Take Out", default=1)
    note = fields.Char("Why")

    def action_confirm(self):
        """Do what the dialog says."""
        self.ensure_one()
        cards = self._get_documents()
        match self.verb:
            case 'move':
                if not self.place_id:
                    raise UserError(self.env._("Choose the new place."))
                cards._move(self.place_id, self.note, self.with_parts)
            case 'set':
                cards._change_set(self.parent_id, self.note)
            case 'split':
                return cards._split(self.quantity, self.note)._open_as_assets()
            case 'merge':
                return cards._merge(self.note)._open_as_assets()
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'maintenance.equipment'
