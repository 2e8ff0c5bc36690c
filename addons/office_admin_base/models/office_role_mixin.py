from odoo import api, models


class OfficeRoleMixin(models.AbstractModel):
    """The people of a document: the groups of the roles of its app, found by one prefix, and who may see it.

    The roles are ``user``, who asks; ``officer``, who serves; ``manager``, who decides how; ``auditor``, who reads. The
    hooks on who may see a document are answered by ``office.secrecy.mixin``, whatever stands before it.
    """
    _name = 'office.role.mixin'
    _description = 'Document of an App'
    _inherit = 'office.system.mixin'

    _role_prefix = 'office_admin_base.position_'
    """What the external ids of the groups of the app begin with; the roles follow."""

    @api.model
    def _get_role_group(self, role):
        """Return the external id of the group of a role."""
        return f'{self._role_prefix}{role}'

    @api.model
    def _has_role(self, role):
        """Return whether the current user holds a role, also by a wider one."""
        return self.env.user.has_group(self._get_role_group(role))

    @api.model
    def _get_role_users(self, role, company):
        """Return the people who work in ``company`` and hold a role, also by a wider one."""
        return self.env.ref(self._get_role_group(role))._get_people(company)

    def _get_form_action(self):
        """Return the action that opens this document."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    @api.model
    def _get_officer_group(self):
        """Hook: the external id of the group whose members do what such documents ask for."""
        return self._get_role_group('officer')

    def _filter_readers(self, users):
        """Hook: those of ``users`` who may read this document now."""
        self.ensure_one()
        return users.filtered(lambda user: user.active and self.with_user(user).has_access('read'))

    def _filter_hidden(self):
        """Hook: those of these documents whose very name is hidden from the current user."""
        return self.browse()

    def _filter_told(self, users):
        """Hook: whom of ``users`` to tell of what becomes of this document, or others where they may not see it."""
        return users

    def _is_restricted(self):
        """Hook: whether only those may see this document whom it concerns or names."""
        return False

    def _get_desk_users(self):
        """Hook: the users on whose page the document stands, beside those who decide."""
        return self.env['res.users']
