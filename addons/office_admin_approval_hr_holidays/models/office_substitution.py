from odoo import fields, models


class OfficeSubstitution(models.Model):
    _inherit = 'office.substitution'

    leave_id = fields.Many2one('hr.leave', "Time Off", readonly=True, copy=False, index='btree_not_null',
                               groups='hr_holidays.group_hr_holidays_user')
