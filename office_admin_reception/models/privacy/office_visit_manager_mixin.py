from odoo import api, models

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, READ, RecordRule


class OfficeVisitManagerMixin(models.AbstractModel):
    """A document of managers: they alone read it, change it as long as a field of it is open, and answer for it."""
    _name = 'office.visit.manager.mixin'
    _description = 'Document of Reception Managers'
    _inherit = ['office.deadline.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'

    @api.model
    def _get_record_rules(self):
        open_states = sorted(set().union(*self._get_field_states().values()))
        return {
            'company': super()._get_record_rules()['company'],
            'manager': RecordRule("managers read all", "[(1, '=', 1)]", 'manager', READ),
            'manager_change': RecordRule(
                "managers change what is open", f"[('{{of}}state', 'in', {open_states!r})]", 'manager', CHANGE),
        }

    def _get_deadline_holders(self, kind):
        return self._get_role_users('manager', self.company_id)
