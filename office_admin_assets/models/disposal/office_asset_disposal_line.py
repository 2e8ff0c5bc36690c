from odoo import api, fields, models


class OfficeAssetDisposalLine(models.Model):
    """A card that shall end, and the proof that its data were erased."""
    _name = 'office.asset.disposal.line'
    _description = 'Asset to Dispose Of'
    _inherit = ['office.asset.line.mixin', 'office.secrecy.line.mixin']
    _order = 'disposal_id, id'
    _workflow_parent_field = 'disposal_id'

    disposal_id = fields.Many2one(
        'office.asset.disposal', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='disposal_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='disposal_id.state')
    erase_statement = fields.Text("How Data Were Erased", readonly=True, copy=False)
    # in its own column: attachments can be replaced by who may write the document
    erase_proof = fields.Binary("Proof of Erasure", attachment=False, readonly=True, copy=False)
    erase_filename = fields.Char("File Name", readonly=True, copy=False)
    erase_user_id = fields.Many2one('res.users', "Erased By", readonly=True, copy=False)
    erase_datetime = fields.Datetime("Erased On", readonly=True, copy=False)

    _card_uniq = models.UniqueIndex('(disposal_id, equipment_id)', "Each asset stands in a disposal once.")

    def _get_line_name(self):
        return f"{self.disposal_id.display_name}: {self.equipment_id.display_name}"

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'erase_statement', 'erase_proof', 'erase_filename', 'erase_user_id', 'erase_datetime'}
