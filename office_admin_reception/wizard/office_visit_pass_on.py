from odoo import api, fields, models


class OfficeVisitPassOn(models.TransientModel):
    """Say who receives guests in place of the host."""
    _name = 'office.visit.pass.on'
    _description = 'Somebody Else Receives'
    _inherit = ['office.document.wizard.mixin']

    employee_id = fields.Many2one('hr.employee', "Receives the Guests", required=True)

    @api.model
    def default_get(self, fields):
        """Propose whoever stands in for the host."""
        values = super().default_get(fields)
        if 'employee_id' in fields and values.get('res_ids'):
            visit_sudo = self.new(values)._get_documents()[:1].sudo()  # sudo: the users of colleagues
            user = visit_sudo._get_called('substitute')[:1]
            values['employee_id'] = user.with_company(visit_sudo.company_id).employee_id.id
        return values

    def action_confirm(self):
        self.ensure_one()
        self._get_documents()._pass_on(self.employee_id)
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'office.visit'
