from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list, ormcache

from .office_role_rules import RecordRule

LEVELS = [('public', "Public"), ('internal', "Internal"), ('confidential', "Confidential"), ('secret', "Secret")]

RESTRICTED = ('confidential', 'secret')
"""Levels for which somebody has to be concerned and to have signed an undertaking."""


class OfficeSecrecyMixin(models.AbstractModel):
    """A document that is not for everybody who has the right to its app.

    *Public* documents are for all whom the other rules let read, *internal* ones for employees only. *Confidential*
    and *secret* ones are for those whom they concern or name, as long as these hold an undertaking of that level: see
    ``office_secrecy_undertaking.py``. Nobody is cleared by administering Odoo.

    Its model has a record rule for everybody, ``[('is_cleared', '=', True)]``, without which it cannot be installed.
    Here is who is cleared; what becomes of others is in ``office_secrecy_narrow.py``, who opened what in
    ``office_secrecy_log.py``, and what stands beside the document in ``office_secrecy_attached_mixin.py``.
    """
    _name = 'office.secrecy.mixin'
    _description = 'Document with a Secrecy Level'
    _inherit = ['office.history.mixin', 'mail.activity.mixin', 'office.role.mixin']

    secrecy_level = fields.Selection(
        LEVELS, "Secrecy", required=True, default='public', copy=True, tracking=True,
        help="Who may see it. Public: all who have a right to such documents. Internal: of these, employees only. "
             "Confidential and Secret: only those whom it concerns and the people named, as long as their undertaking "
             "is valid. For secrets of the company only: state secrets must not enter this system.")
    allowed_user_ids = fields.Many2many(
        'res.users', string="People Allowed", copy=True, domain="[('share', '=', False)]",
        help="Who may see it beside those whom it concerns. Each of them needs a valid undertaking.")
    is_cleared = fields.Boolean(
        "I Am Cleared", compute='_compute_is_cleared', search='_search_is_cleared', compute_sudo=True)  # rules read it
    secrecy_warning = fields.Char(compute='_compute_secrecy_warning', compute_sudo=True)

    _restricted_idx = models.Index("(id) WHERE secrecy_level IN ('confidential', 'secret')")

    @api.depends('secrecy_level', 'allowed_user_ids')
    @api.depends_context('uid')
    def _compute_is_cleared(self):
        open_levels = self._get_open_levels()
        closed = self.filtered(lambda document: document.secrecy_level not in open_levels)
        cleared = closed and closed.with_context(active_test=False).search(
            Domain('id', 'in', closed._origin.ids) & closed._get_cleared_domain(), order='id')
        (self - closed).is_cleared = True
        for document in closed:
            document.is_cleared = document._origin.id in cleared._ids

    def _search_is_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_cleared_domain()

    @api.depends('secrecy_level', 'allowed_user_ids')
    @api.depends_context('lang')
    def _compute_secrecy_warning(self):
        self.secrecy_warning = False
        for document in self.filtered(lambda document: document.secrecy_level in RESTRICTED):
            missing = document.allowed_user_ids - document._filter_sworn(document.allowed_user_ids)
            if missing:
                document.secrecy_warning = self.env._(
                    "%(people)s cannot see it yet: no valid undertaking for this level.",
                    people=format_list(self.env, missing.mapped('name')))

    @api.depends('secrecy_level', 'allowed_user_ids')
    @api.depends_context('uid')
    def _compute_display_name(self):
        hidden = self._filter_hidden()
        super(OfficeSecrecyMixin, self - hidden)._compute_display_name()
        # what links to it shows its name to everybody, since labels are read as superuser
        for document in hidden:
            level = dict(self._fields['secrecy_level']._description_selection(self.env))[document.sudo().secrecy_level]
            document.display_name = self.env._("Not for you (%(level)s)", level=level)

    @api.constrains('secrecy_level', 'company_id')
    def _check_own_clearance(self):
        for document in self.sudo():
            self._check_sworn(document.secrecy_level, document.company_id)

    @api.constrains('secrecy_level', 'allowed_user_ids')
    def _check_allowed_users(self):
        for document in self.sudo():
            company = document.company_id
            foreign = document.allowed_user_ids.filtered(
                lambda user, company=company: user.share or company not in user.company_ids)
            if foreign:
                raise ValidationError(self.env._(
                    "%(people)s cannot be allowed to see %(document)s: only employees of %(company)s can.",
                    people=format_list(self.env, foreign.mapped('name')),
                    document=document.sudo(False).display_name, company=company.name))

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(['secrecy_level', 'company_id'])
        for vals in vals_list:  # before its lines are made, which he could not even see
            values = defaults | vals
            self._check_sworn(values['secrecy_level'], self.env['res.company'].browse(values.get('company_id')))
        return super().create(vals_list)

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        documents = super().search_fetch(domain, field_names, offset, limit, order)
        if not self.env.su:  # found under the rules, so that reading need not ask again
            self._fields['is_cleared']._update_cache(documents, True)
        return documents

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        # whoever reads a page asks for its levels, so that they come with it and not by a query of their own
        if field_names:
            field_names = [*field_names, 'secrecy_level', 'company_id']
        return super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)

    def _check_sworn(self, level, company):
        """:raise UserError: the user himself holds no undertaking for ``level``"""
        if level not in RESTRICTED or self.env.uid == SUPERUSER_ID:
            return
        if self.env.user not in self.env['office.secrecy.undertaking']._get_users(level, company):
            raise UserError(self._get_undertaking_message(level, company))

    def _make_secrecy_error(self):
        """Say what is missing to those whom a document concerns; the others learn nothing from us."""
        documents = self.sudo().filtered(lambda document: document.secrecy_level in RESTRICTED)
        concerned = documents.with_context(active_test=False).search(
            Domain('id', 'in', documents.ids) & self._get_all_concerned_domain(), limit=1)
        if not concerned or concerned._filter_sworn(self.env.user):
            return None
        message = self._get_undertaking_message(concerned.secrecy_level, concerned.company_id)
        self.invalidate_recordset()  # of what was just read as superuser
        return AccessError(message)

    def _get_undertaking_message(self, level, company):
        return self.env._(
            "Documents of the level “%(level)s” need a valid undertaking for %(company)s, and you have none, or it has "
            "ended. Ask the administrative manager for one, and sign it under My Undertakings, in the menu of your "
            "name.",
            level=dict(self._fields['secrecy_level']._description_selection(self.env))[level],
            company=company.sudo().name)

    def _is_restricted(self):
        return self.secrecy_level in RESTRICTED

    def _get_desk_users(self):
        users = super()._get_desk_users()
        return users | self.allowed_user_ids if self._is_restricted() else users

    def _filter_hidden(self):
        if self.env.uid == SUPERUSER_ID:
            return super()._filter_hidden()
        open_levels = self._get_open_levels()
        closed = self.filtered(lambda document: document._origin and document.sudo().secrecy_level not in open_levels)
        return closed - closed.sudo(False)._filtered_access('read')

    def _filter_sworn(self, users):
        """Return those of ``users`` who hold a valid undertaking for the level of this document.

        :return: all of them if the level needs none
        """
        self.ensure_one()
        document_sudo = self.sudo()
        if document_sudo.secrecy_level not in RESTRICTED:
            return users
        sworn = self.env['office.secrecy.undertaking']._get_users(document_sudo.secrecy_level, document_sudo.company_id)
        return users & sworn

    def _filter_cleared(self, users):
        """Return those of ``users`` whom secrecy lets see this document, whatever their other rights."""
        self.ensure_one()
        return self._filter_sworn(users).filtered(
            lambda user: self.with_user(user).sudo().is_cleared)

    def _filter_readers(self, users):
        return super()._filter_readers(self._filter_sworn(users))

    @api.model
    def _get_record_rules(self):
        return super()._get_record_rules() | {
            'cleared': RecordRule("only what I am cleared for", "[('is_cleared', '=', True)]")}

    @api.model
    def _get_guard_fields(self):
        return super()._get_guard_fields() | {'is_cleared'}

    @api.model
    def _get_open_levels(self):
        """Return the levels for which the current user needs no clearance."""
        return ('public',) if self.env.user.share else ('public', 'internal')

    @api.model
    def _get_cleared_domain(self):
        """Return the domain of documents for which the current user is cleared, superuser mode or not."""
        domain = Domain('secrecy_level', 'in', self._get_open_levels())
        if self.env.user.share:
            return domain
        return domain | (self._get_sworn_domain() & self._get_all_concerned_domain())

    @api.model
    def _get_uncleared_domain(self):
        """Return the domain of documents that are hidden from the current user."""
        closed = [level for level, _label in LEVELS if level not in self._get_open_levels()]
        domain = Domain('secrecy_level', 'in', closed)
        if self.env.user.share:
            return domain
        # spelled as the index is: there are few restricted ones among very many
        return domain & ~(self._get_sworn_domain() & self._get_all_concerned_domain())

    @api.model
    def _get_sworn_domain(self):
        """Return the domain of restricted documents for whose level and company the user holds an undertaking."""
        # of most people nothing is left, so that nothing more has to be planned
        return Domain.OR(
            Domain('secrecy_level', '=', level) & Domain('company_id', 'in', companies.ids)
            for level, companies in self.env.user._get_sworn_companies().items() if companies)

    @api.model
    def _get_all_concerned_domain(self):
        self.flush_model(['allowed_user_ids'])
        field = self._fields['allowed_user_ids']
        # a list that PostgreSQL makes once, where the domain of the field would look for each document
        named = Domain.custom(to_sql=lambda model, alias, query: SQL(
            "%s IN (SELECT %s FROM %s WHERE %s = %s)", SQL.identifier(alias, 'id'), SQL.identifier(field.column1),
            SQL.identifier(field.relation), SQL.identifier(field.column2), self.env.uid))
        return named | self._get_secrecy_concerned_domain()

    @api.model
    def _get_secrecy_concerned_domain(self):
        """Hook: the domain of documents that concern the current user without naming him: he asked, or decides."""
        return Domain.FALSE

    @api.model
    @ormcache()
    def _get_secrecy_models(self):
        """Return the names of all models with a secrecy level."""
        names = self.env.registry.descendants(['office.secrecy.mixin'], '_inherit')
        return tuple(sorted(name for name in names if not self.env[name]._abstract))
