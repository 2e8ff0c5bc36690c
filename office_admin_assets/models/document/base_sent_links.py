from odoo import api, models
from odoo.tools import ormcache

CARRIERS = frozenset({'maintenance.equipment', 'maintenance.request'})


class Base(models.AbstractModel):
    """What a screen sends in links only to cards and repairs that its sender may read, as with our documents."""
    _inherit = 'base'

    @api.model
    @ormcache()
    def _get_guarded_models(self):
        return super()._get_guarded_models() | CARRIERS

    @api.model
    @ormcache('self._name')
    def _get_link_names(self):
        names = super()._get_link_names()
        if not self._name.startswith('office.'):
            return names
        return names | {name for name, field in self._fields.items() if field.comodel_name in CARRIERS}
