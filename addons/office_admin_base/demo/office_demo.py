from odoo import api, fields, models

from odoo.addons.office_admin_worktime import public_holidays


class OfficeDemo(models.AbstractModel):
    """Gives the demo company the public holidays and adjusted workdays of its country."""
    _name = 'office.demo'
    _description = 'Working Days of the Demo Company'

    @api.model
    def _load_years(self):
        company = self.env.ref('office_admin_base.demo_company')
        if not public_holidays.is_available():
            return
        this_year = fields.Date.today().year
        for year in (this_year - 1, this_year):
            self.env['office.adjusted.workday.load'].with_company(company).create({
                'country_id': company.country_id.id,
                'year': str(year),
                'calendar_ids': company.resource_calendar_id.ids,
            }).action_confirm()
