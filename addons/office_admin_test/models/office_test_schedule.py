from odoo import fields, models


class OfficeTestSchedule(models.Model):
    """The smallest schedule: a slip is written every week or month."""
    _name = 'office.test.schedule'
    _description = 'Test Schedule'
    _inherit = ['office.schedule.mixin']
    _order = 'next_date, id'
    _schedule_cron = 'office_admin_test.ir_cron_schedule'

    name = fields.Char("Purpose", required=True)

    def _do_scheduled(self):
        self.env['office.test.slip'].create({'company_id': self.company_id.id, 'note': self.name}).action_submit()
