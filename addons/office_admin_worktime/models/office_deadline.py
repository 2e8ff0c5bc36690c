from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..working_time import NoWorkingTime, WorkingTime, get_clock_time, get_due
from .office_batch_mixin import logger

STATUS = [('on_time', "On Time"), ('due_soon', "Due Soon"), ('late', "Late"), ('paused', "Paused")]
MAX_AMOUNT = {'day': 1000, 'hours': 8000, 'clock': 8000}
RECOMPUTE_BATCH = 1000
NO_CALENDAR = -1  # in place of a version: there is none, and nothing to count with, or the clock is enough

RUNGS = ('holder', 'head', 'manager')
"""Who is told of a promise, one after the other: who has to keep it when it is due soon, his head when it is late, the
manager some working hours later."""

ESCALATE_BATCH = 500
MAX_LINES = 10
ACTIVITY_TYPE = 'office_admin_worktime.mail_activity_type_late'


class OfficeDeadline(models.Model):
    """One promise of the office: something will have happened to a document by a moment of working time.

    Users have no access: a promise is as secret as its document, which shows what may be seen of it.
    Whether it is late follows from the clock and is not stored; that it was kept or missed is a fact and stays.
    """
    _name = 'office.deadline'
    _description = 'Promise'
    _inherit = ['office.batch.mixin', 'office.system.mixin']
    _order = 'due, id'
    _rec_name = 'kind'
    _is_of_system = True

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, help="What is promised, in a word of the document's model.")
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    calendar_id = fields.Many2one('resource.calendar', "Working Schedule", readonly=True, ondelete='set null')
    calendar_version = fields.Integer(required=True, readonly=True)
    start = fields.Datetime("Promised From", required=True, readonly=True)
    amount = fields.Float(
        "Days or Hours", required=True, readonly=True,
        help="Working days or hours, or hours of the clock; below zero it ends so long before the start.")
    rule = fields.Selection(
        [('day', "Working Days"), ('hours', "Working Hours"), ('clock', "Hours of the Clock")], required=True,
        readonly=True, help="Of the clock: nights and weekends count, and people are told at any time.")
    is_received = fields.Boolean(
        "Counts from Opening", readonly=True,
        help="What came outside working hours counts as received when work began again.")
    pause_ids = fields.One2many('office.deadline.pause', 'deadline_id', "Pauses", readonly=True)
    due = fields.Datetime(required=True, readonly=True)
    soon = fields.Datetime("Due Soon From", required=True, readonly=True)
    status = fields.Selection(STATUS, compute='_compute_status', search='_search_status')
    outcome = fields.Selection(
        [('met', "Kept"), ('missed', "Missed"), ('dropped', "Dropped")], readonly=True,
        help="Missed also while it is still open, from the moment on at which it was due.")
    end_datetime = fields.Datetime("Ended On", readonly=True)
    rung = fields.Integer("Rungs Climbed", readonly=True, help="How often it was escalated.")
    check_datetime = fields.Datetime(
        "Next Check On", readonly=True, help="When it becomes late or climbs the next rung; empty if it never will.")

    _open_uniq = models.UniqueIndex('(res_model, res_id, kind) WHERE end_datetime IS NULL')
    _document_idx = models.Index('(res_model, res_id)')
    _due_idx = models.Index('(due) WHERE end_datetime IS NULL')
    _check_idx = models.Index('(check_datetime) WHERE check_datetime IS NOT NULL')
    _calendar_idx = models.Index('(calendar_id, calendar_version) WHERE end_datetime IS NULL')
    _order_check = models.Constraint(
        'CHECK((amount > 0 AND due > start) OR (amount < 0 AND due < start))',
        "A promise ends after its start, or before it if it counts back.")

    @api.depends('due', 'soon', 'end_datetime', 'pause_ids.start', 'pause_ids.stop')
    def _compute_status(self):
        statuses = dict(self.env.execute_query(SQL(
            "SELECT id, %s FROM office_deadline WHERE id = ANY(%s)",
            self._get_status_sql('office_deadline'), self.ids)))
        for deadline in self:
            deadline.status = statuses.get(deadline.id, False)

    def _search_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        statuses = [status for status in value if status]
        found = Domain('end_datetime', '=', False) & Domain.custom(
            to_sql=lambda model, alias, _query: SQL("%s = ANY(%s)", model._get_status_sql(alias), statuses))
        return found | Domain('end_datetime', '!=', False) if False in value else found

    @api.constrains('amount', 'rule')
    def _check_amount(self):
        for deadline in self:
            # written so that “not a number” fails, too
            if not 0 < abs(deadline.amount) <= MAX_AMOUNT[deadline.rule]:
                raise ValidationError(self.env._(
                    "%(document)s: a promise takes more than zero and at most %(days)s working days or %(hours)s "
                    "working hours.", document=deadline._get_document().display_name,
                    days=MAX_AMOUNT['day'], hours=MAX_AMOUNT['hours']))

    @api.model_create_multi
    def create(self, vals_list):
        """Make promises from ``res_model``, ``res_id``, ``kind``, ``amount``, ``rule`` and ``start``; the rest follows.

        :raise UserError: there is no calendar, or it has no working time
        """
        self.check_access('create')
        for vals in vals_list:
            document = self.env[vals['res_model']].browse(vals['res_id'])
            vals.update(self._prepare_place_values(document, vals['rule']))
            if self._lacks_calendar(vals):
                raise self._get_no_calendar_error(document, self.env['res.company'].browse(vals['company_id']))
        works = self._get_works(vals_list)
        for vals in vals_list:
            calendar = self.env['resource.calendar'].browse(vals['calendar_id'])
            work = works[self._get_work_key(vals)]
            try:
                vals.update(self._prepare_due_values(work, vals))
                vals.update(self._prepare_first_check_values(work, vals))
            except NoWorkingTime as error:
                raise calendar._get_no_working_time_error() from error
            vals['calendar_version'] = calendar.worktime_version if calendar else NO_CALENDAR
        deadlines = super().create(vals_list)
        deadlines._schedule_check()
        return deadlines

    @api.model
    def _get_status_sql(self, alias):
        """Return the status of the promise ``alias`` as SQL, NULL once it has ended."""
        self.flush_model(['due', 'soon', 'end_datetime'])
        self.env['office.deadline.pause'].flush_model(['deadline_id', 'start', 'stop'])
        return SQL(
            """CASE WHEN %(deadline)s.end_datetime IS NOT NULL THEN NULL
                    WHEN %(deadline)s.due < %(now)s THEN 'late'
                    WHEN EXISTS (SELECT FROM office_deadline_pause pause
                                  WHERE pause.deadline_id = %(deadline)s.id
                                    AND pause.start <= %(now)s AND pause.stop > %(now)s) THEN 'paused'
                    WHEN %(deadline)s.soon <= %(now)s THEN 'due_soon'
                    ELSE 'on_time' END""",
            deadline=SQL.identifier(alias), now=fields.Datetime.now())

    @api.model
    def _get_no_calendar_error(self, document, company):
        return UserError(self.env._(
            "%(company)s has no working schedule, so nothing can be promised for %(document)s. Choose one in "
            "Settings.", company=company.name, document=document.display_name))

    @api.model
    def _get_works(self, vals_list):
        """Return ``{key: working time}`` for values of promises, see :meth:`_get_work_key`; none without a calendar."""
        works = {}
        for key in {self._get_work_key(vals) for vals in vals_list}:
            calendar_id, company_id, is_clock = key
            if is_clock:
                works[key] = get_clock_time()
            elif calendar_id:
                company = self.env['res.company'].browse(company_id)
                works[key] = self.env['resource.calendar'].browse(calendar_id)._get_working_time(company)
            else:
                works[key] = WorkingTime(lambda _first, _last: [])
        return works

    @api.model
    def _get_work_key(self, vals):
        return vals['calendar_id'], vals['company_id'], vals['rule'] == 'clock'

    @api.model
    def _lacks_calendar(self, vals):
        return vals['rule'] != 'clock' and not vals['calendar_id']

    @api.model
    def _prepare_place_values(self, document, rule):
        """Return what a promise of ``document`` is counted with; by the clock, no schedule changes it."""
        values = document._prepare_deadline_values()
        return values | {'calendar_id': False} if rule == 'clock' else values

    def _get_place(self):
        """What the promise is counted with: a calendar and company, or the clock."""
        calendar = self.calendar_id or self.company_id.resource_calendar_id
        return {'calendar_id': calendar.id, 'company_id': self.company_id.id, 'rule': self.rule}

    def _get_work_by_promise(self):
        """Return ``{promise: working time}`` with which each of these is counted."""
        places = {deadline: deadline._get_place() for deadline in self}
        works = self._get_works(places.values())
        return {deadline: works[self._get_work_key(place)] for deadline, place in places.items()}

    def _get_told(self):
        """Return of these promises the next one, else the one that ended last."""
        open_ones = self.filtered(lambda promise: not promise.end_datetime)
        ended = (self - open_ones).filtered(lambda promise: promise.outcome != 'dropped')
        return open_ones.sorted(lambda promise: (promise.due, promise.id))[:1] or ended.sorted(
            lambda promise: (promise.end_datetime, promise.id))[-1:]

    @api.model
    def _get_words(self, documents):
        """Say in words what is promised, read together for documents of many models.

        :param list documents: ``(model name, id)``
        :return: ``{(model name, id): words}`` of those for which something is or was promised
        """
        ids_by_model = defaultdict(list)
        for model, document_id in documents:
            ids_by_model[model].append(document_id)
        promises = self.search(Domain.OR(
            Domain('res_model', '=', model) & Domain('res_id', 'in', ids) for model, ids in ids_by_model.items()))
        told = {
            document: promise.with_prefetch(promises.ids) for document, each in promises.grouped(
                lambda promise: (promise.res_model, promise.res_id)).items() if (promise := each._get_told())}
        works = self.union(*told.values())._get_work_by_promise()
        return {document: self.env[document[0]]._get_deadline_words(promise, works[promise])
                for document, promise in told.items()}

    def _prepare_due_values(self, work, vals, pauses=()):
        """Return what follows from the working time: when it is due, and from when on it is due soon."""
        try:
            due = get_due(work, vals['start'], vals['amount'], vals['rule'], vals['is_received'], pauses)
        except NoWorkingTime:
            raise
        except OverflowError as error:
            raise ValidationError(self.env._("Nobody can promise anything for so distant a day.")) from error
        except ValueError as error:
            raise ValidationError(self.env._(
                "A promise takes a whole number of working days, or any number of hours; in either case above "
                "zero.")) from error
        company = self.env['res.company'].browse(vals['company_id'])
        soon = due
        if company.office_reminder_hours > 0:
            soon = work.subtract_hours(due, company.office_reminder_hours, pauses).replace(microsecond=0)
        if vals['amount'] > 0:
            # nor is anybody reminded before what rests goes on
            soon = max(soon, vals['start'], *(stop for _start, stop in pauses if stop <= due))
        return {'due': due, 'soon': soon}

    def _end(self, outcome):
        """End the open ones of these promises; what has passed its moment is missed, whatever happens now.

        :param str outcome: ``'met'`` or ``'dropped'``, for what ends in time
        """
        now = fields.Datetime.now()
        for deadline in self.filtered(lambda deadline: not deadline.end_datetime):
            is_missed = deadline.outcome == 'missed' or deadline.due < now
            deadline._write_as_system({
                'end_datetime': now,
                'outcome': 'missed' if is_missed else outcome,
                'check_datetime': False,
            })
        late = self.filtered(lambda deadline: deadline.outcome == 'missed' or deadline.rung > RUNGS.index('head'))
        for documents, _deadlines in late._get_documents():
            documents.exists()._unlink_late_activities()

    def _get_moments(self):
        return {'due': self.due, 'soon': self.soon, 'company_id': self.company_id.id}

    def _get_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _get_documents(self):
        """Return ``[(documents, promises)]`` by model."""
        return [
            (self.env[model].browse(deadlines.mapped('res_id')), deadlines)
            for model, deadlines in self.grouped('res_model').items() if model in self.env
        ]

    def _filtered_gone(self):
        """Return the promises whose document, or whole app, is no longer there."""
        known = self.browse()
        for documents, deadlines in self._get_documents():
            ids = set(documents.exists().ids)
            known |= deadlines.filtered(lambda deadline, ids=ids: deadline.res_id in ids)
        return self - known

    def _get_pauses(self):
        return [(pause.start, pause.stop) for pause in self.pause_ids.sorted('start')]

    def _get_pause(self, moment):
        return self.pause_ids.filtered(lambda pause: pause.start <= moment < pause.stop)[:1]

    def _pause(self, until, reason):
        """Let the promise rest from now on.

        :param datetime until: when it goes on by itself, at most :data:`MAX_PAUSE` from now
        :param str reason: for whom or what it waits
        :raise UserError: it has ended, is late or rests already, or counts back from an event
        """
        self.ensure_one()
        self.lock_for_update()
        now = fields.Datetime.now()
        document = self._get_document().display_name
        if self._lacks_calendar(self._get_place()):
            raise self._get_no_calendar_error(self._get_document(), self.company_id)
        if self.end_datetime or self.due < now:
            raise UserError(self.env._(
                "The promise for %(document)s cannot rest: it is late or has ended.", document=document))
        if self.amount < 0:
            raise UserError(self.env._(
                "The promise for %(document)s cannot rest: it has to be kept before a fixed moment.",
                document=document))
        if self._get_pause(now):
            raise UserError(self.env._("The promise for %(document)s rests already.", document=document))
        self.env['office.deadline.pause']._create_as_system(
            [{'deadline_id': self.id, 'start': now, 'stop': until, 'reason': reason}])
        self.invalidate_recordset(['pause_ids'])
        self._recompute_due()

    def _resume(self):
        """Let a resting promise go on now."""
        self.ensure_one()
        self.lock_for_update()
        now = fields.Datetime.now()
        pause = self._get_pause(now)
        if not pause or self.end_datetime:
            raise UserError(self.env._(
                "The promise for %(document)s does not rest.", document=self._get_document().display_name))
        if pause.start == now:
            pause.unlink()
        else:
            pause._write_as_system({'stop': now})
        self._recompute_due()

    # Counted anew when the working time has changed: by a scheduled action, so that nobody waits for it

    @api.model
    def _recompute_soon(self, calendars):
        """Wake up the scheduled action if open promises are counted with ``calendars``."""
        if calendars and self.search_count(
                [('calendar_id', 'in', calendars.ids), ('end_datetime', '=', False)], limit=1):
            self.env.ref('office_admin_worktime.ir_cron_recompute')._trigger()

    @api.model
    def _find_calendar_for(self, companies):
        """Let open promises that lost their calendar look for one again."""
        lost = self.search([
            ('company_id', 'in', companies.ids), ('calendar_id', '=', False), ('rule', '!=', 'clock'),
            ('end_datetime', '=', False)])
        if lost:
            lost._write_as_system({'calendar_version': 0})
            self.env.ref('office_admin_worktime.ir_cron_recompute')._trigger()

    @api.model
    def _cron_recompute(self):
        """Count the promises anew whose calendar has changed since they were counted, in batches."""
        self._run_in_batches(
            'office_admin_worktime.ir_cron_recompute', self._search_outdated, self.__class__._recompute_due,
            self.__class__._keep_due)

    def _search_outdated(self, limit=RECOMPUTE_BATCH):
        """Return open promises that were counted with an older version of their calendar, or with none."""
        is_open = Domain('end_datetime', '=', False)
        outdated = self.search(
            is_open & Domain('calendar_id', '=', False) & Domain('calendar_version', '!=', NO_CALENDAR), limit=limit)
        for calendar, version in self._read_group(
                is_open & Domain('calendar_id', '!=', False), ['calendar_id'], ['calendar_version:min']):
            if len(outdated) >= limit:
                break
            if version < calendar.worktime_version:
                outdated |= self.search(
                    is_open & Domain('calendar_id', '=', calendar.id)
                    & Domain('calendar_version', '<', calendar.worktime_version), limit=limit, order='id')
        return outdated[:limit]

    def _recompute_due(self):
        """Count these open promises anew, with their calendars and pauses as they are now."""
        gone = self._filtered_gone()
        gone._end('dropped')
        vals_by_deadline = {
            deadline: {
                **self._prepare_place_values(document, deadline.rule), 'start': deadline.start,
                'amount': deadline.amount, 'rule': deadline.rule, 'is_received': deadline.is_received}
            for documents, deadlines in (self - gone)._get_documents()
            for document, deadline in zip(documents, deadlines, strict=True)
        }
        works = self._get_works(vals_by_deadline.values())
        for deadline, vals in vals_by_deadline.items():
            if self._lacks_calendar(vals):
                deadline._keep_due()
                continue
            values = deadline._prepare_recomputed_values(works[self._get_work_key(vals)], vals)
            if changed := {name: value for name, value in values.items() if not deadline._is_same(name, value)}:
                deadline._write_as_system(changed)
        self._schedule_check()

    def _prepare_recomputed_values(self, work, vals):
        """Return what the calendar of ``vals`` makes of this promise; when it was missed is a fact and stays."""
        calendar = self.env['resource.calendar'].browse(vals['calendar_id'])
        values = {
            'calendar_id': calendar.id, 'calendar_version': calendar.worktime_version if calendar else NO_CALENDAR}
        is_missed = bool(self.outcome)
        try:
            if not is_missed:
                values |= self._prepare_due_values(work, vals, self._get_pauses())
            moments = {**self._get_moments(), **values}
            values['check_datetime'] = self._get_check_datetime(work, moments, self.rung, is_missed)
        except NoWorkingTime:
            logger.warning("Promise %s keeps its date: calendar %s has no working time", self.id, calendar.id)
        return values

    def _keep_due(self):
        """Leave these promises as they are until their calendar changes again."""
        for deadline in self:
            calendar = deadline.calendar_id
            deadline._write_as_system({'calendar_version': calendar.worktime_version if calendar else NO_CALENDAR})

    def _is_same(self, name, value):
        current = self[name]
        return (current.id if isinstance(current, models.BaseModel) else current) == value

    # Escalation: each rung once, at its moment, and never outside the time that counts

    def _prepare_first_check_values(self, work, vals):
        # too short to be reminded of: who has just been asked knows
        rung = 1 if vals['soon'] <= vals['start'] < vals['due'] else 0
        return {'rung': rung, 'check_datetime': self._get_check_datetime(work, vals, rung, is_missed=False)}

    def _get_check_datetime(self, work, vals, rung, is_missed, not_before=datetime.min):
        """Return the moment of the next rung or, if that is earlier, at which the promise is missed."""
        moments = [] if is_missed else [vals['due'] + timedelta(seconds=1)]
        if rung < len(RUNGS):
            moments.append(max(self._get_rung_moment(work, vals, rung), not_before))
        return min(moments, default=False)

    def _get_rung_moment(self, work, vals, rung):
        """Return when a rung is climbed: in working time, so that nobody is called on a day off."""
        match RUNGS[rung]:
            case 'holder':
                moment = vals['soon']
            case 'head':
                moment = vals['due']
            case 'manager':
                hours = self.env['res.company'].browse(vals['company_id']).office_escalation_hours
                moment = vals['due']
                if hours > 0:
                    with suppress(NoWorkingTime):
                        moment = work.add_hours(moment, hours)
        return self._receive(work, moment)

    def _receive(self, work, moment):
        """Return the next moment at which somebody works; where nobody ever does, nobody can be disturbed."""
        try:
            # whole seconds, rounded up so that it does not come before the working time
            return (work.receive(moment) + timedelta(microseconds=999_999)).replace(microsecond=0)
        except NoWorkingTime:
            return moment

    def _schedule_check(self):
        """Wake up the escalation at the moments of these promises; one alarm serves all that ring together."""
        # in whole minutes, as exact as scheduled actions are
        moments = {(deadline.check_datetime + timedelta(seconds=59)).replace(second=0)
                   for deadline in self if deadline.check_datetime}
        if not moments:
            return
        # sudo: who makes a promise has no rights on scheduled actions
        job_sudo = self.env.ref('office_admin_worktime.ir_cron_escalate').sudo()
        known = self.env['ir.cron.trigger'].sudo().search(
            [('cron_id', '=', job_sudo.id), ('call_at', 'in', list(moments))])
        if moments := moments - set(known.mapped('call_at')):
            job_sudo._trigger(at=moments)

    @api.model
    def _cron_escalate(self):
        """Note what has become late and tell who has to know of it, in batches."""
        now = fields.Datetime.now()
        self._run_in_batches(
            'office_admin_worktime.ir_cron_escalate',
            lambda: self.search([('check_datetime', '<=', now)], order='check_datetime, id', limit=ESCALATE_BATCH),
            lambda promises: promises._escalate(now), self.__class__._check_tomorrow)

    def _check_tomorrow(self):
        self._write_as_system({'check_datetime': fields.Datetime.now() + timedelta(days=1)})

    def _escalate(self, now):
        """Let these promises climb all rungs whose moment has come, if somebody works now."""
        gone = self._filtered_gone()
        gone._end('dropped')
        works = (self - gone)._get_work_by_promise()
        climbers = defaultdict(list)  # ids of promises by rung
        for deadline in self - gone:
            work = works[deadline]
            vals = deadline._get_moments()
            is_missed = bool(deadline.outcome) or deadline.due < now
            rung, received = deadline.rung, self._receive(work, now)
            while received == now and rung < len(RUNGS) and self._get_rung_moment(work, vals, rung) <= now:
                climbers[RUNGS[rung]].append(deadline.id)
                rung += 1
            deadline._write_as_system({
                'rung': rung,
                'outcome': 'missed' if is_missed else False,
                # what is quiet now rings when work begins again
                'check_datetime': self._get_check_datetime(work, vals, rung, is_missed, received),
            })
        for rung, ids in climbers.items():
            self.browse(ids)._tell(rung, now)
        self._schedule_check()

    def _tell(self, rung, now):
        """Tell the people of ``rung`` of these promises: an activity on each document, one message for all."""
        for documents, deadlines in self._get_documents():
            # the most urgent one stands for all of its document
            deadline_by_document = {}
            for document, deadline in zip(documents, deadlines, strict=True):
                known = deadline_by_document.setdefault(document, deadline)
                deadline_by_document[document] = min(known, deadline, key=lambda promise: promise.due)
            documents = documents.union()
            people = documents._get_escalation_people(rung, deadline_by_document)
            if rung != 'holder':
                documents._schedule_quietly(
                    ACTIVITY_TYPE, documents._get_idle(people), lambda env: env._("See why it is late"))
            for user, told in people.items():
                promises = sorted(
                    ((document, deadline_by_document[document]) for document in told), key=lambda pair: pair[1].due)
                for is_late in (True, False):
                    if group := [pair for pair in promises if (pair[1].due < now) == is_late]:
                        self._notify(user, group, is_late)

    def _notify(self, user, promises, is_late):
        """Send ``user`` one message that lists documents with their promises, the oldest first."""
        env = self.with_context(lang=user.lang, tz=user.tz or promises[0][1].company_id._get_office_tz()).env
        works = self.union(*(deadline for _document, deadline in promises))._get_work_by_promise()
        lines = Markup().join(
            Markup("<li>%s: %s</li>") % (
                document._get_link(), document.with_env(env)._get_deadline_words(
                    deadline.with_env(env), works[deadline]))
            for document, deadline in promises[:MAX_LINES])
        if len(promises) > MAX_LINES:
            lines += Markup("<li>%s</li>") % env._("and %(count)s more", count=len(promises) - MAX_LINES)
        document = promises[0][0]
        values = {'count': len(promises), 'document': document.with_env(env).display_name}
        is_single = len(promises) == 1
        opening = env._("This was promised and is late:") if is_late else env._("This was promised and is due soon:")
        match is_single, is_late:
            case True, True:
                subject = env._("%(document)s is late", **values)
            case True, False:
                subject = env._("%(document)s is due soon", **values)
            case False, True:
                subject = env._("%(count)s promises are late", **values)
            case False, False:
                subject = env._("%(count)s promises are due soon", **values)
        thread = document if is_single else self.env['mail.thread']
        thread.with_user(SUPERUSER_ID).message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=Markup("<p>%s</p><ul>%s</ul>") % (opening, lines))
