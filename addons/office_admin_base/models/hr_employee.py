from odoo import models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

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
