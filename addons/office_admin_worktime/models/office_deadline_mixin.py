from datetime import datetime, time, timedelta

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, babel_locale_parse, format_time

from ..working_time import PATIENCE, NoWorkingTime
from .office_deadline import STATUS

MINUTE = 1 / 60  # hours; of less than a minute nobody speaks
MAX_SHOWN = timedelta(days=400)  # of a calendar view
FIRST_YEAR, LAST_YEAR = 1900, 9000  # with room before and after for time zones


class OfficeDeadlineMixin(models.AbstractModel):
    """A document for which the office makes promises: it shows the nearest one and is sorted by it.

    Who is told when a promise is late is in ``office_deadline_escalation.py``.
    """
    _name = 'office.deadline.mixin'
    _description = 'Document with Promises'
    _inherit = ['mail.thread', 'mail.activity.mixin']

    deadline_ids = fields.One2many(
        'office.deadline', 'res_id', "All Promises", domain=lambda self: [('res_model', '=', self._name)],
        groups=fields.NO_ACCESS)
    deadline_id = fields.Many2one(
        'office.deadline', "Next Promise", compute='_compute_deadline_id', store=True, index='btree_not_null',
        groups=fields.NO_ACCESS, ondelete='set null')
    deadline_datetime = fields.Datetime(
        "Due", compute='_compute_deadline_id', store=True, index='btree_not_null', compute_sudo=True,
        help="When the office has promised the next step.")
    deadline_status = fields.Selection(
        STATUS, "Promise", compute='_compute_deadline_status', search='_search_deadline_status', compute_sudo=True)
    deadline_outcome = fields.Selection(
        [('met', "Kept"), ('missed', "Missed")], "Promises", compute='_compute_deadline_outcome', store=True,
        help="Missed if one of them was late, kept if none was; empty as long as none has ended.")
    deadline_summary = fields.Char(
        "Next Step", compute='_compute_deadline_summary', compute_sudo=True)

    @api.depends('deadline_ids.due', 'deadline_ids.end_datetime')
    def _compute_deadline_id(self):
        for document in self:
            is_open = document.deadline_ids.filtered(lambda deadline: not deadline.end_datetime)
            document.deadline_id = is_open.sorted(lambda deadline: (deadline.due, deadline.id))[:1]
            document.deadline_datetime = document.deadline_id.due

    @api.depends('deadline_id', 'deadline_ids.status')
    def _compute_deadline_status(self):
        statuses = self._get_deadline_statuses()
        for document in self:
            document.deadline_status = statuses.get(document._origin.id) or False

    def _get_deadline_statuses(self):
        """Return ``{id: status}`` of the next promises of these documents, None where nothing is promised."""
        self.flush_model(['deadline_id'])
        return dict(self.env.execute_query(SQL(  # no join: PostgreSQL would read all promises for a page of documents
            """SELECT document.id,
                      (SELECT %s FROM office_deadline deadline WHERE deadline.id = document.deadline_id)
                 FROM %s document WHERE document.id = ANY(%s)""",
            self.env['office.deadline']._get_status_sql('deadline'), SQL.identifier(self._table), self._origin.ids)))

    @api.depends('deadline_ids.outcome')
    def _compute_deadline_outcome(self):
        for document in self:
            outcomes = set(document.deadline_ids.mapped('outcome'))
            document.deadline_outcome = next((outcome for outcome in ('missed', 'met') if outcome in outcomes), False)

    def _search_deadline_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        domains = {False: Domain('deadline_datetime', '=', False), 'late': Domain('deadline_datetime', '<', now)}
        found = Domain.OR(domains[status] for status in value if status in domains)
        if in_time := [status for status in value if status not in domains]:
            # sudo: users have no access to promises; what they find are documents, and those are checked
            documents = self.sudo().with_context(active_test=False)._search(
                [('deadline_id', 'any', [('status', 'in', in_time)])])
            found |= Domain('deadline_datetime', '>=', now) & Domain('id', 'in', documents)
        return found

    @api.depends('deadline_id', 'deadline_ids.status', 'deadline_ids.outcome')
    @api.depends_context('lang', 'tz')
    def _compute_deadline_summary(self):
        promises = {document: document._get_told_promise() for document in self}
        works = self.env['office.deadline'].union(*promises.values())._get_work_by_promise()
        for document, promise in promises.items():
            document.deadline_summary = document._get_deadline_words(promise, works[promise]) if promise else False

    def _get_told_promise(self):
        """Return the next promise, else the one that ended last."""
        return self.deadline_id or self.deadline_ids._get_told()

    def unlink(self):
        # sudo: users have no access to promises
        promises_sudo = self.env['office.deadline'].sudo().search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)])
        result = super().unlink()
        promises_sudo.unlink()
        return result

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return the days off of the office, which calendar views show in grey."""
        try:
            start, stop = (fields.Datetime.to_datetime(moment) for moment in (date_from, date_to or date_from))
            stop = min(stop, start + MAX_SHOWN)
            if not FIRST_YEAR <= start.year <= stop.year <= LAST_YEAR:
                raise ValueError
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            raise UserError(self.env._(
                "“%(from)s” to “%(to)s” are no days that a calendar shows. Give them as 2026-12-31.",
                **{'from': date_from, 'to': date_to or date_from})) from error
        return self.env.company.resource_calendar_id._get_unusual_days(
            start, datetime.combine(stop, time.max), self.env.company)

    def action_pause_deadline(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pause"),
            'res_model': 'office.deadline.pause.begin',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id},
        }

    def action_resume_deadline(self):
        for document in self:
            document._get_deadline_to_pause()._resume()
        return True

    def _start_deadline(self, kind, amount, rule='day', start=None):
        """Promise something for each of these documents; an open promise of the same kind gives way.

        :param str kind: a key of :meth:`_get_deadline_kinds`
        :param float amount: working days or hours from ``start`` on, or before it if below zero
        :param str rule: ``'day'`` or ``'hours'``
        :param datetime start: now if left out; or ``{document: datetime}``
        :raise UserError: the working schedule has no working time
        """
        self._end_deadline(kind, outcome='dropped')
        starts = start if isinstance(start, dict) else dict.fromkeys(self, start)
        return self.env['office.deadline']._create_as_system([
            {
                'res_model': self._name,
                'res_id': document.id,
                'kind': kind,
                'start': starts.get(document) or fields.Datetime.now(),
                'amount': amount,
                'rule': rule,
            }
            for document in self
        ])

    def _end_deadline(self, *kinds, outcome='met'):
        """End the open promises of these kinds, if there are any.

        :param str outcome: ``'met'``, which becomes missed if it is late; or ``'dropped'`` when it fell away
        """
        # sudo: users have no access to promises
        self.env['office.deadline'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('kind', 'in', kinds),
            ('end_datetime', '=', False)])._end(outcome)

    def _get_deadline_to_pause(self):
        """Return the next promise, as superuser, if the user may let it rest.

        :raise AccessError: he may not
        :raise UserError: nothing is promised
        """
        self.ensure_one()
        self.check_access('read')
        deadline_sudo = self.sudo().deadline_id  # sudo: users have no access to promises
        if not deadline_sudo:
            raise UserError(self.env._("Nothing is promised for %(document)s.", document=self.display_name))
        self._check_can_pause_deadline(deadline_sudo.kind)
        return deadline_sudo

    def _check_can_pause_deadline(self, kind):
        """Hook: who may let a promise rest; nobody if an app does not say it.

        :raise AccessError: the user may not
        """
        raise AccessError(self.env._(
            "%(document)s: you may not let this promise rest.", document=self.display_name))

    def _prepare_deadline_values(self):
        """Return company, calendar (False if there is none) and rule of counting for a promise of this document."""
        self.ensure_one()
        document_sudo = self.sudo()  # sudo: the settings of a company are not for everybody
        company = document_sudo._get_deadline_company()
        calendar = document_sudo._get_deadline_calendar() or company.resource_calendar_id
        return {
            'company_id': company.id,
            'calendar_id': calendar.id,
            'is_received': company.office_deadline_start == 'received',
        }

    def _get_deadline_words(self, deadline, work=None):
        """Say in words what is promised and when: “Answer: due tomorrow 18:00, 6 working hours left”, or how it ended.

        :param WorkingTime work: of the promise, where one serves for many
        """
        self = self.with_context(  # noqa: PLW0642 (all that is said here is said in one time zone)
            tz=self.env.context.get('tz') or self.env.user.tz or deadline.calendar_id.tz or 'UTC')
        now = fields.Datetime.now()
        work = work or deadline._get_work_by_promise()[deadline]
        pauses = deadline._get_pauses()
        values = {
            'what': self._get_deadline_kinds().get(deadline.kind, deadline.kind),
            'when': self._get_moment_words(deadline.due),
        }
        if deadline.end_datetime:
            values['end'] = self._get_moment_words(deadline.end_datetime)
            if deadline.outcome == 'met':
                return self.env._("%(what)s: in time, %(end)s", **values)
            return self.env._("%(what)s: too late, %(end)s, was due %(when)s", **values)
        try:
            late = work.get_hours(deadline.due, now, pauses) if deadline.due < now <= deadline.due + PATIENCE else 0
            if deadline.due < now and late < MINUTE:
                return self.env._("%(what)s: was due %(when)s", **values)
            if deadline.due < now:
                values['time'] = self._get_duration_words(deadline, late)
                return self.env._("%(what)s: was due %(when)s, %(time)s late", **values)
            if pause := deadline._get_pause(now):
                values |= {'reason': pause.reason, 'until': self._get_moment_words(pause.stop)}
                return self.env._("%(what)s: rests until %(until)s (%(reason)s), due %(when)s", **values)
            left = work.get_hours(now, deadline.due, pauses) if deadline.due - now <= PATIENCE else 0
            if deadline.start > now or left < MINUTE:
                return self.env._("%(what)s: due %(when)s", **values)
            values['time'] = self._get_duration_words(deadline, left)
        except NoWorkingTime:
            return self.env._("%(what)s: due %(when)s", **values)
        return self.env._("%(what)s: due %(when)s, %(time)s left", **values)

    def _get_moment_words(self, moment):
        """Name a moment as people do: today, tomorrow or yesterday, else the day, and the time."""
        day = fields.Datetime.context_timestamp(self, moment).date()
        clock = format_time(self.env, fields.Datetime.context_timestamp(self, moment).time(), time_format='short')
        match (day - fields.Date.context_today(self)).days:
            case 0:
                return self.env._("today %(time)s", time=clock)
            case 1:
                return self.env._("tomorrow %(time)s", time=clock)
            case -1:
                return self.env._("yesterday %(time)s", time=clock)
        is_this_year = day.year == fields.Date.context_today(self).year
        skeleton = 'MMMEd' if is_this_year else 'yMMMEd'
        return f"{format_skeleton(skeleton, day, locale=babel_locale_parse(self.env.lang))} {clock}"

    def _get_duration_words(self, deadline, hours):
        """Say a stretch of working time in hours or, if it is longer than two days, in days."""
        hours_per_day = deadline.calendar_id.hours_per_day or 8.0
        if hours > 2 * hours_per_day:
            return self.env._("%(days)s working days", days=round(hours / hours_per_day))
        if hours < 1:
            return self.env._("%(minutes)s working minutes", minutes=int(hours * 60))
        if hours < 1.5:
            return self.env._("1 working hour")
        return self.env._("%(hours)s working hours", hours=int(hours))

    @api.model
    def _get_deadline_kinds(self):
        """Hook: ``{kind: what is promised}``, every kind of promise that the model makes."""
        return {}

    def _get_deadline_company(self):
        """Hook: the company that promises."""
        return self.company_id

    def _get_deadline_calendar(self):
        """Hook: the working schedule with which to count, if it is not that of the company."""
        return self.env['resource.calendar']
