from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_leaver_days = fields.Integer(
        "Things of Leavers Within", default=5,
        help="Working days within which what somebody holds is taken back when they leave.")

    office_leaver_check = fields.Selection(
        [('warn', "Let Them Go, and Take It Back"), ('refuse', "Take It Back First")], "Leavers Who Hold Things",
        required=True, default='warn',
        help="Whether an employee can be archived, or moved to another company, while they hold something.")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {'office_leaver_days': (1, 250)}
