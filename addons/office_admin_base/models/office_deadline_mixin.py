from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .office_desk_mixin import AGAIN


class OfficeDeadlineMixin(models.AbstractModel):
    """Who keeps a promise has it on his page, and is told when it is late; then his head, then who leads the office."""
    _name = 'office.deadline.mixin'
    _inherit = ['office.deadline.mixin', 'office.desk.mixin', 'office.role.mixin']

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        duties = self._get_duty_domain()
        if duties.is_false():
            return domains
        return domains | {'deadlines': duties & Domain('deadline_datetime', '<', self._get_end_of_day())}

    @api.model
    def _get_duty_domain(self):
        """Hook: the domain of documents for which the current user has to keep a promise, alone or with others.

        Not those on which he has to decide: they have a section of their own, which shows their promises.
        """
        return Domain.FALSE

    @api.model
    def _get_end_of_day(self):
        """The end of today where the user is, in UTC."""
        tz = self.env.context.get('tz') or self.env.user.tz or self.env.company._get_office_tz()
        midnight = datetime.combine(
            fields.Date.context_today(self.with_context(tz=tz)), time.max.replace(microsecond=0))
        return pytz.timezone(tz).localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_desk_order(self, section):
        return super()._get_desk_order(section) if section in ('mine', AGAIN) else 'deadline_datetime, id'

    @api.model
    def _get_desk_rank(self, section, query):
        if section in ('mine', AGAIN):
            return super()._get_desk_rank(section, query)
        return SQL("EXTRACT(EPOCH FROM %s)", self._field_to_sql(query.table, 'deadline_datetime', query))

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {
            'due': self.deadline_datetime,
            'is_late': bool(self.deadline_datetime) and self.deadline_datetime < fields.Datetime.now(),
        }

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        match rung:
            case 'holder':
                users |= self._get_deadline_holders(kind)
            case 'head':
                users |= self._get_heads(self._get_deadline_holders(kind))
            case _:
                users |= self._get_deadline_managers()
        return self._filter_told(users)

    def _get_heads(self, holders):
        """Return the managers of people and the heads of their departments; never the same people again."""
        # sudo: managers and heads are HR data; a search, since the employees of a user are those of active companies
        employees_sudo = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', holders.ids), ('company_id', '=', self._get_deadline_company().id)])
        heads = employees_sudo.parent_id.user_id | employees_sudo.department_id.manager_id.user_id
        return self._filtered_of_company(heads) - holders

    def _get_deadline_managers(self):
        """Hook: who is told at last; who leads the administrative office, if an app has nobody else."""
        return self._get_role_users('manager', self._get_deadline_company())

    def _filtered_of_company(self, users):
        return users._filtered_working(self._get_deadline_company())

    def _get_deadline_holders(self, kind):
        """Hook: the users who have to keep a promise of this kind."""
        return self.env['res.users']

    def _get_accountable_users(self):
        """Hook: who answers for the document: whoever leads the office, where nobody is named."""
        return self._get_deadline_managers()
