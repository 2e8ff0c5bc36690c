from contextlib import suppress
from datetime import datetime, time, timedelta
from math import inf

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from ..working_time import NoWorkingTime


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_deadline_start = fields.Selection(
        [('submitted', "Day of Submission"), ('received', "Next Opening")],
        string="Working Days Count From", required=True, default='submitted',
        help="What is submitted on a day off or after closing time: promises in working days count from that very day, "
             "or from the next opening of the office.")
    office_reminder_hours = fields.Float(
        "Remind Before (working hours)", default=4.0,
        help="How long before a promise is due it counts as due soon, and who has to keep it is reminded.")
    office_escalation_hours = fields.Float(
        "Tell the Manager After (working hours)", default=8.0,
        help="How long after a promise was due the manager hears of it.")

    @api.constrains(lambda self: self._get_office_limits())
    def _check_office_limits(self):
        for name, (least, most) in self._get_office_limits().items():
            for company in self:
                if least <= company[name] <= most:  # written so that “not a number” fails, too
                    continue
                words = {'company': company.name, 'setting': self._fields[name]._description_string(self.env)}
                raise ValidationError(self.env._(
                    "%(company)s: “%(setting)s” is a number of %(least)s or more.", least=least, **words,
                ) if most == inf else self.env._(
                    "%(company)s: “%(setting)s” is a number from %(least)s to %(most)s.", least=least, most=most,
                    **words))

    @api.model
    def _get_office_limits(self):
        """Hook: ``{setting: (least, most)}`` of the numbers that a company sets; ``inf`` for most is no limit."""
        return {'office_reminder_hours': (0, 200), 'office_escalation_hours': (0, 200)}

    def _get_office_tz(self):
        """Return the name of the time zone in which the days of this company begin; all that counts days asks here.

        Neither the server's, which is UTC, nor the user's, who may sit elsewhere or be the scheduled action.
        """
        # sudo: where the company is, is no secret
        return self._get_calendar_tz() or self.sudo().partner_id.tz or self.env.user.tz or 'UTC'

    @ormcache('self.id')
    def _get_calendar_tz(self):
        return self.sudo().resource_calendar_id.tz

    def _get_office_today(self):
        """Return today where this company is."""
        return self._get_office_day(fields.Datetime.now())

    def _get_office_day(self, moment):
        """Return the day of ``moment``, naive UTC as stored, where this company is."""
        return utc.localize(moment).astimezone(timezone(self._get_office_tz())).date()

    def _get_office_moment(self, day, hour=time.min):
        """Return when it is ``hour`` on ``day`` where this company is, naive UTC; when the day begins if left out."""
        place = timezone(self._get_office_tz())
        return place.localize(datetime.combine(day, hour)).astimezone(utc).replace(tzinfo=None)

    def _get_office_workday(self, day):
        """Return ``day`` or, if nobody works then where this company is, the next day on which somebody does.

        Where nobody ever works, each day is as good as the other.
        """
        company_sudo = self.sudo()  # sudo: when a company works is no secret
        if calendar := company_sudo.resource_calendar_id:
            with suppress(NoWorkingTime):
                work = calendar._get_working_time(company_sudo)
                return work.get_day(work.add_days(self._get_office_moment(day - timedelta(days=1)), 1))
        return day

    @api.model
    def _get_by_office_today(self, companies=None):
        """Return ``[(today, companies)]``, for searches over companies of which some have begun a day already."""
        companies = self.sudo().search([]) if companies is None else companies  # sudo: scheduled actions see them all
        return list(companies.grouped(lambda company: company._get_office_today()).items())

    @api.model
    def _get_office_zones_sql(self):
        """Return SQL of a table ``zone`` with ``company_id`` and ``tz``, for queries that count days of companies."""
        companies = self.sudo().search([])  # sudo: which rows are read is decided by the query
        return SQL(
            "unnest(%s::integer[], %s::varchar[]) zone(company_id, tz)",
            companies.ids, [company._get_office_tz() for company in companies])

    def write(self, vals):
        calendars = self.resource_calendar_id if 'resource_calendar_id' in vals else None
        result = super().write(vals)
        if calendars is not None:
            self.env.registry.clear_cache()  # _get_calendar_tz
            calendars._mark_changed()  # its promises move to the new schedule
            self.env['office.deadline'].sudo()._find_calendar_for(self)
        return result

    def _get_time_words(self, time, rule):
        """Say a promised time in words.

        :param float time: working days or hours, as ``rule`` says
        """
        if rule == 'hours':
            return self.env._("1 working hour") if time == 1 else self.env._("%(count)g working hours", count=time)
        return self.env._("1 working day") if time == 1 else self.env._("%(count)g working days", count=time)
