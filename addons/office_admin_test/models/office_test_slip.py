from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_verbs import REQUESTER

OFFICER = 'office_admin_test.group_officer'
MANAGER = 'office_admin_test.group_manager'


class OfficeTestSlip(models.Model):
    """The smallest numbered document: somebody writes it, an officer closes it, a manager declares it void.

    The things that it is about are scanned into it.
    """
    _name = 'office.test.slip'
    _description = 'Test Slip'
    # the workflow last: the others amend its hooks
    _inherit = ['barcodes.barcode_events_mixin', 'office.void.mixin', 'office.number.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_test.group_'
    _number_code = 'TSL'

    note = fields.Text("Purpose")
    thing_ids = fields.Many2many('office.test.thing', string="Things", check_company=True)

    def on_barcode_scanned(self, barcode):
        things = self.env['office.test.thing']._find_scanned([barcode])[barcode]
        if not things:
            return {'warning': {
                'type': 'notification', 'title': barcode,
                'message': self.env._("No thing that you may see has this code.")}}
        self.thing_ids |= things

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
        return super()._get_draft_only_fields() | {'note', 'thing_ids'}
