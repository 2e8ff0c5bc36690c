from odoo import models


class MaintenanceEquipmentCategory(models.Model):
    """The equipment that Maintenance counts is without cars, as its lists are."""
    _inherit = 'maintenance.equipment.category'

    def _compute_equipment_count(self):
        super()._compute_equipment_count()
        vehicles = dict(self.env['maintenance.equipment']._read_group(
            [('category_id', 'in', self.ids), ('vehicle_id', '!=', False)], ['category_id'], ['__count']))
        for category in self:
            category.equipment_count -= vehicles.get(category._origin, 0)
