from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = 'stock.warehouse'

    supply_type_id = fields.Many2one(
        'stock.picking.type', "Supply Hand-Out Type", check_company=True, copy=False)

    def _get_sequence_values(self, name=False, code=False):
        return super()._get_sequence_values(name=name, code=code) | {
            'supply_type_id': {
                'name': self.env._("%(name)s Sequence Supply Hand-Out", name=name or self.name),
                'prefix': f"{code or self.code}/{self.supply_type_id.sequence_code or 'SUP'}/",
                'padding': 5,
                'company_id': self.company_id.id,
            },
        }

    def _get_picking_type_create_values(self, max_sequence):
        values, max_sequence = super()._get_picking_type_create_values(max_sequence)
        if not self.company_id.supply_location_id:
            self.company_id._create_supply_location()
        return values | {
            'supply_type_id': {
                'name': self.env._("Supply Hand-Outs"),
                'code': 'internal',
                'sequence': max_sequence + 1,
                'sequence_code': 'SUP',
                'default_location_src_id': self.lot_stock_id.id,
                'default_location_dest_id': self.company_id.supply_location_id.id,
                'create_backorder': 'always',  # what is not handed out now stays open
                'use_create_lots': False,
                'use_existing_lots': True,
                'company_id': self.company_id.id,
            },
        }, max_sequence + 1

    def _get_picking_type_update_values(self):
        return super()._get_picking_type_update_values() | {
            'supply_type_id': {'active': self.active, 'default_location_src_id': self.lot_stock_id.id},
        }

    @api.model
    def _create_missing_supply_types(self):
        for warehouse in self.with_context(active_test=False).search([('supply_type_id', '=', False)]):
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())
