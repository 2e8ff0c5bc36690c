from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import OptimizationLevel, field_type_optimization
from odoo.tools import OrderedSet, ormcache

BESIDE_MIXINS = ('office.secrecy.attached.mixin', 'office.secrecy.message.mixin')


class Base(models.AbstractModel):
    """Who searches by links finds by those to records that he may read.

    Odoo asks the rules of what is linked for ``any`` and for dotted paths, but not for a list of ids or for “not set”:
    ``('stock_move_ids', 'in', [ID])`` would name the product of a move that is hidden.
    """
    _inherit = 'base'

    @api.model
    @ormcache()
    def _get_searched_models(self):
        """Return ``{name: whether “not set” is asked, too}`` of the guarded models.

        Files and messages are looked through one by one, so that a search of all would not end; they are a part of
        the record that they stand beside, where all who read it see whether there are any.
        """
        beside = self.env.registry.descendants(BESIDE_MIXINS, '_inherit')
        return {name: name not in beside for name in self._get_guarded_models()}


@field_type_optimization(['one2many', 'many2many'], OptimizationLevel.FULL)
def _ask_rules_of_linked(condition, model):
    """Let a condition on linked ids mean those that the user of ``model`` may read, wherever in a domain it stands.

    Odoo keeps this for the whole server, also for databases without this module.
    """
    value, field = condition.value, condition._field(model)
    if (model.env.su or condition.operator not in ('in', 'not in') or not isinstance(value, OrderedSet)
            or field.bypass_search_access):
        return condition
    base = model.env['base']
    searched = base._get_searched_models() if hasattr(base, '_get_searched_models') else {}
    if field.comodel_name not in searched:
        return condition
    linked = model.env[field.comodel_name].with_context(active_test=False)
    may_read = linked.has_access('read')
    domain = Domain.FALSE
    if (ids := value - {False}) and may_read:
        domain |= Domain(field.name, 'any!', linked._search([('id', 'in', ids)]))
    if False in value:
        if not searched[field.comodel_name]:
            domain |= Domain(field.name, 'in', OrderedSet([False]))
        elif may_read:
            domain |= Domain(field.name, 'not any!', linked._search([]))
        else:
            domain = Domain.TRUE
    return domain if condition.operator == 'in' else ~domain
