from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime, format_list

MAX_NAMES = 8
READERS = ('office_admin_base.position_manager', 'office_admin_base.position_auditor', 'base.group_system')


class OfficeRights(models.AbstractModel):
    """Who has which duty and right: pages and prints, made each time from what the server itself goes by."""
    _name = 'office.rights'
    _description = 'Rights and Duties'

    @api.model
    def get_page(self, name):
        """Return the HTML of a page, for the client action that shows it.

        :param str name: a key of :meth:`_get_pages`
        :raise AccessError: the user is none of those who set up or audit the office
        """
        self._check_may_see()
        if not isinstance(name, str) or name not in self._get_pages():
            raise UserError(self.env._("There is no such page. Open it from the menu."))
        template, get_values = self._get_pages()[name]
        return self.env['ir.qweb']._render(template, get_values(self.env.company))

    @api.model
    def _get_pages(self):
        """Hook: ``{name: (template, function of a company that returns its values)}``."""
        return {'responsibilities': ('office_admin_base.page_responsibilities', self._get_responsibilities)}

    @api.model
    def _check_may_see(self):
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(self.env._(
                "Who may do what is shown to administrative managers, auditors and administrators. About yourself you "
                "can ask under “Why Can I Do That” in the menu of your name."))

    @api.model
    def _get_responsibilities(self, company):
        """Return the values of the table of responsibilities of ``company``, from the settings as they are."""
        return {
            'intro': self.env._(
                "%(company)s: who does what, made from the rules and settings as they are on %(moment)s. Each step has "
                "exactly one role that answers for it; “People Today” names who holds the roles now.",
                company=company.name, moment=format_datetime(self.env, fields.Datetime.now(), dt_format='short')),
            'documents': [
                {'name': self._get_document_label(name), 'duties': self._get_document_duties(name, company)}
                for name in self._get_document_models()],
        }

    @api.model
    def _get_document_models(self):
        """Hook: names of the kinds of documents that have duties, in the order of their labels."""
        names = self.env.registry.descendants(['office.workflow.mixin'], '_inherit')
        return sorted((name for name in names if not self.env[name]._abstract), key=self._get_document_label)

    @api.model
    def _get_document_label(self, name):
        return self.env['ir.model'].sudo()._get(name).name  # sudo: names of kinds of documents are no secret

    @api.model
    def _get_document_duties(self, name, company):
        """Hook: the duties of one kind of document, see :meth:`_prepare_duty`."""
        return self.env[name]._get_duties(company)

    @api.model
    def _prepare_duty(self, company, *, label, accountable, responsible=(), origins=(), target='', condition='',
                      limit='', consulted=(), informed=(), excluded=()):
        """Return one row of the table of responsibilities, in words.

        :param Role accountable: the one role that answers for the step
        :param responsible: roles that may do it
        :param str condition: for which documents this row is, for example “from 1,000”
        :param str limit: within what time
        :param consulted: names, as ``informed`` and ``excluded``
        """
        others = [role for role in responsible if role.label != accountable.label]
        return {
            'label': label,
            'origins': format_list(self.env, list(origins), 'or'),
            'target': target,
            'condition': condition,
            'accountable': accountable.label,
            'responsible': format_list(self.env, [role.label for role in (accountable, *others)], 'or'),
            'people': self._get_people_words(company, [accountable, *others]),
            'limit': limit,
            'consulted': format_list(self.env, list(consulted)),
            'informed': format_list(self.env, list(informed)),
            'excluded': format_list(self.env, list(excluded), 'or'),
        }

    @api.model
    def _get_people_words(self, company, roles):
        """Name who holds ``roles`` in ``company`` now."""
        known = [role.users for role in roles if role.users is not None]
        if not known:
            return self.env._("depends on the document")
        users = self.env['res.users'].union(*known).sudo().sorted('name')  # sudo: names of colleagues
        if not users:
            return self.env._("nobody at present")
        names = users[:MAX_NAMES].mapped('name')
        if len(users) > MAX_NAMES:
            names.append(self.env._("%(count)s more", count=len(users) - MAX_NAMES))
        return format_list(self.env, names)


class ReportResponsibilities(models.AbstractModel):
    """The printed table of responsibilities."""
    _name = 'report.office_admin_base.report_responsibilities'
    _description = 'Table of Responsibilities'

    @api.model
    def _get_report_values(self, docids, data=None):
        rights = self.env['office.rights']
        rights._check_may_see()
        return {
            'docs': self.env.company,
            'tables': [rights._get_responsibilities(self.env.company)],
        }
