import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from .office_role_rules import CHANGE, READ


class OfficeRoleMixin(models.AbstractModel):
    """The people of a document: the groups of the roles of its app, found by one prefix, and who may see it.

    The roles are ``user``, who asks; ``officer``, who serves; ``manager``, who decides how; ``auditor``, who reads. The
    hooks on who may see a document are answered by ``office.secrecy.mixin``, whatever stands before it. A document
    brings its record rules along, and is refused where it lacks them.
    """
    _name = 'office.role.mixin'
    _description = 'Document of an App'
    _inherit = 'office.system.mixin'
    _role_prefix = 'office_admin_base.position_'

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

    @api.model
    def _get_record_rules(self):
        """Hook: ``{name: RecordRule}``, by which people of each role see and change documents of this model."""
        return {}

    @api.model
    def _get_guard_fields(self):
        """Hook: the names of the fields of which a rule for everybody has to speak, whoever wrote it."""
        return set()

    @api.model
    def _load_record_rules(self):
        """Make those record rules of this model that are not there yet.

        The data of its module call it behind its groups: ``<function model="…" name="_load_record_rules"/>``. What an
        administrator has changed stays, as with any rule that is marked ``noupdate``.
        """
        module = self._get_role_group('user').partition('.')[0]
        self.env['ir.rule']._load_records([
            {
                'xml_id': f'{module}.{self._table}_rule_{name}',
                'noupdate': True,
                'values': {
                    'name': f'{self._description}: {rule.words}',
                    'model_id': self.env['ir.model']._get_id(self._name),
                    'domain_force': rule.domain.format(of=''),
                    'groups': [Command.set(self.env.ref(self._get_role_group(rule.role)).ids if rule.role else [])],
                    'perm_read': rule.mode != CHANGE,
                    **dict.fromkeys(('perm_write', 'perm_create', 'perm_unlink'), rule.mode != READ),
                },
            }
            for name, rule in self._get_record_rules().items()], update=True)

    @api.model
    def _check_record_rules(self):
        """:raise UserError: what has to be hidden is not, since no rule for everybody speaks of it"""
        rules = self.env['ir.rule'].sudo().search([('model_id.model', '=', self._name), ('global', '=', True)])
        said = {name for rule in rules for name in re.findall(r'\w+', rule.domain_force or '')}
        if missing := self._get_guard_fields() - said:
            raise UserError(self.env._(
                "%(model)s has no record rule for everybody on %(fields)s, so that what has to be hidden is not. Let "
                "the data of its module call _load_record_rules.", model=self._name,
                fields=format_list(self.env, sorted(missing))))

    def _get_desk_users(self):
        """Hook: the users on whose page the document stands, beside those who decide."""
        return self.env['res.users']
