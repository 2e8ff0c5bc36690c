from datetime import datetime, time

from pytz import timezone, utc

from odoo import api, models


class OfficeAdjustedWorkday(models.Model):
    _inherit = 'office.adjusted.workday'

    @api.model
    def _after_change(self, places):
        super()._after_change(places)
        # sudo: whose time off it is, is not for everybody; Odoo does the same for public holidays
        self.env['resource.calendar.leaves'].sudo()._reevaluate_leaves([
            {
                'company_id': company.id,
                'date_from': self._to_utc(calendar, date, time.min),
                'date_to': self._to_utc(calendar, date, time.max),
            }
            for calendar, date in places
            for company in calendar.company_id or self.env['res.company'].sudo().search([])
        ])

    @api.model
    def _to_utc(self, calendar, date, hour):
        return timezone(calendar.tz).localize(datetime.combine(date, hour)).astimezone(utc).replace(tzinfo=None)
