from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    """An absence: decisions that wait for who is away are looked at when it begins."""
    _inherit = 'resource.calendar.leaves'

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._look_at_approvals()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'date_from', 'date_to', 'resource_id', 'time_type'}:
            self._look_at_approvals()
        return result

    def _look_at_approvals(self):
        now = fields.Datetime.now()
        # sudo: whose absence it is, is not for everybody
        moments = {max(leave.date_from, now) for leave in self.sudo()
                   if leave.resource_id.user_id and leave.date_from and leave.date_to and leave.date_to > now}
        if moments:
            self.env['office.approval']._attend_at(moments)
