from odoo import models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    def write(self, vals):
        moving = self.filtered(lambda employee: (
            'company_id' in vals and employee.company_id.id != vals['company_id']))
        result = super().write(vals)
        moving._after_moved()
        return result

    def _get_superior_levels(self):
        """Yield the employees above this one, nearest first; each person and department once.

        The first are his manager and the head of his department, then theirs.
        """
        employees, department = self, self.department_id
        seen_employees, seen_departments = employees.browse(), department.browse()
        while True:
            superiors = (employees.parent_id | department.manager_id) - seen_employees
            if superiors:
                yield superiors
            seen_employees |= superiors
            seen_departments |= department
            department = department.parent_id - seen_departments
            if not superiors and not department:
                return
            employees = superiors or employees

    def _after_left(self):
        """Hook: these employees have left their company."""

    def _after_returned(self):
        """Hook: these employees are back in their company."""

    def _after_moved(self):
        """Hook: these employees work in another company now."""


class ResourceResource(models.Model):
    """Whoever archives an employee, or gives him another user, writes it here, whichever way it came."""
    _inherit = 'resource.resource'

    def write(self, vals):
        if not vals.keys() & {'active', 'user_id', 'company_id'}:
            return super().write(vals)
        # sudo: who keeps resources need not see HR data
        employees_sudo = self.env['hr.employee'].sudo().with_context(active_test=False).search(
            [('resource_id', 'in', self.ids)])
        users_sudo, was_there = employees_sudo.user_id, self.filtered('active')
        result = super().write(vals)
        if employees_sudo:
            (users_sudo | employees_sudo.user_id).with_env(self.env)._after_standing_changed()
            is_there = self.filtered('active')
            employees_sudo.filtered(lambda employee: employee.resource_id in was_there - is_there)._after_left()
            employees_sudo.filtered(lambda employee: employee.resource_id in is_there - was_there)._after_returned()
        return result
