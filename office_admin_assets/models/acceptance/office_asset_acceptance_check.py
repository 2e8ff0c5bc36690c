from odoo import api, fields, models


class OfficeAssetAcceptanceCheck(models.Model):
    """A point that is looked at when something comes: ticked, or with a word of what is wrong."""
    _name = 'office.asset.acceptance.check'
    _description = 'Point of an Acceptance Checklist'
    _inherit = ['office.workflow.line.mixin']
    _order = 'acceptance_id, line_id, id'
    _workflow_parent_field = 'acceptance_id'

    acceptance_id = fields.Many2one(
        'office.asset.acceptance', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='acceptance_id.company_id', store=True, precompute=True, index=True)
    line_id = fields.Many2one(
        'office.asset.acceptance.line', "Item", required=True, readonly=True, index=True, ondelete='cascade')
    name = fields.Char("Point", required=True, readonly=True)
    is_ok = fields.Boolean("Good")
    note = fields.Char("What Is Wrong")

    def _is_open(self):
        self.ensure_one()
        return bool(self.line_id.accepted_quantity) and not self.is_ok and not (self.note or '').strip()

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(('is_ok', 'note'), ('submitted',))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'line_id', 'name'}
