from odoo import api, models


class HrDepartment(models.Model):
    _inherit = 'hr.department'

    @api.model
    def _get_headed(self):
        """Return the departments that the current user heads, and those below them."""
        # sudo: an employee may not search departments by their managers' users
        departments_sudo = self.sudo()
        headed = departments_sudo.search([('manager_id.user_id', '=', self.env.uid)])
        return departments_sudo.search([('id', 'child_of', headed.ids)]).sudo(False) if headed else self.browse()
