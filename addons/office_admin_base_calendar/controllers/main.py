from odoo.http import request, route

from odoo.addons.calendar.controllers.main import CalendarController


class OfficeCalendarController(CalendarController):
    """The page by which people without a login see and answer an invitation."""

    @route()
    def view_meeting(self, token, id, **kwargs):  # noqa: A002 as Odoo calls it
        # accepting and declining end here, too; who is an employee is sent on to the meeting, by the employee's rights
        if not request.env.user._is_internal():
            event = request.env['calendar.event'].sudo().browse(int(id)).exists()  # sudo: only whether it is hidden
            if event._get_restricted_origin():
                return request.not_found()
        return super().view_meeting(token, id, **kwargs)
