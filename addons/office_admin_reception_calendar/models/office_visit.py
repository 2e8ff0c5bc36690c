from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_reception.models.visit.office_visit_states import HERE, PLANNED

HORIZON = timedelta(days=60)
"""So long before they come guests are announced at the earliest: a series may have hundreds of meetings."""


class OfficeVisit(models.Model):
    """A visit may follow a meeting in the calendar: its time, place, host, and guests who are invited there."""
    _inherit = 'office.visit'

    event_id = fields.Many2one(
        'calendar.event', "Meeting", readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        help="Whose time, place and attendees this visit follows.")

    _event_uniq = models.UniqueIndex(
        "(event_id) WHERE event_id IS NOT NULL AND state IN ('draft', 'expected', 'arrived', 'inside', 'out')",
        "The guests of this meeting are expected already.")

    @api.model
    def _follow_events(self, events, visits):
        """Bring visits in step with the meetings that they follow. Whoever may write these has changed them.

        :param events: meetings that were made or changed, and may be gone
        :param visits: visits whose meetings were deleted
        """
        # sudo: visits are not everybody's; of private meetings they take who comes, when and where
        events_sudo = events.sudo().with_context(active_test=False).exists()
        visits_sudo = self.sudo().search([('event_id', 'in', events_sudo.ids)], order='id')
        insiders = events_sudo.filtered('guests_come')._get_insiders()
        wanted = {event: values for event in events_sudo if (values := event._prepare_visit_values(insiders))}
        unwanted = visits_sudo.filtered(
            lambda visit: wanted.get(visit.event_id, {}).get('company_id') != visit.company_id.id)
        orphans = (visits.sudo().exists() | unwanted).filtered(
            lambda visit: visit.state in PLANNED and visit.end_datetime > fields.Datetime.now())
        visit_by_event = {visit.event_id: visit for visit in visits_sudo - orphans}  # the last one counts
        newcomers = [event for event, values in wanted.items() if visit_by_event.get(event, self)._is_renewed(values)]
        # Odoo makes the meetings of a series anew when all of them change: their visits go on, and guests hear of a
        # change and not of an end
        for event, orphan in orphans._pair(newcomers, wanted):
            orphan._write_as_system({'event_id': event.id})
            visit_by_event[event] = orphan
            orphans -= orphan
        orphans._write_as_system({'event_id': False})  # the meeting may want another one later
        orphans._transition('cancel', by=ENGINE)
        for event, values in wanted.items():
            visit = visit_by_event.get(event, self)
            if visit.state in HERE:
                visit._follow_event(values, event._prepare_guests(insiders))
            elif visit._is_renewed(values):
                due = values['begin_datetime'] - HORIZON
                if due > fields.Datetime.now():
                    event.visit_due_datetime = due
                    continue
                self._announce_event(event, values, event._prepare_guests(insiders))
            if event.visit_due_datetime:
                event.visit_due_datetime = False

    def _is_renewed(self, values):
        """Return whether a meeting with ``values`` for its visit needs another one than this, which may be empty.

        Who has cancelled the visit by hand is not overruled, as long as the meeting stays when it was.
        """
        return not self or self.state not in HERE and self.begin_datetime != values['begin_datetime']

    def _pair(self, events, wanted):
        """Return pairs of meetings and those of these visits that go on with them: the same time first, then in order.

        :param list events: meetings without a visit
        :param dict wanted: the values of visits by meeting
        """
        pairs = []
        left = sorted(events, key=lambda event: wanted[event]['begin_datetime'])
        visits = self.sorted('begin_datetime')
        for is_same in (True, False):
            for event in left[:]:
                values = wanted[event]
                if fitting := visits.filtered(
                        lambda visit, values=values, is_same=is_same: visit.company_id.id == values['company_id']
                        and (not is_same or visit.begin_datetime == values['begin_datetime']))[:1]:
                    pairs.append((event, fitting))
                    visits -= fitting
                    left.remove(event)
        return pairs

    def _announce_event(self, event, values, guests):
        """Announce ``guests`` of ``event``; called with the environment of whoever has changed the meeting."""
        # neither guests who answer an invitation nor code that fetches other calendars announce in their own name
        is_ours = self.env.uid != SUPERUSER_ID and self.env.user._is_internal()
        visits_sudo = self.with_user(self.env.user if is_ours else event.user_id).sudo().with_company(
            values['company_id'])
        [visit] = visits_sudo._create_as_system([values | {'event_id': event.id}])
        visit._add_attendees(guests)
        visit._transition('announce', by=ENGINE)

    def _follow_event(self, values, guests):
        """Take over what has changed in the meeting of this visit; called as superuser."""
        gone = self.guest_ids.filtered(lambda guest: guest.is_attendee and guest.state == 'expected')
        new = []
        for guest_values in guests:
            same = self.guest_ids.filtered(lambda guest, values=guest_values: guest.is_attendee and (
                guest.email == values['email'] if values['email'] else guest.name == values['name']))[:1]
            gone -= same
            if not same:
                new.append(guest_values)
        gone.unlink()
        if self.state in PLANNED and (changed := {
                name: value for name, value in values.items()
                if (self[name].id if self._fields[name].relational else self[name]) != value}):
            self.write(changed)
        self._add_attendees(new)

    def _add_attendees(self, guests):
        self.env['office.visit.guest']._create_as_system([
            {**values, 'visit_id': self.id, 'is_attendee': True} for values in guests])

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'event_id'}
