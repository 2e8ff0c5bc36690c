from odoo import models


class HrDepartureWizard(models.TransientModel):
    """Who registers that somebody leaves sees next what they still hold, as far as they may see it."""
    _inherit = 'hr.departure.wizard'

    def action_register_departure(self):
        action = super().action_register_departure()
        held = self.env['office.custody.thing'].search_count(
            [('employee_id', 'in', self.employee_ids.ids), ('state', '=', 'held')], limit=1)
        if not held:
            return action
        things = self.employee_ids.action_view_office_things()
        if action.get('tag') == 'display_notification':  # of users who were archived as well
            action['params']['next'] = things
            return action
        return things
