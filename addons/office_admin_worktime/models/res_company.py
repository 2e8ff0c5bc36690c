from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_HOURS = 200


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_deadline_start = fields.Selection(
        [('submitted', "Day of Submission"), ('received', "Next Opening")],
        string="Working Days Count From", required=True, default='submitted',
        help="What is submitted on a day off or after closing time: promises in working days count from that very day, "
             "or from the next opening of the office.")
    office_reminder_hours = fields.Float(
        "Remind Before (working hours)", default=4.0,
        help="How long before a promise is due it counts as due soon, and who has to keep it is reminded.")
    office_escalation_hours = fields.Float(
        "Tell the Manager After (working hours)", default=8.0,
        help="How long after a promise was due the manager hears of it.")

    @api.constrains('office_reminder_hours', 'office_escalation_hours')
    def _check_office_hours(self):
        for company in self:
            for hours in (company.office_reminder_hours, company.office_escalation_hours):
                # written so that “not a number” fails, too
                if not 0 <= hours <= MAX_HOURS:
                    raise ValidationError(self.env._(
                        "%(company)s: a reminder comes 0 to %(max)s working hours before a promise is due, and the "
                        "manager is told 0 to %(max)s working hours after that.", company=company.name, max=MAX_HOURS))

    def write(self, vals):
        calendars = self.resource_calendar_id if 'resource_calendar_id' in vals else None
        result = super().write(vals)
        if calendars is not None:
            calendars._mark_changed()  # its promises move to the new schedule
            self.env['office.deadline'].sudo()._find_calendar_for(self)
        return result
