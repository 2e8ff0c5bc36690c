from odoo import api, fields, models
from odoo.fields import Domain

TEMPLATE = 'office.checklist.template'


class OfficeChecklistRoleMixin(models.AbstractModel):
    """What belongs to one of the apps that have checklists: the roles of that app decide who sees and does what.

    Its models have a field ``app``, the technical name of the app, whose groups are ``group_officer`` and so on. Record
    rules ask these fields, since a rule of the module cannot name the groups of apps that come later.
    """
    _name = 'office.checklist.role.mixin'
    _description = 'Of an App with Checklists'

    is_officer = fields.Boolean(compute='_compute_roles', search='_search_is_officer')
    is_manager = fields.Boolean(compute='_compute_roles', search='_search_is_manager')
    is_auditor = fields.Boolean(compute='_compute_roles', search='_search_is_auditor')

    @api.depends('app')
    @api.depends_context('uid')
    def _compute_roles(self):
        for role in ('officer', 'manager', 'auditor'):
            apps = self._get_own_apps(role)
            for record in self:
                record[f'is_{role}'] = record.app in apps

    def _search_is_officer(self, operator, value):
        return self._search_role(operator, 'officer')

    def _search_is_manager(self, operator, value):
        return self._search_role(operator, 'manager')

    def _search_is_auditor(self, operator, value):
        return self._search_role(operator, 'auditor')

    @api.model
    def _search_role(self, operator, role):
        return Domain('app', 'in', self._get_own_apps(role)) if operator == 'in' else NotImplemented

    @api.model
    def _get_own_apps(self, role):
        """Return the technical names of the apps in which the current user holds ``role``."""
        return [app for app in self.env[TEMPLATE]._fields['app'].get_values(self.env)
                if self.env.user.has_group(f'{app}.group_{role}')]

    def _get_app_group(self, role):
        """Return the group that holds ``role`` in the app."""
        return self.env.ref(f'{self.app}.group_{role}').sudo()  # sudo: the names of groups are no secret
