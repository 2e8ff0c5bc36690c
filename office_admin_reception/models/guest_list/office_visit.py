from odoo import models
from odoo.exceptions import UserError

from ..visit.office_visit_states import PLANNED


class OfficeVisit(models.Model):
    """Many guests of a visit come from a spreadsheet, before anybody has arrived."""
    _inherit = 'office.visit'

    def action_import_guests(self):
        """Open the dialog that reads a spreadsheet of guests."""
        self.ensure_one()
        self._check_can_import_guests()
        action = self._open_dialog('office.visit.import', self.env._("Import Guests"))
        return action | {'context': {**action['context'], 'dialog_size': 'extra-large'}}

    def _check_can_import_guests(self):
        """:raise AccessError: the user may not change this visit
        :raise UserError: its guests are here or gone, or their data was erased
        """
        self.check_access('write')
        self._check_not_locked({'guest_ids'})
        if self.state not in PLANNED:
            raise UserError(self.env._(
                "%(visit)s has begun: a list of guests is imported before they arrive. Add who comes later one by one.",
                visit=self.display_name))
