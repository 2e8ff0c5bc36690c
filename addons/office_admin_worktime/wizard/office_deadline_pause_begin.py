from odoo import api, fields, models
from odoo.exceptions import UserError

from ..working_time import NoWorkingTime


class OfficeDeadlinePauseBegin(models.TransientModel):
    """Let the next promise of a document rest: until when, and for what it waits."""
    _name = 'office.deadline.pause.begin'
    _description = 'Let a Promise Rest'

    def _default_until(self):
        """Three working days from now."""
        company = self.env.company
        try:
            work = company.resource_calendar_id and company.resource_calendar_id._get_working_time(company)
            return work and work.add_days(fields.Datetime.now(), 3).replace(microsecond=0)
        except NoWorkingTime:
            return False

    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', required=True)
    reason = fields.Char("Waits For", required=True)
    until = fields.Datetime(
        required=True, default=lambda self: self._default_until(), help="Then the promise goes on by itself.")

    @api.constrains('res_model', 'res_id')
    def _check_model(self):
        known = {name for name in self.env.registry.descendants(['office.deadline.mixin'], '_inherit')
                 if not self.env[name]._abstract}
        if any(wizard.res_model not in known or not wizard.res_id for wizard in self):
            raise UserError(self.env._("Only documents with a promise can rest."))

    def action_confirm(self):
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        deadline = document._get_deadline_to_pause()
        if self.until <= fields.Datetime.now():
            raise UserError(self.env._(
                "%(document)s: choose a moment in the future until which it rests.", document=document.display_name))
        deadline._pause(self.until, self.reason)
        return {'type': 'ir.actions.act_window_close'}
