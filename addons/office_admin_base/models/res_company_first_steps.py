from odoo import api, fields, models
from odoo.tools import format_list

MAX_NAMES = 5


class ResCompany(models.Model):
    """What an administrator should look after before an office begins, and what of it is done."""
    _inherit = 'res.company'

    office_first_steps_hidden = fields.Boolean("Hide the First Steps")

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


class OfficeRights(models.AbstractModel):
    """The page of the first steps."""
    _inherit = 'office.rights'

    @api.model
    def _get_pages(self):
        return super()._get_pages() | {
            'first_steps': ('office_admin_base.page_first_steps', self._get_first_steps)}

    @api.model
    def _get_first_steps(self, company):
        # sudo: how many employees, departments and rules are missing something, for who may see this page
        steps = company.sudo()._get_office_first_steps()
        done_count = sum(step['is_done'] for step in steps)
        return {
            'company': company,
            'steps': [step | {
                'is_mine': self.env.user.has_group(step['group']),
                'right': self.env._(
                    "Takes the right “%(right)s”.", right=self.env.ref(step['group'])._get_role_label()),
            } for step in steps],
            'progress': self.env._("%(done)s of %(all)s are done.", done=done_count, all=len(steps)),
            'percent': 100 * done_count // (len(steps) or 1),
        }
