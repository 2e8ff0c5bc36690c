from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_list, format_time, split_every

from ..visit.office_visit_states import HERE

WIDTH, HEIGHT = 90, 55
"""Of a badge, in mm."""

COLUMNS, ROWS = 2, 5
"""Of the badges on a sheet of A4."""


class Badge(NamedTuple):
    """What a badge says, and where on its page it stands, in mm."""

    left: float
    top: float
    company: str
    name: str
    organisation: str
    host: str
    areas: str
    is_escorted: bool
    end: str
    qr: str
    """A picture with the address at which the guest signs out."""


class OfficeVisit(models.Model):
    _inherit = 'office.visit'

    @api.model
    def _create_walk_in(self, values):
        """Return the guests of a visit that begins now, unannounced, and who have not come in yet.

        The caller has checked who says so.

        :param dict values: of the visit, with its ``guest_ids``
        """
        now = fields.Datetime.now()
        visit = self._create_as_system([{
            'begin_datetime': now, 'end_datetime': now + timedelta(hours=1),
            **{name: value for name, value in values.items() if value}}])
        return visit.guest_ids

    def action_print_badges(self):
        """Print the badges of all guests of these visits who are here, or still expected."""
        self._get_badge_guests()
        return self.env.ref('office_admin_reception.office_badge_report_label').report_action(self)

    # Badges

    def _get_badge_guests(self):
        """Return the guests for whom badges are printed.

        :raise AccessError: the user is not of the front desk, and a badge lets its bearer out
        :raise UserError: there are none
        """
        self.check_access('read')
        if not self._has_role('officer'):
            raise AccessError(self.env._("Badges are printed by the front desk."))
        guests = self.filtered(lambda visit: visit.state in HERE[1:]).guest_ids.filtered(
            lambda guest: guest.state in ('expected', 'inside', 'out'))
        if not guests:
            raise UserError(self.env._(
                "%(visits)s: nobody is here or expected any more who needs a badge.", visits=self._get_names()))
        return guests

    def _get_badge_pages(self, is_sheet):
        """Return the badges as lists of :class:`Badge`, one list for each page.

        :param bool is_sheet: many on a page of A4
        """
        places = [(0, 0)]
        if is_sheet:
            left, top = (210 - COLUMNS * WIDTH) / 2, (297 - ROWS * HEIGHT) / 2
            places = [(left + column * WIDTH, top + row * HEIGHT) for row in range(ROWS) for column in range(COLUMNS)]
        return [
            [guest.visit_id._make_badge(guest, *place) for guest, place in zip(guests, places, strict=False)]
            for guests in split_every(len(places), self._get_badge_guests())]

    def _make_badge(self, guest, left, top):
        self.ensure_one()
        visit_sudo = self.sudo()  # sudo: the name of the host, whoever prints it
        company = visit_sudo.company_id
        last_day = company._get_office_day(self.end_datetime)
        token = guest._make_public_token(company._get_office_moment(last_day + timedelta(days=1)))
        end_time = format_time(self.env, self.end_datetime, tz=company._get_office_tz(), time_format='short')
        return Badge(
            left, top, company.name, guest.name, guest.organisation or '', visit_sudo.employee_id.name or '',
            format_list(self.env, self.area_ids.mapped('name')), self.needs_escort,
            f'{format_date(self.env, last_day, date_format="medium")} {end_time}',
            self.env['office.label.print']._draw_qr(guest._get_public_address(token)))
