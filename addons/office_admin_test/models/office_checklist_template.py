from odoo import fields, models


class OfficeChecklistTemplate(models.Model):
    """The smallest part of an app in checklists: its name, whose officers do what is on its lists."""
    _inherit = 'office.checklist.template'

    app = fields.Selection(
        selection_add=[('office_admin_test', "Tests")],
        ondelete={'office_admin_test': lambda templates: templates._remove_app()})
