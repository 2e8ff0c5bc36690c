from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..working_time import NoWorkingTime, WorkingTime, get_due

STATUS = [('on_time', "On Time"), ('due_soon', "Due Soon"), ('late', "Late"), ('paused', "Paused")]
MAX_AMOUNT = {'day': 1000, 'hours': 8000}


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
        help="Working days or hours; below zero it ends so long before the start.")
    rule = fields.Selection([('day', "Working Days"), ('hours', "Working Hours")], required=True, readonly=True)
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
            vals.update(document._prepare_deadline_values())
            if not vals['calendar_id']:
                raise self._get_no_calendar_error(document, self.env['res.company'].browse(vals['company_id']))
        works = self._get_works(vals_list)
        for vals in vals_list:
            calendar = self.env['resource.calendar'].browse(vals['calendar_id'])
            work = works[vals['calendar_id'], vals['company_id']]
            try:
                vals.update(self._prepare_due_values(work, vals))
                vals.update(self._prepare_first_check_values(work, vals))
            except NoWorkingTime as error:
                raise calendar._get_no_working_time_error() from error
            vals['calendar_version'] = calendar.worktime_version
        deadlines = super().create(vals_list)
        deadlines._schedule_check()
        return deadlines

    @api.model
    def _get_no_calendar_error(self, document, company):
        return UserError(self.env._(
            "%(company)s has no working schedule, so nothing can be promised for %(document)s. Choose one in "
            "Settings.", company=company.name, document=document.display_name))

    @api.model
    def _get_works(self, vals_list):
        """Return ``{(calendar id, company id): working time}`` for values of promises; none without a calendar."""
        return {
            key: self.env['resource.calendar'].browse(key[0])._get_working_time(self.env['res.company'].browse(key[1]))
            if key[0] else WorkingTime(lambda _first, _last: [])
            for key in {(vals['calendar_id'], vals['company_id']) for vals in vals_list}
        }

    def _get_place(self):
        """The calendar and company with which the promise is counted."""
        calendar = self.calendar_id or self.company_id.resource_calendar_id
        return {'calendar_id': calendar.id, 'company_id': self.company_id.id}

    def _get_work_by_promise(self):
        """Return ``{promise: working time}`` with which each of these is counted."""
        places = {deadline: deadline._get_place() for deadline in self}
        works = self._get_works(places.values())
        return {deadline: works[place['calendar_id'], place['company_id']] for deadline, place in places.items()}

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
                "A promise takes a whole number of working days, or any number of working hours; in either case above "
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
        if not self._get_place()['calendar_id']:
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
