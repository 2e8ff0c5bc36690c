from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, format_date, format_list

from ..following import following

FOLLOWED = frozenset({
    'guests_come', 'visit_place_id', 'start', 'stop', 'start_date', 'stop_date', 'duration', 'allday', 'active',
    'partner_ids', 'attendee_ids', 'user_id', 'location', 'recurrence_update'})
"""What of a meeting, when it is written, its visit follows. What hosts change on the visit itself stays until then."""

SHORTEST = timedelta(minutes=15)
"""So long a visit lasts at least, since meetings may end when they begin."""

DAY = (timedelta(hours=9), timedelta(hours=18))
"""From when until when guests of a meeting of whole days are expected, where the company is."""


CRON = 'office_admin_reception_calendar.ir_cron_expect'
BATCH = 50


class CalendarEvent(models.Model):
    """A meeting to which guests come to the house: its attendees from outside are expected at the front desk.

    They are one visit, whose host is the organiser. It follows the meeting, and knows neither its title nor its notes;
    of the attendees it has a copy of the names and addresses. What has begun or is over stays as it is.
    """
    _name = 'calendar.event'
    _inherit = ['calendar.event', 'office.batch.mixin']

    guests_come = fields.Boolean(
        "Guests Come to the House",
        help="People from outside who are invited are expected at the front desk. Their host is the organizer.")
    visit_place_id = fields.Many2one(
        'office.place', "Front Desk At", index='btree_not_null', ondelete='set null',
        domain=[('kind', 'in', ('site', 'building'))],
        help="The site or building at whose front desk the guests arrive. Empty for the one where the organizer works.")
    visit_due_datetime = fields.Datetime(
        "Guests Announced On", readonly=True, copy=False,
        help="When the guests of a meeting that is far away are announced.")
    visit_id = fields.Many2one('office.visit', compute='_compute_visit_id')
    visit_words = fields.Char("At the Front Desk", compute='_compute_visit_words')

    _visit_due_idx = models.Index("(visit_due_datetime) WHERE visit_due_datetime IS NOT NULL")

    @api.depends('guests_come')
    @api.depends_context('uid')
    def _compute_visit_id(self):
        visits = self.env['office.visit']
        if visits.has_access('read'):  # not for portal users
            visits = visits.search([('event_id', 'in', self._origin.ids)], order='id')
        by_event = {visit.event_id: visit for visit in visits}  # the last one counts
        for event in self:
            event.visit_id = by_event.get(event._origin)

    @api.depends('guests_come', 'partner_ids', 'attendee_ids.state', 'user_id', 'stop', 'privacy', 'visit_due_datetime')
    @api.depends_context('uid', 'lang')
    def _compute_visit_words(self):
        hidden = self.filtered(lambda event: not event.guests_come or event._check_private_event_conditions())
        hidden.visit_words = False
        for event in self - hidden:
            event.visit_words = event._get_visit_words()

    def _get_visit_words(self):
        """Say whom the front desk expects of this meeting, or why nobody."""
        host_sudo = self._get_host()
        guests = self._get_outsiders(self._get_insiders())
        values = {
            'host': self.user_id.name,
            'company': self.user_id.sudo().company_id.name,  # sudo: it may be one to which the reader does not belong
            'guests': format_list(self.env, guests.mapped('name'))}
        if not self.user_id:
            return self.env._("Nobody is expected: choose an organizer, who receives the guests.")
        if self.user_id.partner_id in self._get_declined():
            return self.env._("Nobody is expected: %(host)s, who would receive the guests, has declined.", **values)
        if not host_sudo:
            return self.env._(
                "Nobody is expected: %(host)s has no employee record in %(company)s, and is not found by the front "
                "desk. Choose another organizer, or ask HR to link one to this user.", **values)
        if not self.stop or self.stop <= fields.Datetime.now():
            return self.env._("Nobody is expected any more: this time has passed.")
        if not guests:
            return self.env._("Nobody is expected yet: add people from outside to the attendees.")
        if self.visit_due_datetime:
            return self.env._(
                "Expected for %(host)s: %(guests)s. Announced to the front desk on %(day)s.",
                day=format_date(self.env, self.visit_due_datetime), **values)
        return self.env._("Expected for %(host)s: %(guests)s", **values)

    @api.model_create_multi
    def create(self, vals_list):
        with following(self.env) as changes:
            events = super().create(vals_list)
            changes.event_ids.update(events._get_visited_ids())
        return events

    def write(self, vals):
        with following(self.env) as changes:
            if vals.keys() & FOLLOWED:
                changes.event_ids.update(self.ids if vals.get('guests_come') else self._get_visited_ids())
            return super().write(vals)

    def unlink(self):
        with following(self.env) as changes:
            # sudo: the visit may be hidden from who deletes the meeting, and ends with it
            visits_sudo = self.env['office.visit'].sudo()
            if visited := self._get_visited_ids():
                visits_sudo = visits_sudo.search([('event_id', 'in', visited)])
            result = super().unlink()
            changes.visit_ids.update(visits_sudo.ids)
            return result

    def _get_visited_ids(self):
        """Return the ids of those of these meetings to which guests come, so that all others are as in Odoo."""
        return self.sudo().filtered('guests_come').ids  # sudo: Odoo hides this of private meetings

    def action_open_visit(self):
        """Open the visit of this meeting."""
        return self.visit_id._get_form_action()

    @api.model
    def _cron_expect_guests(self):
        """Announce the guests of meetings that were far away, in batches."""
        self._run_in_batches(
            CRON, self._search_visits_due, self.__class__._expect_guests, self.__class__._put_off_guests)

    def _search_visits_due(self):
        return self.search(
            [('visit_due_datetime', '<=', fields.Datetime.now())], order='visit_due_datetime, id', limit=BATCH)

    def _expect_guests(self):
        self.write({'visit_due_datetime': False})
        self.env['office.visit']._follow_events(self, self.env['office.visit'])

    def _put_off_guests(self):
        self.write({'visit_due_datetime': fields.Datetime.now() + timedelta(days=1)})

    # What a visit takes from its meeting

    def _get_host(self):
        """Return the organiser as an employee, as superuser, or none where they decline or have left."""
        user_sudo = self.user_id.sudo()  # sudo: the employee of a colleague
        employee_sudo = user_sudo.with_company(user_sudo.company_id).employee_id.filtered('active')
        return employee_sudo.browse() if user_sudo.partner_id in self._get_declined() else employee_sudo

    def _get_declined(self):
        return self.attendee_ids.filtered(lambda attendee: attendee.state == 'declined').partner_id._origin

    def _get_insiders(self):
        """Return those of the invited who are users or employees of ours."""
        invited = self.partner_ids._origin
        # sudo: whether somebody has a user or works here
        users_sudo = self.env['res.users'].sudo().search([('partner_id', 'in', invited.ids), ('share', '=', False)])
        employees_sudo = self.env['hr.employee'].sudo().search([('work_contact_id', 'in', invited.ids)])
        return users_sudo.partner_id | employees_sudo.work_contact_id

    def _get_outsiders(self, insiders):
        """Return the invited who are not of ``insiders`` and have not declined."""
        return self.partner_ids._origin - insiders - self._get_declined()

    def _prepare_visit_values(self, insiders):
        """Return the values of the visit of this meeting, or None if nobody is expected; called as superuser."""
        if not self.active or not self.guests_come or not self._get_outsiders(insiders) or not (
                host := self._get_host()):
            return None
        company = host.company_id
        if self.allday:
            begin = company._get_office_moment(self.start_date) + DAY[0]
            end = company._get_office_moment(self.stop_date) + DAY[1]
        else:
            begin, end = self.start, max(self.stop, self.start + SHORTEST)
        if end <= fields.Datetime.now():
            return None
        values = {'employee_id': host.id, 'company_id': company.id, 'begin_datetime': begin, 'end_datetime': end}
        if place := self.visit_place_id.filtered(lambda place: place.company_id in (company.browse(), company)):
            values['place_id'] = place.id
        if self.location:
            values['room'] = self.location
        return values

    def _prepare_guests(self, insiders):
        """Return the values of the guests of this meeting; called as superuser."""
        languages = dict(self.env['res.lang'].get_installed())
        return [{
            'name': partner.name or partner.email or partner.display_name,
            'organisation': partner.commercial_company_name if not partner.is_company else False,
            'email': email_normalize(partner.email or '') or False,
            **({'lang': partner.lang} if partner.lang in languages else {}),
        } for partner in self._get_outsiders(insiders)]
