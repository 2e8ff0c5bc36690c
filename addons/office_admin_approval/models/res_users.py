from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

MAX_AHEAD = timedelta(days=100)  # so far ahead an absence is looked at; longer ones are long enough


class ResUsers(models.Model):
    _inherit = 'res.users'

    substitution_ids = fields.One2many(
        'office.substitution', 'substitute_id', "Is Substitute", groups=fields.NO_ACCESS)
    # read with the user himself, so that nothing has to be looked up for the many who stand in for nobody
    substitute_until = fields.Datetime(compute='_compute_substitute_until', store=True, groups=fields.NO_ACCESS)

    @api.depends('substitution_ids.stop')
    def _compute_substitute_until(self):
        for user in self:
            user.substitute_until = max(user.substitution_ids.mapped('stop'), default=False)

    def _after_standing_changed(self):
        super()._after_standing_changed()
        # whose decision was asked for may not be able to decide any more
        self.env['office.approval']._attend_at()

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
