from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_found_keep_days = fields.Integer(
        "Found Things Are Kept (days)", default=90,
        help="So many days after a thing was found it is given back only; then it may be given away or destroyed.")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {'office_found_keep_days': (1, 1095)}
