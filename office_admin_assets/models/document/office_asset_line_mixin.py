from odoo import fields, models


class OfficeAssetLineMixin(models.AbstractModel):
    """A card in a document with ``office.asset.document.mixin``. It is added by who may read the card."""
    _name = 'office.asset.line.mixin'
    _description = 'Asset in a Document'
    _inherit = 'office.workflow.line.mixin'
    _check_company_auto = True

    equipment_id = fields.Many2one(
        'maintenance.equipment', "Asset", required=True, index=True, ondelete='restrict', check_company=True,
        domain="[('asset_code', '!=', False), ('asset_state', '!=', 'ended'), ('company_id', '=', company_id)]")
    asset_code = fields.Char("Code", related='equipment_id.asset_code')
    category_id = fields.Many2one(related='equipment_id.category_id')
    serial_no = fields.Char(related='equipment_id.serial_no')
    asset_state = fields.Selection(related='equipment_id.asset_state', string="Asset Status")
    asset_condition = fields.Selection(related='equipment_id.asset_condition')
    asset_bears_data = fields.Boolean(related='equipment_id.asset_bears_data')
