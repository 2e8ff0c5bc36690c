from odoo import api, models


class OfficeRights(models.AbstractModel):
    """Who answers for which step with a card, and why somebody may see it."""
    _inherit = 'office.rights'

    @api.model
    def _get_document_models(self):
        return sorted({*super()._get_document_models(), 'maintenance.equipment'}, key=self._get_document_label)
