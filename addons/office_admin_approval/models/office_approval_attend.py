import logging
from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup
from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

from .mail_activity import mirroring

logger = logging.getLogger(__name__)

ACTIVITY_TYPE = 'office_admin_approval.mail_activity_type_approve'
BATCH = 200
MAX_LINES = 10
MAX_AHEAD = timedelta(days=100)  # so far ahead an absence is looked at; longer ones are long enough


class OfficeApproval(models.Model):
    """Nothing waits for an absent person: who stands in for whom, and who is told that it is his turn."""
    _inherit = 'office.approval'

    def _attend(self):
        """See to it that somebody who is there can decide, and that all who can know of it."""
        document_by_approval = self._map_documents()
        for _place, approvals in self.grouped(lambda approval: (approval.res_model, approval.company_id)).items():
            presence = approvals._get_presence()
            for approval in approvals:
                approval.step_id._stand_in(document_by_approval[approval], *presence)
        self._mirror()

    def _get_presence(self):
        """Return ``(away, substitutes)`` of the current steps of these approvals, all of one company and model.

        :return: users who are away, and the substitutions in force
        """
        users = self.step_id.assignment_ids.filtered('is_open').user_id
        substitutes = self.env['office.substitution']._get_current(self[:1].res_model)
        everybody = users | self.env['office.substitution']._get_standing_in(substitutes, users, users.browse())
        return everybody._get_away(self.company_id[:1]), substitutes

    def _get_deciders(self):
        """Return ``{approval: users who can decide now}``, substitutes included."""
        result = {}
        for model, approvals in self.grouped('res_model').items():
            running = approvals.filtered(lambda approval: approval.state == 'submitted')
            substitutes = self.env['office.substitution']._get_current(model) if running else {}
            for documents, there in running._get_documents():
                for document, approval in zip(documents.sudo(), there, strict=True):
                    holders = approval.assignment_ids.filtered('is_open').user_id
                    standing_in = self.env['office.substitution']._get_standing_in(
                        substitutes, holders, approval._get_closed_users(document))
                    decided = approval.step_id._get_approvals().user_id
                    result[approval] = (holders | document._filter_approvers(standing_in)) - decided
        return result

    def _get_responsible(self):
        """Return who has to keep the time limit: those who may decide, but not who was asked since it has passed."""
        return self.assignment_ids.filtered(lambda one: one.is_open and one.origin != 'late').user_id

    def _let_decide_late(self, users):
        """Let ``users``, who are told that a decision is late, take it as well."""
        running = self.filtered(lambda approval: approval.state == 'submitted')
        for approval, document in running._map_documents().items():
            seats = approval.step_id._get_seats().filtered('is_open')
            if not seats:
                continue
            known = approval.step_id.assignment_ids.user_id
            for user in document._filter_approvers(users - known):
                approval.step_id._seat(seats[:1], user, 'late')
            approval._mirror(is_told=True)

    def _mirror(self, is_told=False):
        """Give an activity to everybody who can decide on these documents now, and take it from everybody else.

        :param bool is_told: those who are new to it hear of it from somewhere else
        """
        deciders = self.sudo()._get_deciders()
        for documents, approvals in self._get_documents():
            wanted = {document: deciders.get(approval, self.env['res.users'])
                      for document, approval in zip(documents, approvals, strict=True)}
            new = documents.sudo()._mirror_approvers(wanted)
            if not is_told:
                documents._notify_approvers(new)

    @api.model
    def _attend_at(self, moments=None):
        """Wake the scheduled action up at ``moments``, now if left out."""
        job = self.env.ref('office_admin_approval.ir_cron_attend', raise_if_not_found=False)
        if job:  # not while the module is being installed
            job.sudo()._trigger(at=moments)  # sudo: nobody else has rights on scheduled actions

    @api.model
    def _cron_attend(self):
        """Begin and end substitutions, and look whether the people of waiting steps are there."""
        switched = self.env['office.substitution']._switch()
        changed = Domain('assignment_ids', 'any', [
            ('is_open', '=', True), ('user_id', 'in', (switched | self._get_changed_users()).ids)])
        gone = Domain('res_model', 'not in', [name for name, _label in self.rule_id._selection_res_model()])
        last = 0
        while approvals := self.search(
                Domain('state', '=', 'submitted') & Domain('id', '>', last) & (changed | gone),
                order='id', limit=BATCH):
            last = approvals[-1].id
            approvals.try_lock_for_update()._look_after_each()
            self.env['ir.cron']._commit_progress(len(approvals))
            self.env.invalidate_all()

    @api.model
    def _get_changed_users(self):
        """Return the people of waiting steps who are away now, or cannot decide any more."""
        self._flush_waiting()
        found = self.env.execute_query(SQL(
            """SELECT DISTINCT assignment.user_id, approval.res_model, approval.company_id
                 FROM office_approval_assignment assignment
                 JOIN office_approval approval ON approval.id = assignment.approval_id
                WHERE assignment.is_open"""))
        changed = self.env['res.users']
        users_by_company = defaultdict(self.env['res.users'].browse)
        for user_id, model, company_id in found:
            user, company = self.env['res.users'].browse(user_id), self.env['res.company'].browse(company_id)
            users_by_company[company] |= user
            if not user._filtered_working(company) or (
                    model in self.env and not self.env[model].with_user(user).has_access('read')):
                changed |= user
        return changed.union(*(users._get_away(company) for company, users in users_by_company.items()))

    @api.model
    def _flush_waiting(self):
        self.flush_model(['res_model', 'company_id'])
        self.env['office.approval.assignment'].flush_model(['user_id', 'approval_id', 'is_open'])

    def _look_after_each(self):
        """Look after these approvals in one go, or one by one if that fails, so that none stops the others."""
        try:
            with self.env.cr.savepoint():
                self._look_after()
        except (SerializationFailure, DeadlockDetected):
            raise  # tried again by the next run
        except Exception:
            if len(self) == 1:
                logger.exception("Approval %s is left as it is", self.ids)
                return
            for approval in self:
                approval._look_after_each()

    def _look_after(self):
        """Attend to approvals that wait already, and end those whose document is gone."""
        there = self.browse().union(*(approvals for _documents, approvals in self._get_documents()))
        (self - there)._write_as_system({'state': 'cancelled', 'end_datetime': fields.Datetime.now()})
        (self - there).assignment_ids.filtered('is_open')._write_as_system({'is_open': False})
        advanced = self.browse()
        for approval, document in there._map_documents().items():
            if not approval.step_id._fill(document):
                there -= approval
                approval._give_back()
            elif approval.step_id._end_if_enough():  # those who are left have all agreed
                there -= approval
                advanced |= approval
        advanced._advance()
        there._attend()


class OfficeApprovalStep(models.Model):
    _inherit = 'office.approval.step'

    def _stand_in(self, document, away, substitutes):
        """Ask those above where too few of the people who could decide are there."""
        self.ensure_one()
        decided = self._get_approvals().user_id
        seats = self._get_seats().filtered('is_open')
        unmanned = seats.filtered(lambda seat: not self._is_manned(seat, document, away | decided, substitutes))
        needed = self._get_needed()
        if len(seats) - len(unmanned) + len(decided) >= needed:
            return
        # who has a seat of his own cannot make up for another one where several have to agree
        closed = decided | (self._get_seats().user_id if needed > 1 else decided)
        for seat in unmanned:
            for user in document._get_stand_in(seat.user_id, closed):
                self._seat(seat, user, 'absence')
                closed |= user if needed > 1 else closed

    def _is_manned(self, seat, document, missing, substitutes):
        holders = self.assignment_ids.filtered(
            lambda one: one.is_open and (one.seat_id or one) == seat).user_id
        standing_in = self.env['office.substitution']._get_standing_in(
            substitutes, holders, self.approval_id._get_closed_users(document))
        return bool((holders | document._filter_approvers(standing_in)) - missing)

    def _seat(self, seat, user, origin):
        """Let ``user`` decide beside who has ``seat``."""
        self.env['office.approval.assignment']._create_as_system(
            [self._prepare_assignment(user, origin, seat_id=seat.id, is_open=True)])


class OfficeApprovalMixin(models.AbstractModel):
    """The activities of approvers, which only mirror who has to decide."""
    _inherit = 'office.approval.mixin'

    def _get_substitute_people(self, step, gone):
        """Return who decides where people of ``step`` are ``gone`` for good, the first to be asked first.

        In the place of a manager those above, else who decides at last; nobody who has agreed in another step.
        """
        self.ensure_one()
        above = list(self._get_candidates_above(self._get_approval_employee()))
        last = list(self._get_last_candidates())
        candidates = above + last if step.who in ('superior', 'manager', 'head') else last + above
        known = step.assignment_ids.user_id | step.approval_id.step_ids._get_approvals().user_id
        found = self.env['res.users']
        for users, _origin in candidates:
            found |= self._filter_approvers(users) - known - gone
        return found

    def _mirror_approvers(self, wanted):
        """Make and remove activities so that exactly the people in ``wanted`` have one.

        :param dict wanted: ``{document: users}``
        :return: ``{user: documents}`` that are new to him
        """
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind:
            return {}  # an administrator has deleted it
        activities = self.env['mail.activity'].search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('activity_type_id', '=', kind.id)])
        known = {(activity.res_id, activity.user_id) for activity in activities}
        people = defaultdict(self.browse)
        for document, users in wanted.items():
            for user in users:
                if (document.id, user) not in known:
                    people[user] |= document
        gone = activities.filtered(lambda activity: activity.user_id not in wanted[self.browse(activity.res_id)])
        self._tell_desks(gone.user_id.union(*people))
        with mirroring():
            gone.unlink()
            if people:
                self._schedule_quietly(ACTIVITY_TYPE, people, lambda env: env._("Approve or refuse"))
        return people

    def _notify_approvers(self, people):
        """Send everybody one message with links to what waits for him.

        :param dict people: ``{user: documents}``
        """
        for user, documents in people.items():
            env = self.with_context(lang=user.lang).env
            lines = Markup().join(
                Markup("<li>%s %s</li>") % (document._get_link(), document.with_env(env).sudo()._get_approval_summary())
                for document in documents[:MAX_LINES].sudo())
            if len(documents) > MAX_LINES:
                lines += Markup("<li>%s</li>") % env._("and %(count)s more", count=len(documents) - MAX_LINES)
            is_single = len(documents) == 1
            subject = env._("%(document)s waits for your decision", document=documents.sudo().display_name) \
                if is_single else env._("%(count)s documents wait for your decision", count=len(documents))
            thread = documents if is_single else self.env['mail.thread']
            thread.with_user(SUPERUSER_ID).message_notify(
                partner_ids=user.partner_id.ids, subject=subject,
                body=Markup("<p>%s</p><ul>%s</ul>") % (env._("This waits for your decision:"), lines))


class OfficeSubstitution(models.Model):
    _inherit = 'office.substitution'

    @api.model
    def _switch(self):
        """Note which substitutions have begun or ended since the last time.

        :return: the users for whom they are, and everybody in whose place these stand
        """
        now = fields.Datetime.now()
        switched = self.search(
            Domain('is_ended', '=', False) & Domain('is_proposal', '=', False) & Domain('start', '<=', now) &
            (Domain('is_begun', '=', False) | Domain('stop', '<=', now)), order='id')
        for substitution in switched:
            substitution.write({'is_begun': True, 'is_ended': substitution.stop <= now})
        found = reached = switched.user_id
        while reached:  # who is substituted by somebody who is substituted, has another one to decide for him, too
            reached = self.search([('substitute_id', 'in', reached.ids), ('stop', '>', now)]).user_id - found
            found |= reached
        return found


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _get_away(self, company):
        """Return those of these users who are on leave now, and for longer than their company waits for anybody.

        Read from the leaves of their working schedules, whichever app has put them there.
        """
        if not self:
            return self
        now = fields.Datetime.now()
        # sudo: when a colleague is away is not for everybody
        leaves = self.env['resource.calendar.leaves'].sudo().search([
            ('resource_id.user_id', 'in', self.ids), ('time_type', '=', 'leave'),
            ('date_from', '<=', now), ('date_to', '>', now)])
        away = self.browse()
        calendar = company.sudo().resource_calendar_id
        work = calendar and calendar._get_working_time(company.sudo())
        for leave in leaves:
            try:
                until = min(leave.date_to, now + MAX_AHEAD)
                hours = work.get_hours(now, until) if work else (until - now).total_seconds() / 3600
            except NoWorkingTime:
                hours = 0
            if hours >= company.sudo().office_absence_hours:
                away |= leave.resource_id.user_id
        return away & self
