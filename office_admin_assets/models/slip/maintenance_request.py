from odoo import models
from odoo.fields import Command


class MaintenanceRequest(models.Model):
    """A substitute is lent by a slip, which whoever gets it confirms."""
    _inherit = 'maintenance.request'

    def _hand_over_substitute(self, card, due_date):
        """Write the slip by which the holder of what is repaired gets ``card`` meanwhile.

        :param date due_date: until when at the latest
        """
        slip = self.env['office.asset.slip'].create({
            'kind': 'loan', 'company_id': self.company_id.id, 'employee_id': self.equipment_id.employee_id.id,
            'due_date': due_date,
            'note': self.env._("Substitute for %(card)s", card=self.equipment_id.asset_code),
            'line_ids': [Command.create({'equipment_id': card.id})]})
        slip._write_as_system({'repair_id': self.id})
        slip._transition('submit')
        return slip

    def _get_waiting_slip(self):
        """Return the slip of the substitute that is not confirmed yet."""
        return self.env['office.asset.slip'].search([('repair_id', 'in', self.ids), ('state', '=', 'submitted')])

    def _drop_substitute(self):
        """Write down that nobody took the substitute."""
        self._write_as_system({'asset_substitute_id': False})
