from odoo import api, fields, models

MAX_KEEP_DAYS = 3650


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_visit_keep_days = fields.Integer(
        "Personal Data of Guests Is Kept (days)", default=90,
        help="So many days after a visit has ended, what names its guests is made unreadable. A purpose may have a "
             "period of its own.")
    office_visit_request_days = fields.Integer(
        "Requests of Guests Are Answered Within (working days)", default=15,
        help="So many working days after somebody has asked for a copy, a correction or the deletion of their data.")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {
            'office_visit_keep_days': (1, MAX_KEEP_DAYS),
            'office_visit_request_days': (1, 60),
        }
