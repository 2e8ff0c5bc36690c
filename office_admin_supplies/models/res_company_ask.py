from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_company import MAX_TIME, TIME_UNITS


class ResCompany(models.Model):
    """The settings of asking: how soon urgent things are there."""
    _inherit = 'res.company'

    supply_split_days = fields.Integer("Look for Split Requests of (days)", default=7, required=True)
    supply_split_amount = fields.Monetary("Limit of Split Requests", default=5000, currency_field='currency_id')
    supply_urgent_time = fields.Float("Hand Out Urgent Supplies Within", default=1.0)
    supply_urgent_rule = fields.Selection(TIME_UNITS, "Unit of the Urgent Hand-Out", required=True, default='day')

    @api.constrains('supply_urgent_time', 'supply_urgent_rule')
    def _check_supply_urgent_time(self):
        for company in self:
            time = company.supply_urgent_time
            # written so that “not a number” fails, too
            if not 0 < time <= MAX_TIME or company.supply_urgent_rule == 'day' and time != int(time):
                raise ValidationError(self.env._(
                    "%(company)s: promise supplies within 1 to %(max)s whole working days, or more than zero "
                    "and at most %(max)s working hours.", company=company.name, max=MAX_TIME))

    @api.constrains('supply_split_days', 'supply_split_amount')
    def _check_supply_split(self):
        for company in self:
            if not 0 <= company.supply_split_days <= 365 or not company.supply_split_amount >= 0:
                raise ValidationError(self.env._(
                    "%(company)s: look for split requests of zero to 365 days, above a limit of zero or more.",
                    company=company.name))

    def _get_supply_hand_out_promise(self, is_urgent):
        """Return within what time after the approval supplies are handed out.

        :return: ``(time, unit)``, working days or hours
        """
        self.ensure_one()
        if is_urgent:
            return self.supply_urgent_time, self.supply_urgent_rule
        return self.supply_hand_out_time, self.supply_hand_out_rule
