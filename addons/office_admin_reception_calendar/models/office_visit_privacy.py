from odoo import api, models


class OfficeVisitPrivacy(models.AbstractModel):
    """The attendees of a meeting name the guests: an erased visit neither leads there nor follows it any more."""
    _inherit = 'office.visit.privacy'

    @api.model
    def _erase_visits(self, visits):
        super()._erase_visits(visits)
        visits._write_as_system({'event_id': False})
