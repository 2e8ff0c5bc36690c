from collections import defaultdict

from odoo import fields, models

from ...groups import OFFICER


class HrEmployee(models.Model):
    """What somebody holds, and that he gives it back before he leaves."""
    _inherit = 'hr.employee'

    supply_custody_count = fields.Integer(
        "Things Held", compute='_compute_supply_custody_count', groups=OFFICER)

    def _compute_supply_custody_count(self):
        counts = defaultdict(int, {employee.id: count for employee, count in self.env[
            'office.supply.custody']._read_group(
                [('employee_id', 'in', self.ids), ('state', '=', 'held')], ['employee_id'], ['__count'])})
        for employee in self:
            employee.supply_custody_count = counts[employee.id]

    def write(self, vals):
        staying = self.filtered('active')
        result = super().write(vals)
        if vals.get('departure_date'):  # known beforehand
            staying._get_held_things()._call_in()
        return result

    def action_view_supply_custody(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_custody_action')
        return action | {'domain': [('employee_id', 'in', self.ids)], 'context': {'search_default_held': 1}}

    def _after_left(self):
        super()._after_left()
        self._get_held_things()._call_in()

    def _after_returned(self):
        super()._after_returned()
        self._get_held_things()._call_off()

    def _get_held_things(self):
        # sudo: who keeps the HR data has no rights in the supply room
        return self.env['office.supply.custody'].sudo().search(
            [('employee_id', 'in', self.ids), ('state', '=', 'held')])
