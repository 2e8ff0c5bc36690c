from odoo import api, fields, models

APP = 'office_admin_reception'
READY = ('office_checklist_template_opening', 'office_checklist_template_closing')


class OfficeChecklistTemplate(models.Model):
    """The lists of the front desk: opening it in the morning, closing it in the evening."""
    _inherit = 'office.checklist.template'

    app = fields.Selection(
        selection_add=[(APP, "Reception")], ondelete={APP: lambda templates: templates._remove_app()})

    @api.model
    def _copy_ready(self, companies=None):
        """Give companies the lists that come with the app, as they are now, where they have none of the front desk.

        Called when the app is installed and when a company is made. What names people of one company stays there.

        :param companies: all if left out
        """
        ready = self.union(*(self.env.ref(f'{APP}.{name}', raise_if_not_found=False) or self for name in READY))
        ready = ready.filtered(lambda template: 'users' not in template.line_ids.mapped('owner'))
        known = self.with_context(active_test=False).search([('app', '=', APP)]).company_id
        for company in (companies or self.env['res.company'].search([])) - known:
            for template in ready:
                template.copy({'company_id': company.id, 'rhythm': 'never', 'next_date': False, 'active': True})
