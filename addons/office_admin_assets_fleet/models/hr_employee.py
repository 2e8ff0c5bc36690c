from odoo import models


class HrEmployee(models.Model):
    """A car is counted with the vehicles, and not once more with the equipment of Maintenance."""
    _inherit = 'hr.employee'

    def _compute_equipment_count(self):
        super()._compute_equipment_count()
        for employee in self:
            employee.equipment_count -= len(employee.equipment_ids.filtered('vehicle_id'))
