from odoo.addons.office_admin_worktime.held import held  # noqa: F401 where apps look for it
