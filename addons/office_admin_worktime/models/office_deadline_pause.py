from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_PAUSE = timedelta(days=92)
MAX_REASON = 200  # characters


class OfficeDeadlinePause(models.Model):
    """A stretch of time in which a promise rests, with the reason; it always ends by itself."""
    _name = 'office.deadline.pause'
    _description = 'Pause of a Promise'
    _inherit = 'office.system.mixin'
    _order = 'start'
    _rec_name = 'reason'
    _is_of_system = True

    deadline_id = fields.Many2one(
        'office.deadline', "Promise", required=True, readonly=True, index=True, ondelete='cascade')
    start = fields.Datetime("From", required=True, readonly=True)
    stop = fields.Datetime("Until", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)

    _order_check = models.Constraint('CHECK(start < stop)', "A pause ends after it has begun.")

    @api.constrains('start', 'stop', 'reason')
    def _check_pause(self):
        for pause in self:
            document = pause.deadline_id._get_document().display_name
            if pause.stop > pause.start + MAX_PAUSE:
                raise ValidationError(self.env._(
                    "%(document)s: a promise rests at most %(days)s days. Choose an earlier end; it can be paused "
                    "again.", document=document, days=MAX_PAUSE.days))
            if len(pause.reason) > MAX_REASON:
                raise ValidationError(self.env._(
                    "%(document)s: say in at most %(max)s characters for what it waits.", document=document,
                    max=MAX_REASON))
            if not pause.reason.strip():
                raise ValidationError(self.env._("Say for what %(document)s waits.", document=document))
