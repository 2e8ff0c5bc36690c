from odoo import api, models

from odoo.addons.office_admin_base.spreadsheet import name_key


class OfficeSupplyImportMixin(models.AbstractModel):
    """What lists of supplies have in common: they name products and units in any of the office's languages."""
    _name = 'office.supply.import.mixin'
    _description = 'Import of a List of Supplies'
    _inherit = ['office.import.mixin']

    @api.model
    def _get_by_name(self, records, *names):
        """Return ``{name: records}``, by their names in every installed language."""
        found = {}
        for lang, _name in self.env['res.lang'].get_installed():
            for record in records.with_context(lang=lang):
                for name in names:
                    if record[name]:
                        key = name_key(record[name])
                        found[key] = found.get(key, records.browse()) | record.with_env(self.env)
        return found

    @api.model
    def _get_uoms(self):
        return self._get_by_name(self.env['uom.uom'].search([]), 'name')
