from collections import defaultdict
from contextvars import ContextVar
from datetime import datetime, time, timedelta

from babel.dates import format_skeleton, format_timedelta
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, babel_locale_parse, format_time

from ..held import held
from ..working_time import PATIENCE, NoWorkingTime
from .office_deadline import ACTIVITY_TYPE, RUNGS, STATUS

MINUTE = 1 / 60  # hours; of less than a minute nobody speaks
MAX_SHOWN = timedelta(days=400)  # of a calendar view
FIRST_YEAR, LAST_YEAR = 1900, 9000  # with room before and after for time zones

# True while activities are put on documents by which nobody becomes a follower.
_quiet = ContextVar('office_deadline_quiet', default=False)


class OfficeDeadlineMixin(models.AbstractModel):
    """A document for which the office makes promises: it shows the nearest one, is sorted by it, says who is told."""
    _name = 'office.deadline.mixin'
    _description = 'Document with Promises'
    _inherit = ['mail.thread', 'mail.activity.mixin']

    deadline_ids = fields.One2many(
        'office.deadline', 'res_id', "All Promises", domain=lambda self: [('res_model', '=', self._name)],
        groups=fields.NO_ACCESS)
    deadline_id = fields.Many2one(
        'office.deadline', "Next Promise", compute='_compute_deadline_id', store=True, index='btree_not_null',
        groups=fields.NO_ACCESS, ondelete='set null')
    # of all, also of those without a promise: lists are sorted by it
    deadline_datetime = fields.Datetime(
        "Due", compute='_compute_deadline_id', store=True, index=True, compute_sudo=True,
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

    def unlink(self):
        # sudo: users have no access to promises
        promises_sudo = self.env['office.deadline'].sudo().search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)])
        result = super().unlink()
        promises_sudo.unlink()
        return result

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

    def _get_deadline_statuses(self):
        """Return ``{id: status}`` of the next promises of these documents, None where nothing is promised."""
        self.flush_model(['deadline_id'])
        return dict(self.env.execute_query(SQL(  # no join: PostgreSQL would read all promises for a page of documents
            """SELECT document.id,
                      (SELECT %s FROM office_deadline deadline WHERE deadline.id = document.deadline_id)
                 FROM %s document WHERE document.id = ANY(%s)""",
            self.env['office.deadline']._get_status_sql('deadline'), SQL.identifier(self._table), self._origin.ids)))

    def _get_told_promise(self):
        """Return the next promise, else the one that ended last."""
        return self.deadline_id or self.deadline_ids._get_told()

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

    def _start_deadline(self, kind, amount, rule='day', start=None):
        """Promise something for each of these documents; an open promise of the same kind gives way.

        :param str kind: a key of :meth:`_get_deadline_kinds`
        :param float amount: working days or hours, or hours of the clock, from ``start`` on; before it if below zero
        :param str rule: ``'day'``, ``'hours'``, or ``'clock'`` for who waits at night and at weekends, too
        :param datetime start: now if left out; or ``{document: datetime}``
        :raise UserError: the working schedule has no working time
        """
        self._end_deadline(kind, outcome='dropped')
        self.env['office.deadline'].flush_model(['end_datetime'])  # which its index looks at
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
            tz=self.env.context.get('tz') or self.env.user.tz or deadline.calendar_id.tz
            or deadline.company_id._get_office_tz())
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
        """Say a stretch of the time that counts in minutes, in hours or, if it is longer than two days, in days."""
        if deadline.rule == 'clock':
            return format_timedelta(
                timedelta(minutes=int(hours * 60)), threshold=2, locale=babel_locale_parse(self.env.lang))
        hours_per_day = deadline.calendar_id.hours_per_day or 8.0
        if hours > 2 * hours_per_day:
            return self.env._("%(days)s working days", days=round(hours / hours_per_day))
        if hours < 1:
            return self.env._("%(minutes)s working minutes", minutes=int(hours * 60))
        if hours < 1.5:
            return self.env._("1 working hour")
        return self.env._("%(hours)s working hours", hours=int(hours))

    def _get_deadline_company(self):
        """Hook: the company that promises."""
        return self.company_id

    def _get_deadline_calendar(self):
        """Hook: the working schedule with which to count, if it is not that of the company."""
        return self.env['resource.calendar']

    # Who is told of the promises of a document, and how

    @api.model
    def _get_deadline_kinds(self):
        """Hook: ``{kind: what is promised}``, every kind of promise that the model makes."""
        return {}

    def _get_escalation_users(self, rung, kind):
        """Hook: the users of a rung of the escalation for one document.

        :param str rung: one of :data:`RUNGS`
        :param str kind: the promise, a key of :meth:`_get_deadline_kinds`
        """
        return self.env['res.users']

    def _get_escalation_people(self, rung, deadline_by_document):
        """Return ``{user: documents}`` whom to tell: those of the rung who may read the document, else the next ones.

        Nobody is told of what he may not see, and what nobody of a rung may see climbs on.
        """
        found = defaultdict(self.browse)
        untold = self
        for higher in RUNGS[RUNGS.index(rung):]:
            candidates = defaultdict(self.browse)
            for document in untold:
                for user in document._get_escalation_users(higher, deadline_by_document[document].kind):
                    candidates[user] |= document
            for user, documents in candidates.items():
                if user.active and (readable := documents._open_to(user)):
                    found[user] |= readable
            untold -= self.browse().union(*found.values())
            if not untold:
                break
        return found

    def _get_link(self):
        """Return a link to the document that leads there from a mail as well as from the inbox."""
        return Markup('<a href="/mail/view?model=%(model)s&amp;res_id=%(id)s" data-oe-model="%(model)s" '
                      'data-oe-id="%(id)s">%(name)s</a>') % {
                          'model': self._name, 'id': self.id, 'name': self.display_name}

    def _open_to(self, user):
        """Return those of these documents that ``user`` may read, after the app has let him if it wants to."""
        readable = self.with_user(user)._filtered_access('read').with_env(self.env)
        if hidden := self - readable:
            hidden._let_read(user)
            readable |= hidden.with_user(user)._filtered_access('read').with_env(self.env)
        return readable

    def _let_read(self, user):
        """Hook: give ``user``, whom the escalation tells of these documents, the right to read them."""

    def _get_idle(self, people):
        """Return of ``{user: documents}`` those on which the user has no activity yet."""
        users = self.env['res.users'].union(*people)
        busy = set(self.env['mail.activity'].search_fetch(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('user_id', 'in', users.ids)],
            ['res_id', 'user_id']).mapped(lambda activity: (activity.res_id, activity.user_id.id)))
        return {
            user: documents.filtered(lambda document, user=user: (document.id, user.id) not in busy)
            for user, documents in people.items()
        }

    def _schedule_quietly(self, kind, people, get_summary):
        """Put an activity on each document for each of ``people``.

        Nobody becomes a follower by it, and the one message afterwards stands for the mails that it would send.

        :param str kind: external id of the type of activity; where an administrator has deleted it, nothing is done
        :param dict people: ``{user: documents}``
        :param get_summary: function of an environment in the language of the user
        """
        kind = self.env.ref(kind, raise_if_not_found=False)
        if not kind:
            return
        with held(_quiet):
            self.env['mail.activity'].with_user(SUPERUSER_ID).with_context(mail_activity_quick_update=True).create([
                {
                    'activity_type_id': kind.id,
                    'res_model_id': self.env['ir.model']._get_id(self._name),
                    'res_id': document.id,
                    'user_id': user.id,
                    'summary': get_summary(self.with_context(lang=user.lang).env),
                    'date_deadline': user._get_office_today(),
                }
                for user, documents in people.items() for document in documents
            ])

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return True if _quiet.get() else super().message_subscribe(partner_ids, subtype_ids)

    def _unlink_late_activities(self):
        """Remove what called for these documents, where no other promise is late."""
        if self:
            still_late = self.env['office.deadline'].search([
                ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('end_datetime', '=', False),
                ('outcome', '=', 'missed')]).mapped('res_id')
            settled = self.filtered(lambda document: document.id not in still_late)
            settled.activity_unlink([ACTIVITY_TYPE], only_automated=False)
