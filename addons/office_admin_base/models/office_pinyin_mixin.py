from odoo import api, fields, models
from odoo.tools import SQL

from ..pinyin import get_pinyin_key


class OfficePinyinMixin(models.AbstractModel):
    """A record with a ``name`` that is found by its pinyin, too, in whichever language its user works.

    A model that is to be found so wherever it is chosen names ``pinyin_key`` in its ``_rec_names_search``.
    """
    _name = 'office.pinyin.mixin'
    _description = 'Found by Pinyin'
    _inherit = 'office.typed.mixin'

    pinyin_key = fields.Char("Pinyin", compute='_compute_pinyin_key', store=True, index='trigram', compute_sudo=True)

    @api.depends('name')
    def _compute_pinyin_key(self):
        found = self._filter_found_by_pinyin()
        (self - found).pinyin_key = False
        names = found._get_all_names()
        for record in found:
            record.pinyin_key = get_pinyin_key([record.name, *names.get(record._origin.id, ())])

    def _get_all_names(self):
        """Return ``{id: names in all languages}`` of those of these records that are stored."""
        if not self._fields['name'].translate or not self._origin:
            return {}
        self.flush_recordset(['name'])
        rows = self.env.execute_query(SQL(
            "SELECT id, name FROM %s WHERE id = ANY(%s)", SQL.identifier(self._table), self._origin.ids))
        return {record_id: names.values() for record_id, names in rows if names}

    def _filter_found_by_pinyin(self):
        """Hook: those of these records that are found by pinyin."""
        return self

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'name', 'pinyin_key'}


class IrModuleModule(models.Model):
    """Names that come with the translations of a module, such as those of demo products, are found by pinyin, too."""
    _inherit = 'ir.module.module'

    def _update_translations(self, filter_lang=None, overwrite=False):
        super()._update_translations(filter_lang, overwrite)
        for name in self.env.registry.descendants(['office.pinyin.mixin'], '_inherit'):
            model = self.env[name].with_context(active_test=False)
            # with a column of its own; what has it by delegation follows
            if model._abstract or not model._fields['pinyin_key'].store or model._fields['pinyin_key'].inherited:
                continue
            came = self.env['ir.model.data'].sudo().search_fetch(  # sudo: which records came with the modules
                [('model', '=', name), ('module', 'in', self.mapped('name'))], ['res_id'])
            model.browse(came.mapped('res_id')).exists()._compute_pinyin_key()
