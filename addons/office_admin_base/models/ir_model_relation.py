from odoo import models


class IrModelRelation(models.Model):
    """The table of a many2many that a document has by a mixin belongs to the app of the document.

    Odoo records it under the module of the mixin, and loses sight of it when the app is uninstalled: who may see which
    secret would stay in the database, and stand in the way when the app is installed again.
    """
    _inherit = 'ir.model.relation'

    def _reflect_relation(self, model, table, module):
        owner = self._get_office_owner(model, table, module)
        if owner != module:
            # sudo: written when a module is loaded
            self.sudo().search([('name', '=', table), ('module.name', '=', module)]).unlink()
        return super()._reflect_relation(model, table, owner)

    def _get_office_owner(self, model, table, module):
        """Return the module that gave ``model`` the mixin with the field, or ``module`` if there is none."""
        if not module.startswith('office_admin_'):
            return module
        names = [field.name for field in model._fields.values()
                 if field.type == 'many2many' and field.store and field.relation == table]
        return next((
            owner for parent, owner in model._inherit_module.items()
            if parent != model._name and any(name in self.env[parent]._fields for name in names)), module)
