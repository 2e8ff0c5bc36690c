from odoo import api, models
from odoo.tools import SQL


class OfficeHousePerson(models.Model):
    """Employees are in the house who have checked in; of attendance and what was said by hand, the later holds."""
    _inherit = 'office.house.person'

    @api.model
    def _select_presence(self):
        return SQL(
            """
            SELECT attendance.employee_id, employee.company_id, NULL::int AS place_id, attendance.check_in AS since
            FROM hr_attendance attendance
            JOIN hr_employee employee ON employee.id = attendance.employee_id
            WHERE attendance.check_out IS NULL
                AND attendance.check_in > %(since)s
                AND NOT EXISTS (
                    SELECT FROM office_presence gone
                    WHERE gone.employee_id = attendance.employee_id AND gone.state = 'out'
                        AND gone.out_datetime >= attendance.check_in)
            UNION ALL
            SELECT said.* FROM (%(said)s) AS said
            WHERE NOT EXISTS (
                SELECT FROM hr_attendance attendance
                WHERE attendance.employee_id = said.employee_id AND (
                    attendance.check_out >= said.since OR (
                        attendance.check_out IS NULL AND attendance.check_in > %(since)s)))
            """, said=super()._select_presence(), since=self.env['office.presence']._get_since())
