from odoo import models


class OfficeApprovalMixin(models.AbstractModel):
    """Who may decide on a document: found from the rule, never who asked, and never nobody."""
    _inherit = 'office.approval.mixin'

    def _filter_approvers(self, users):
        """Those who work in its company, may read such documents, and neither asked nor gain."""
        users = super()._filter_approvers(users)
        model = self.env[self._name]
        running = self.sudo().approval_ids.filtered(lambda approval: approval.state == 'submitted')
        closed = self._get_approval_excluded_users() | running.excluded_user_ids
        return users._filtered_working(self.company_id).filtered(
            lambda user: model.with_user(user).has_access('read')) - closed

    def _get_step_people(self, step, submitter):
        """Find who decides in ``step``; the document is in superuser mode.

        Where the people of the rule are missing or have asked themselves, it goes one up, then to who decides at last.

        :param step: of a rule or of an approval
        :param submitter: who submits it, which may be somebody else than who asks
        :return: ``{user: origin}``, empty only if nobody in the company could decide
        """
        self.ensure_one()
        needed = step.quorum_count if step.quorum == 'number' else 1
        found = {}
        for users, origin in self._get_step_candidates(step, submitter):
            found |= {user: origin for user in self._filter_approvers(users) - submitter if user not in found}
            if len(found) >= needed:
                break
        return found

    def _get_step_candidates(self, step, submitter):
        """Yield ``(users, origin)``, whom to ask first and who comes next."""
        employee = self._get_approval_employee()
        match step.who:
            case 'superior':
                levels = [level.user_id for level in employee._get_superior_levels()]
            case 'manager':
                levels = self._get_managers_above(employee)
            case 'head':
                levels = self._get_heads_above(employee)
            case 'position':
                levels = [self._get_users_of_position(step.group_id)]
            case 'users':
                levels = [step.user_ids]
            case 'field':
                levels = [self[step.user_field] if step.user_field in self._fields else self.env['res.users']]
            case _:
                levels = []
        if levels:
            yield levels[0], step.who
        # who has asked himself is followed by those above; who is missing, by who decides at last
        is_in_line = step.who in ('superior', 'manager', 'head')
        if is_in_line or levels and levels[0] & (self._get_approval_excluded_users() | submitter):
            for users in levels[1:]:
                yield users, 'up'
            yield from self._get_candidates_above(employee)
        yield from self._get_last_candidates()

    def _get_managers_above(self, employee):
        levels, seen = [], employee
        while superior := employee.parent_id - seen:
            levels.append(superior.user_id)
            seen |= superior
            employee = superior
        return levels

    def _get_heads_above(self, employee):
        levels, department = [], employee.department_id
        seen = department.browse()
        while department := department - seen:
            levels.append(department.manager_id.user_id)
            seen |= department
            department = department.parent_id
        return levels

    def _get_candidates_above(self, employee):
        for superiors in employee._get_superior_levels():
            yield superiors.user_id, 'up'

    def _get_users_of_position(self, group):
        """Return the users of the company who hold ``group``, also by a wider one."""
        return group._get_people(self.company_id)

    def _get_last_candidates(self):
        """Yield who decides when nobody else can: the person named in Settings, then who leads the office."""
        yield self.company_id.office_fallback_approver_id, 'fallback'
        yield self._get_users_of_position(self.env.ref('office_admin_base.position_manager')), 'fallback'

    def _get_stand_in(self, user, closed):
        """Find who decides beside ``user``, who is away or late: the next one above who is there, else at last.

        :param closed: users who may not, for example since they have decided in this step
        :return: one level of users, or none
        """
        # sudo: who is whose manager is HR data
        employees = self.env['hr.employee'].sudo().search(
            [('user_id', '=', user.id), ('company_id', '=', self.company_id.id)], limit=1)
        candidates = [level.user_id for level in employees._get_superior_levels()]
        candidates += [users for users, _origin in self._get_last_candidates()]
        for users in candidates:
            people = self._filter_approvers(users) - closed - user
            if present := people - people._get_away(self.company_id):
                return present
        return self.env['res.users']
