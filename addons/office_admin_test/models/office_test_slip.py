from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_verbs import REQUESTER

OFFICER = 'office_admin_test.group_officer'
MANAGER = 'office_admin_test.group_manager'


class OfficeTestSlip(models.Model):
    """The smallest numbered document: somebody writes it, an officer closes it, a manager declares it void."""
    _name = 'office.test.slip'
    _description = 'Test Slip'
    # the workflow last: the others amend its hooks
    _inherit = ['office.void.mixin', 'office.number.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_test.group_'
    _number_code = 'TSL'

    note = fields.Text("Purpose")

    def action_submit(self):
        return self._transition_each('submit')

    def action_done(self):
        return self._transition_each('done')

    def action_cancel(self):
        return self._transition_each('cancel')

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'done': (('submitted',), 'done', OFFICER),
            'cancel': (('draft', 'submitted'), 'cancelled', (REQUESTER, OFFICER)),
            'void': (('submitted', 'done'), 'voided', MANAGER),
        }

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'note'}
