from odoo import api, fields, models


class OfficeVisit(models.Model):
    _inherit = 'office.visit'

    loan_ids = fields.One2many('office.visit.loan', 'visit_id', "Lent", readonly=True, copy=False)

    def action_lend(self):
        """Open the dialog in which the front desk hands a badge, a key or an umbrella to one of these guests."""
        self.ensure_one()
        self.guest_ids._check_desk()
        return self.env['office.desk.lend']._open(visit=self)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'loan_ids'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'loan_ids'}
