import pytz
from babel.dates import format_date, format_time, get_timezone_name

from odoo import api, fields, models
from odoo.tools import babel_locale_parse

TOLD = ('begin_datetime', 'end_datetime', 'place_id', 'room', 'employee_id')
"""What guests know from their invitation, so that they hear when it changes."""


class OfficeVisit(models.Model):
    """Guests are invited when a visit is announced, and hear of it when something changes or it is cancelled."""
    _inherit = 'office.visit'

    when_summary = fields.Char(
        "When", compute='_compute_when_summary', help="In the time zone of the company, since guests come there.")
    wifi = fields.Text("Wi-Fi", compute='_compute_notes', compute_sudo=True)
    notice = fields.Text("Notice on Personal Data", compute='_compute_notes', compute_sudo=True)
    change_count = fields.Integer(
        "Changes Told", readonly=True, copy=False, help="How often guests were told that something has changed.")

    @api.depends('begin_datetime', 'end_datetime', 'company_id')
    @api.depends_context('lang')
    def _compute_when_summary(self):
        locale = babel_locale_parse(self.env.lang)
        for visit in self:
            if not visit.begin_datetime or not visit.end_datetime:
                visit.when_summary = False
                continue
            zone = pytz.timezone(visit.company_id._get_office_tz())
            begin, end = (
                pytz.utc.localize(moment).astimezone(zone) for moment in (visit.begin_datetime, visit.end_datetime))
            words = {
                'day': format_date(begin, 'full', locale=locale),
                'begin': format_time(begin, 'short', tzinfo=zone, locale=locale),
                'last': format_date(end, 'full', locale=locale),
                'end': format_time(end, 'short', tzinfo=zone, locale=locale),
                'zone': get_timezone_name(begin, locale=locale)}
            if begin.date() == end.date():
                visit.when_summary = self.env._("%(day)s, %(begin)s–%(end)s (%(zone)s)", **words)
            else:
                visit.when_summary = self.env._("%(day)s, %(begin)s – %(last)s, %(end)s (%(zone)s)", **words)

    @api.depends('company_id')
    @api.depends_context('lang')
    def _compute_notes(self):
        for visit in self:
            visit.wifi = visit.company_id.office_visit_wifi
            visit.notice = visit.company_id._get_visit_notice()

    def write(self, vals):
        known = {}
        if vals.keys() & set(TOLD):
            known = {visit: (visit._get_told(), visit.guest_ids) for visit in self if visit.state == 'expected'}
        result = super().write(vals)
        for visit, (told, guests) in known.items():
            if visit._get_told() != told:
                visit._tell_change(guests.exists())
        return result

    def _get_told(self):
        return [self[name] for name in TOLD]

    def _tell_change(self, guests):
        """Tell ``guests``, who were invited, what is true now; and the host, who may be another one."""
        self._write_as_system({'change_count': self.change_count + 1})
        self._follow_host()
        guests.filtered('invited_datetime')._send_mail('change')

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'announce':
            self.guest_ids._send_mail('invitation')
        elif verb == 'cancel':
            self.guest_ids.filtered('invited_datetime')._send_mail('cancellation')
            self.guest_ids._end_public_links()

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'change_count'}
