from odoo import api, fields, models

# Odoo's units from which others are made
MEASURES = ('hour', 'millimeter', 'square_meter', 'milliliter', 'gram', 'kwh')


class UomUom(models.Model):
    """Whether there is a half of it. Odoo rounds all units alike, boxes and litres."""
    _inherit = 'uom.uom'

    supply_is_counted = fields.Boolean(
        "Counted by the Piece", compute='_compute_supply_is_counted', store=True, readonly=False, recursive=True,
        help="Office supplies in this unit are asked for and handed out in whole numbers. Untick it for what is "
             "measured, such as litres or metres.")

    @api.depends('relative_uom_id.supply_is_counted')
    def _compute_supply_is_counted(self):
        measures = [self.env.ref(f'uom.product_uom_{name}', raise_if_not_found=False) for name in MEASURES]
        for uom in self:
            reference = uom.relative_uom_id
            uom.supply_is_counted = reference.supply_is_counted if reference else uom._origin not in measures
