from datetime import date, datetime

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.tools import format_list

from .. import public_holidays

ACTIVITY_TYPE = 'office_admin_worktime.mail_activity_type_load_year'


class ResourceCalendar(models.Model):
    """The public holidays of a year: they are loaded, and from December on somebody asks for those of the next one."""
    _inherit = 'resource.calendar'

    def action_load_year(self):
        return self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_worktime.office_adjusted_workday_load_action') | {
                'context': {'default_calendar_ids': self.ids}}

    @api.model
    def _cron_warn_of_missing_year(self):
        """From December on, remind those who keep the working days of the next year, each once."""
        days = self.env['res.company']._get_by_office_today()
        for year in sorted({today.year + 1 for today, _companies in days if today.month == 12}):
            for user, calendars in self._get_missing_years(year).items():
                calendars._remind_of_year(user, year)

    @api.model
    def _get_missing_years(self, year):
        """Return ``{user: calendars}``: who should load ``year`` into which schedules of companies."""
        missing = {}
        for calendar, companies in self.env['res.company'].search([]).grouped('resource_calendar_id').items():
            if calendar and calendar._is_missing_year(companies, year):
                for user in self._get_working_day_keepers(companies):
                    missing[user] = missing.get(user, self.browse()) | calendar
        return missing

    def _is_missing_year(self, companies, year):
        """Whether nobody has entered the public holidays of ``year``, or the adjusted workdays that belong to them."""
        self.ensure_one()
        leaves = self.env['resource.calendar.leaves'].search([
            ('resource_id', '=', False), ('calendar_id', 'in', (self.id, False)),
            ('company_id', 'in', [*companies.ids, False]),
            ('date_from', '<=', datetime(year, 12, 31)), ('date_to', '>=', datetime(year, 1, 2))])
        has_workdays = any(workday.date.year == year for workday in self.adjusted_workday_ids)
        if not leaves or has_workdays or self.flexible_hours:
            return not leaves
        countries = {leave.office_source.split('/')[0].split('-')[0] for leave in leaves if leave.office_source}
        return public_holidays.is_available() and any(
            public_holidays.adjusts_workdays(country, year) for country in countries)

    def _remind_of_year(self, user, year):
        """Give ``user`` a to-do, unless he has had it."""
        deadline = date(year - 1, 12, 31)
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind or self.env['mail.activity'].with_context(active_test=False).search_count(
                [('activity_type_id', '=', kind.id), ('user_id', '=', user.id), ('date_deadline', '=', deadline)]):
            return
        env = self.with_context(lang=user.lang).env
        self.env['mail.activity'].create({
            'activity_type_id': kind.id,
            'user_id': user.id,
            'date_deadline': deadline,
            'summary': env._("Load the working days of %(year)s", year=year),
            'note': Markup('<p>%s <a href="/odoo/adjusted-workdays">%s</a></p>') % (
                env._("Public holidays or adjusted workdays of %(year)s are missing in %(calendars)s.", year=year,
                      calendars=format_list(env, self.mapped('name'))),
                env._("Load them")),
        })

    @api.model
    def _unlink_year_reminders(self, year):
        """Remove the to-dos that have served: no schedule of their users misses ``year`` any more."""
        # sudo: they may have been given to somebody else
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        reminders_sudo = kind and self.env['mail.activity'].sudo().search([
            ('activity_type_id', '=', kind.id), ('date_deadline', '=', date(year - 1, 12, 31))])
        if reminders_sudo:
            missing = self.sudo()._get_missing_years(year)
            reminders_sudo.filtered(lambda reminder: reminder.user_id not in missing).unlink()

    @api.model
    def _get_working_day_keepers(self, companies):
        """Hook: the users who keep the working days of companies; administrators if nobody does."""
        for group in ('office_admin_worktime.group_manager', 'base.group_system'):
            users = self.env.ref(group).all_user_ids.filtered(
                lambda user: user.active and user.company_ids & companies and user.id != SUPERUSER_ID)
            if users:
                return users
        return self.env['res.users']
