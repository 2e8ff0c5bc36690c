from odoo import api, fields, models


class HrWorkLocation(models.Model):
    """Where people work is one of the places of the office."""
    _inherit = 'hr.work.location'

    place_id = fields.Many2one(
        'office.place', index='btree_not_null', check_company=True,
        help="The site, building or floor that this work location means.")

    @api.constrains('place_id', 'company_id')
    def _check_place_company(self):
        self._check_company(['place_id'])  # Odoo's model leaves its companies unchecked
