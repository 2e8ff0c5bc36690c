from datetime import timedelta

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain

KEEP_DAYS = 14
"""So many days a presence is kept: who asks for it in an emergency asks for today's."""

OPEN_HOURS = 16
"""So many hours after an employee came they are taken to have gone, if nobody has said so."""


class OfficePresence(models.Model):
    """Whether an employee is in the house, by what was said last: one row for each employee and day.

    It is asked for in an emergency, and is no record of working time: colleagues do not see it, and nor do managers of
    departments. Where Odoo's attendance is installed, a bridge reads from there who has come and gone.
    """
    _name = 'office.presence'
    _description = 'Presence'
    _inherit = ['office.system.mixin', 'office.desk.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'employee_id'
    _is_of_system = True

    employee_id = fields.Many2one('hr.employee', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since rules read them
    user_id = fields.Many2one(related='employee_id.user_id', store=True, index=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection([('in', "In the House"), ('out', "Out")], "Status", required=True, readonly=True)
    place_id = fields.Many2one('office.place', readonly=True, ondelete='set null', help="Where they are, or were.")
    in_datetime = fields.Datetime("Came On", readonly=True)
    out_datetime = fields.Datetime("Left On", readonly=True)
    marked_by_id = fields.Many2one('res.users', "Said By", readonly=True, ondelete='restrict')

    _day_uniq = models.UniqueIndex('(employee_id, date)', "The presence of this employee on this day is noted already.")
    _in_idx = models.Index("(company_id, in_datetime) WHERE state = 'in'")

    # What employees say of themselves

    @api.model
    def _get_ask_method(self):
        return 'action_turn'

    def action_turn(self):
        """Say that the current user is in the house or, if they are, that they leave.

        :return: a notification of what is true now
        :raise UserError: they have no employee record
        """
        employee = self._get_own_employee()
        # sudo: colleagues do not see the list, and this asks for oneself
        is_in = not self.env['office.house.person'].sudo().search_count([('employee_id', '=', employee.id)])
        self._mark(employee, is_in)
        return self._notify(
            self.env._("You are in. Tap once more when you leave.") if is_in else self.env._("You are out."))

    def action_come(self):
        """Say that the current user is in the house."""
        self._mark(self._get_own_employee(), True)
        return True

    def action_go(self):
        """Say that the current user leaves the house."""
        self._mark(self._get_own_employee(), False)
        return True

    @api.model
    def _get_own_employee(self):
        if employee := self.env.user.employee_id:
            return employee
        raise UserError(self.env._(
            "You have no employee record in %(company)s. Ask HR to link one to your user, or the front desk to mark "
            "you.",
            company=self.env.company.name))

    @api.model
    def _notify(self, message):
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'message': message, 'type': 'success', 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}}}

    # What the front desk says of others

    @api.model
    def _mark_by_desk(self, employees, is_in, place=None):
        """Say that ``employees`` are in the house, or have left it, as the front desk.

        :raise AccessError: the user is not of the front desk, or one is of another company
        """
        if not self.env['office.visit']._has_role('officer') or employees.sudo().company_id - self.env.companies:
            raise AccessError(self.env._("Who is in the house is noted by the front desk of the company."))
        if place:
            place.check_access('read')
        self._mark(employees, is_in, place)

    @api.model
    def _get_since(self):
        return fields.Datetime.now() - timedelta(hours=OPEN_HOURS)

    @api.model
    def _get_open(self, employees):
        """Return the rows of those of ``employees`` who are in the house now."""
        # sudo: whoever asks has checked for whom
        return self.sudo().search([
            ('employee_id', 'in', employees.ids), ('state', '=', 'in'), ('in_datetime', '>', self._get_since())])

    @api.model
    def _mark(self, employees, is_in, place=None):
        """Note that ``employees`` are in the house now, or have left it. The caller has checked who says so.

        :param bool is_in: whether they are in
        :param place: where; without it, where they work
        :raise ConcurrencyError: two people say it of the same employee at once; Odoo tries again
        """
        now = fields.Datetime.now()
        opened = self._get_open(employees)
        if is_in:
            employees -= opened.employee_id
            values = {'state': 'in', 'in_datetime': now, 'out_datetime': False, 'marked_by_id': self.env.uid}
        else:
            values = {'state': 'out', 'out_datetime': now, 'marked_by_id': self.env.uid}
            opened._write_as_system(values)
            employees -= opened.employee_id
        vals_list = []
        # sudo: where a colleague works
        for company, staff in employees.sudo().grouped('company_id').items():
            day = company._get_office_day(now)
            known = self.sudo().search([('employee_id', 'in', staff.ids), ('date', '=', day)]).grouped('employee_id')
            for employee in staff:
                vals = {**values, 'place_id': (place or employee.work_location_id.place_id).id}
                if employee in known:
                    known[employee]._write_as_system(vals)
                else:
                    vals_list.append({'employee_id': employee.id, 'company_id': company.id, 'date': day, **vals})
        try:
            self._create_as_system(vals_list)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError("the same employee is marked twice at the same time") from error

    @api.autovacuum
    def _gc_presence(self):
        """Forget when employees came and went some days ago."""
        self.search([('date', '<', fields.Date.today() - timedelta(days=KEEP_DAYS))])._unlink_as_system()

    # My Office

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {'mine': Domain([
            ('user_id', '=', self.env.uid), ('state', '=', 'in'), ('in_datetime', '>', self._get_since())])}

    @api.model
    def _get_state_colour(self, state):
        return 'success' if state == 'in' else 'secondary'

    def _get_desk_buttons(self, section):
        return [{'name': 'action_go', 'label': self.env._("I Leave"), 'is_primary': False}]
