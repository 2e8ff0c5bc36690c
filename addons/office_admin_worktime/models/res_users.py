from pytz import timezone, utc

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _get_office_today(self):
        """Return today where this person is."""
        return self._get_office_day(fields.Datetime.now())

    def _get_office_day(self, moment):
        """Return the day of ``moment``, naive UTC as stored, in this person's time zone, or else the company's."""
        user_sudo = self.sudo()  # sudo: the time zone of a colleague is no secret
        place = timezone(user_sudo.tz or user_sudo.company_id._get_office_tz())
        return utc.localize(moment).astimezone(place).date()
