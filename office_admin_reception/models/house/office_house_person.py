from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

KINDS = [('guest', "Guest"), ('contractor', "Contractor"), ('employee', "Employee")]


class OfficeHousePerson(models.Model):
    """Who is in the house now: guests and contractors by their visits, employees by what was said of them.

    It is no table: each reading says what is true then. Whoever is nowhere in particular is on the only site of their
    company, if it has one only.
    """
    _name = 'office.house.person'
    _description = 'Person in the House'
    _auto = False
    _order = 'site_id, floor_id, kind desc, name, id'

    name = fields.Char("Person", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    organisation = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    place_id = fields.Many2one('office.place', readonly=True)
    site_id = fields.Many2one('office.place', readonly=True)
    floor_id = fields.Many2one('office.place', readonly=True)
    since = fields.Datetime("In the House Since", readonly=True)
    guest_id = fields.Many2one('office.visit.guest', readonly=True)
    visit_id = fields.Many2one('office.visit', readonly=True)
    employee_id = fields.Many2one('hr.employee', readonly=True)
    department_id = fields.Many2one('hr.department', readonly=True)
    host_id = fields.Many2one('hr.employee', readonly=True)
    person_key = fields.Char("Key", readonly=True, help="Names the person to phones and roll calls.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT person.*, COALESCE(split_part(place.parent_path, '/', 1)::int, only_site.id) AS site_id,
                floor.id AS floor_id
            FROM (%s UNION ALL %s) AS person
            LEFT JOIN office_place place ON place.id = person.place_id
            LEFT JOIN (
                SELECT company.id AS company_id, min(site.id) AS id
                FROM res_company company
                JOIN office_place site ON COALESCE(site.company_id, company.id) = company.id
                WHERE site.parent_id IS NULL AND site.kind IN ('site', 'building') AND site.active
                GROUP BY company.id
                HAVING count(*) = 1
            ) AS only_site ON only_site.company_id = person.company_id
            LEFT JOIN office_place floor ON floor.kind = 'floor'
                AND floor.id = ANY(string_to_array(rtrim(place.parent_path, '/'), '/')::int[])
            """, self._select_guests(), self._select_employees())

    @api.model
    def _select_guests(self):
        """Return the SQL of the guests who are in the house, where their area is or else where they came to."""
        return SQL(
            """
            SELECT guest.id * 2 AS id, 'guest,' || guest.id AS person_key, guest.name, guest.organisation, guest.phone,
                CASE WHEN purpose.is_contractor THEN 'contractor' ELSE 'guest' END AS kind, visit.company_id,
                COALESCE(area.place_id, visit.arrive_place_id, visit.place_id) AS place_id,
                guest.arrive_datetime AS since,
                guest.id AS guest_id, visit.id AS visit_id, NULL::int AS employee_id, NULL::int AS department_id,
                visit.employee_id AS host_id
            FROM office_visit_guest guest
            JOIN office_visit visit ON visit.id = guest.visit_id
            JOIN office_visit_purpose purpose ON purpose.id = visit.purpose_id
            LEFT JOIN LATERAL (
                SELECT min(area.place_id) AS place_id
                FROM office_visit_office_visit_area_rel rel
                JOIN office_visit_area area ON area.id = rel.office_visit_area_id
                WHERE rel.office_visit_id = visit.id
                HAVING count(DISTINCT area.place_id) = 1
            ) AS area ON TRUE
            WHERE guest.state = 'inside'
            """)

    @api.model
    def _select_employees(self):
        """Return the SQL of the employees who are in the house."""
        return SQL(
            """
            SELECT employee.id * 2 + 1 AS id, 'employee,' || employee.id AS person_key, employee.name,
                NULL::varchar AS organisation, COALESCE(employee.mobile_phone, employee.work_phone) AS phone,
                'employee' AS kind, presence.company_id, COALESCE(presence.place_id, location.place_id) AS place_id,
                presence.since, NULL::int AS guest_id, NULL::int AS visit_id, employee.id AS employee_id,
                version.department_id, NULL::int AS host_id
            FROM (%s) AS presence
            JOIN hr_employee employee ON employee.id = presence.employee_id
            LEFT JOIN hr_version version ON version.id = employee.current_version_id
            LEFT JOIN hr_work_location location ON location.id = version.work_location_id
            """, self._select_presence())

    @api.model
    def _select_presence(self):
        """Hook: the SQL that selects ``employee_id, company_id, place_id, since``, one row for each who is in."""
        return SQL(
            """
            SELECT employee_id, company_id, place_id, in_datetime AS since
            FROM office_presence
            WHERE state = 'in' AND in_datetime > %s
            """, self.env['office.presence']._get_since())

    def _prepare_roll_values(self):
        """Return what a roll call keeps of this person."""
        return {
            'person_key': self.person_key, 'name': self.name, 'kind': self.kind, 'phone': self.phone,
            'organisation': self.organisation or self.department_id.name, 'place_id': self.place_id.id}

    def action_has_left(self):
        """Note that these people have left the house, as the front desk."""
        self.guest_id.action_sign_out()
        if self.employee_id:
            self.env['office.presence']._mark_by_desk(self.employee_id, False)
        return True

    def action_print(self):
        """Print these people, or all who are in the house if none is chosen.

        :raise UserError: there is nobody
        """
        people = self or self.search([])
        if not people:
            raise UserError(self.env._("Nobody is in the house."))
        return self.env.ref('office_admin_reception.office_house_person_report').report_action(people)

    def _get_report_parts(self):
        """Return ``[(site, [(floor, people)])]``, in the order of the list, for print."""
        people = self.sorted()
        return [(site, list(there.grouped('floor_id').items())) for site, there in people.grouped('site_id').items()]

    def action_open(self):
        """Open the visit of this guest, or what everybody may read of this employee."""
        self.ensure_one()
        if self.visit_id:
            return self.visit_id._get_form_action()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'hr.employee.public', 'res_id': self.employee_id.id,
            'views': [(False, 'form')]}
