from odoo import fields, models


class OfficePlace(models.Model):
    """What guests are told of a place when they are invited to it."""
    _inherit = 'office.place'

    visit_way = fields.Text(
        "How to Get There", translate=True, help="Address, station, entrance. Guests read it in their invitation.")
    visit_parking = fields.Text(
        "Parking", translate=True, help="Where guests leave their car. They read it in their invitation.")
