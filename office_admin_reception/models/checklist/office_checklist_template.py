from odoo import fields, models


class OfficeChecklistTemplate(models.Model):
    """The lists of the front desk: opening it in the morning, closing it in the evening."""
    _inherit = 'office.checklist.template'

    app = fields.Selection(
        selection_add=[('office_admin_reception', "Reception")],
        ondelete={'office_admin_reception': lambda templates: templates._remove_app()})
