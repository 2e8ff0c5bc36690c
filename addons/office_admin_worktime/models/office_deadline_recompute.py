from odoo import api, models
from odoo.fields import Domain

from ..working_time import NoWorkingTime
from .office_batch_mixin import logger

RECOMPUTE_BATCH = 1000
NO_CALENDAR = -1  # in place of a version: there is none, and nothing to count with


class OfficeDeadline(models.Model):
    """Promises counted anew when the working time has changed: by a scheduled action, so that nobody waits for it."""
    _inherit = 'office.deadline'

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
            ('company_id', 'in', companies.ids), ('calendar_id', '=', False), ('end_datetime', '=', False)])
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
                **document._prepare_deadline_values(), 'start': deadline.start, 'amount': deadline.amount,
                'rule': deadline.rule, 'is_received': deadline.is_received}
            for documents, deadlines in (self - gone)._get_documents()
            for document, deadline in zip(documents, deadlines, strict=True)
        }
        works = self._get_works(vals_by_deadline.values())
        for deadline, vals in vals_by_deadline.items():
            if not vals['calendar_id']:
                deadline._keep_due()
                continue
            values = deadline._prepare_recomputed_values(works[vals['calendar_id'], vals['company_id']], vals)
            if changed := {name: value for name, value in values.items() if not deadline._is_same(name, value)}:
                deadline._write_as_system(changed)
        self._schedule_check()

    def _prepare_recomputed_values(self, work, vals):
        """Return what the calendar of ``vals`` makes of this promise; when it was missed is a fact and stays."""
        calendar = self.env['resource.calendar'].browse(vals['calendar_id'])
        values = {'calendar_id': calendar.id, 'calendar_version': calendar.worktime_version}
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
