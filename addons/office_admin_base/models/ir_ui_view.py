from odoo import api, models


class IrUiView(models.Model):
    _inherit = 'ir.ui.view'

    @api.model
    def default_view(self, model, view_type):
        """Return the view of a mixin of ours for a document without one of its own, since it has nothing to add."""
        view_id = super().default_view(model, view_type)
        if view_id or model not in self.env.registry.descendants(['office.role.mixin'], '_inherit'):
            return view_id
        parents = dict.fromkeys(parent._name for parent in self.env.registry[model].mro() if hasattr(parent, '_name'))
        mixins = (name for name in parents if name and name.startswith('office.') and name != model)
        return next(filter(None, (super(IrUiView, self).default_view(name, view_type) for name in mixins)), False)
