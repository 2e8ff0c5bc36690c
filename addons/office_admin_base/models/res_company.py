from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_list, is_html_empty

from .office_secrecy_mixin import LEVELS

MAX_NAMES = 5


class ResCompany(models.Model):
    """The settings of the office, and what an administrator should look after before it begins."""
    _inherit = 'res.company'

    office_segregation = fields.Selection(
        [('refuse', "Do not allow"), ('warn', "Allow and record a warning")],
        string="One Person in Two Roles", required=True, default='refuse',
        help="What happens when one person does two steps of the same document that belong to different people, "
             "for example approving and handing out. Very small offices may have to allow it.")
    office_secrecy_log_level = fields.Selection(
        LEVELS[1:], "Record Openings From", required=True, default='confidential',
        help="Who opens a document of this level or above, exports or prints it or opens a file of it, is recorded.")
    office_undertaking_months = fields.Integer("Undertakings Last (months)", default=12)
    office_undertaking_text = fields.Html(
        "Text of the Undertaking", translate=True, sanitize=True,
        help="What people sign. Leave it empty for the standard text.")
    office_confirm_days = fields.Integer(
        "Confirm Within (working days)", default=3,
        help="How long those for whom something was done may say that something is missing. After that it counts as "
             "confirmed.")
    office_first_steps_hidden = fields.Boolean("Hide the First Steps")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {
            'office_confirm_days': (1, 60),
            'office_undertaking_months': (1, 60),
        }

    def _get_undertaking_text(self):
        """Return what people of this company sign, in the language of the environment."""
        self.ensure_one()
        if not is_html_empty(self.office_undertaking_text):
            return self.office_undertaking_text
        return Markup('<p>%s</p><p>%s</p>') % (
            self.env._("I have been told how confidential and secret documents of the company are treated. I keep what "
                       "I learn from them to myself, show and pass them only to people who may see them, and give back "
                       "or destroy what I have of them when I leave."),
            self.env._("I know that it is recorded when I open such a document."))

    def _get_office_first_steps(self):
        """Hook: ``[dict]``, one for each thing to look after, computed now; call super and add.

        Keys: ``key``, ``label``, ``sentence`` (why), ``is_done``, ``action`` (external id of where it is done) and
        ``group`` (external id of the right that it takes). Nothing works only after these: they make it better.
        """
        self.ensure_one()
        today = self._get_office_today()
        return [
            *(self._get_year_step(year) for year in (today.year, today.year + 1)),
            self._get_positions_step(),
            self._get_people_step(),
            self._get_departments_step(),
            *self._get_undertakings_step(),
        ]

    def _get_year_step(self, year):
        calendar = self.resource_calendar_id
        return {
            'key': f'holidays_{year}',
            'label': self.env._("Public holidays of %(year)s", year=year),
            'sentence': self.env._(
                "Promises and deadlines count working days: load the public holidays and the days off that are worked, "
                "once they are published."),
            'is_done': not calendar or not calendar._is_missing_year(self, year),
            'action': 'office_admin_worktime.office_adjusted_workday_load_action',
            'group': 'office_admin_worktime.group_manager',
        }

    def _get_positions_step(self):
        positions = ('position_officer', 'position_manager')
        missing = [group for group in (self.env.ref(f'office_admin_base.{name}') for name in positions)
                   if not group._get_people(self)]
        if missing:
            sentence = self.env._(
                "Nobody is %(positions)s yet. Give the position in the form of the user; one person can hold several.",
                positions=format_list(self.env, [group._get_role_label() for group in missing], 'or'))
        else:
            sentence = self.env._(
                "An administrative officer runs the office, and an administrative manager sets it up. One person can "
                "hold several positions.")
        return {
            'key': 'positions',
            'label': self.env._("Positions"),
            'sentence': sentence,
            'is_done': not missing,
            'action': 'base.action_res_users',
            'group': 'base.group_erp_manager',
        }

    def _get_people_step(self):
        employees = self.env['hr.employee'].search([('company_id', '=', self.id)])
        missing = employees.filtered(lambda employee: not employee.user_id)
        linked = employees - missing
        if employees:
            done = self.env._("Each employee has a user, and asks in his own name.")
        else:
            done = self.env._("Nobody is an employee of this company yet, so nobody can ask for anything.")
        return {
            'key': 'people',
            'label': self.env._("Employees and their users"),
            'sentence': self._join_names(
                missing, self.env._("Without a user they cannot ask for anything themselves:"))
            or done,
            'is_done': bool(linked) and not missing,
            'action': 'hr.open_view_employee_list_my',
            'group': 'hr.group_hr_user',
        }

    def _get_departments_step(self):
        departments = self.env['hr.department'].search([('company_id', '=', self.id)])
        missing = departments.filtered(lambda department: not department.manager_id.user_id._filtered_working(self))
        return {
            'key': 'departments',
            'label': self.env._("Heads of department"),
            'sentence': self._join_names(
                missing, self.env._("Their head is missing or has no user, so requests go one up:"))
            or self.env._("The head of a department approves what its people ask for."),
            'is_done': not missing,
            'action': 'hr.hr_department_kanban_action',
            'group': 'hr.group_hr_user',
        }

    def _get_undertakings_step(self):
        """Only where somebody has issued one: whether there are restricted documents is not for everybody here."""
        undertakings = self.env['office.secrecy.undertaking']
        open_count = undertakings.search_count([('company_id', '=', self.id), ('status', '=', 'to_sign')])
        valid_count = undertakings.search_count([('company_id', '=', self.id), ('status', '=', 'valid')])
        if not open_count and not valid_count:
            return []
        return [{
            'key': 'undertakings',
            'label': self.env._("Undertakings"),
            'sentence': self.env._(
                "Confidential documents are open only to who has signed an undertaking: %(valid)s valid, %(open)s to "
                "be signed.", valid=valid_count, open=open_count),
            'is_done': not open_count,
            'action': 'office_admin_base.office_secrecy_undertaking_action',
            'group': 'office_admin_base.position_manager',
        }]

    @api.model
    def _join_names(self, records, words):
        """Return ``words`` with the first names of ``records``; empty if there are none."""
        names = records[:MAX_NAMES].mapped('display_name') + ["…"] * (len(records) > MAX_NAMES)
        return f'{words} {format_list(self.env, names)}' if names else ''
