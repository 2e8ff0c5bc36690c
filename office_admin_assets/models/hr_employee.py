from odoo import models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    """Who holds an asset, or stands in its time line, stays known."""
    _inherit = 'hr.employee'

    def unlink(self):
        # sudo: whatever the user sees, a card keeps its holder
        cards_sudo = self.env['maintenance.equipment'].sudo().with_context(active_test=False).search(
            [('asset_code', '!=', False), ('employee_id', 'in', self.ids)])
        if cards_sudo:
            raise UserError(self.env._(
                "%(employees)s still holds assets: %(cards)s. Take them back first.",
                employees=', '.join(cards_sudo.employee_id.mapped('name')), cards=cards_sudo._get_names()))
        events_sudo = self.env['office.asset.event'].sudo().search(
            ['|', ('employee_from_id', 'in', self.ids), ('employee_to_id', 'in', self.ids)])
        if known := (events_sudo.employee_from_id | events_sudo.employee_to_id) & self:
            raise UserError(self.env._(
                "%(employees)s has held assets, and stays known in their time lines. Archive the employee instead.",
                employees=', '.join(known.mapped('name'))))
        return super().unlink()


class HrDepartureWizard(models.TransientModel):
    """Who leaves hands cards over by a document; other equipment Odoo frees as it does."""
    _inherit = 'hr.departure.wizard'

    def action_register_departure(self):
        equipment = self.employee_ids.sudo().equipment_ids.filtered(lambda thing: not thing.asset_code).sudo(False)
        is_freed = self.unassign_equipment
        self.unassign_equipment = False
        action = super().action_register_departure()
        if is_freed:
            equipment.write({'employee_id': False})
        return action
