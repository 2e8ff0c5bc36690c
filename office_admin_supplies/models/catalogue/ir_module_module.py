from odoo import models


class IrModule(models.Model):
    """Names that come with the translations of a module, such as those of demo products, are found by pinyin, too."""
    _inherit = 'ir.module.module'

    def _update_translations(self, filter_lang=None, overwrite=False):
        super()._update_translations(filter_lang, overwrite)
        templates = self.env['product.template']
        found = self.env['ir.model.data'].sudo().search_fetch(  # sudo: which products came with the modules
            [('model', '=', templates._name), ('module', 'in', self.mapped('name'))], ['res_id'])
        supplies = templates.with_context(active_test=False).search(
            [('id', 'in', found.mapped('res_id')), ('supply_ok', '=', True)])
        supplies._compute_supply_search_key()
