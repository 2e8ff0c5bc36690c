from collections import defaultdict
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime, timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

from ..held import held
from ..working_time import NoWorkingTime

RUNGS = ('holder', 'head', 'manager')
"""Who is told of a promise, one after the other: who has to keep it when it is due soon, his head when it is late, the
manager some working hours later."""

ESCALATE_BATCH = 500
MAX_LINES = 10
ACTIVITY_TYPE = 'office_admin_worktime.mail_activity_type_late'

_quiet = ContextVar('office_deadline_quiet', default=False)  # nobody becomes a follower by what is done now


class OfficeDeadline(models.Model):
    """The escalation of promises: each rung once, at its moment, and never outside working time."""
    _inherit = 'office.deadline'

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

    def _end(self, outcome):
        super()._end(outcome)
        late = self.filtered(lambda deadline: deadline.outcome == 'missed' or deadline.rung > RUNGS.index('head'))
        for documents, _deadlines in late._get_documents():
            documents.exists()._unlink_late_activities()


class OfficeDeadlineMixin(models.AbstractModel):
    """Who is told of the promises of a document, and how."""
    _inherit = 'office.deadline.mixin'

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
