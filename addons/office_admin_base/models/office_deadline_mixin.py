from odoo import models


class OfficeDeadlineMixin(models.AbstractModel):
    """Who is told of a late promise: who has to keep it, then his head, then who leads the office."""
    _inherit = 'office.deadline.mixin'

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        match rung:
            case 'holder':
                return users | self._get_deadline_holders(kind)
            case 'head':
                return users | self._get_heads(self._get_deadline_holders(kind))
            case _:
                return users | self._get_deadline_managers()

    def _get_heads(self, holders):
        """Return the managers of people and the heads of their departments; never the same people again."""
        # sudo: managers and heads are HR data; a search, since the employees of a user are those of active companies
        employees_sudo = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', holders.ids), ('company_id', '=', self._get_deadline_company().id)])
        heads = employees_sudo.parent_id.user_id | employees_sudo.department_id.manager_id.user_id
        return self._filtered_of_company(heads) - holders

    def _get_deadline_managers(self):
        """Hook: who is told at last; who leads the administrative office, if an app has nobody else."""
        # sudo: who holds a position is not for everybody
        return self._filtered_of_company(self.env.ref('office_admin_base.position_manager').sudo().all_user_ids)

    def _filtered_of_company(self, users):
        company = self._get_deadline_company()
        return users.filtered(lambda user: user.active and company in user.company_ids)

    def _get_deadline_holders(self, kind):
        """Hook: the users who have to keep a promise of this kind."""
        return self.env['res.users']

    def _get_accountable_users(self):
        """Hook: who answers for the document: whoever leads the office, where nobody is named."""
        return self._get_deadline_managers()
