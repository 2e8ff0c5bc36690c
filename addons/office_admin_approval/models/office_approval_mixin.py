from collections import defaultdict

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.each import do_each
from odoo.addons.office_admin_base.models.office_workflow_duties import Role

from .mail_activity import mirroring

ACTIVITY_TYPE = 'office_admin_approval.mail_activity_type_approve'
MAX_LINES = 10


class OfficeApprovalMixin(models.AbstractModel):
    """A document that people have to approve by the rules of the company.

    With or without ``office.workflow.mixin``: it calls :meth:`_start_approval` when it is submitted, and hears
    of the end by ``_after_approved`` and ``_after_refused``.
    """
    _name = 'office.approval.mixin'
    _description = 'Document to Approve'
    _inherit = ['office.deadline.mixin', 'office.role.mixin']

    # nothing of it is stored on the document, so that there is nothing that somebody could forge
    approval_ids = fields.One2many(
        'office.approval', 'res_id', "Approvals", domain=lambda self: [('res_model', '=', self._name)],
        groups=fields.NO_ACCESS)
    approval_id = fields.Many2one(
        'office.approval', compute='_compute_approval_id', compute_sudo=True, groups=fields.NO_ACCESS)
    approval_timeline = fields.Json("Approval Steps", compute='_compute_approval_timeline', compute_sudo=True)
    approval_summary = fields.Char("Waits For", compute='_compute_approval_summary', compute_sudo=True)
    approver_ids = fields.Many2many(
        'res.users', string="Approvers", compute='_compute_approver_ids', compute_sudo=True,
        help="Who can decide now.")
    is_my_approval = fields.Boolean(
        "Waits for My Approval", compute='_compute_is_my_approval', search='_search_is_my_approval')
    is_my_later_approval = fields.Boolean(compute='_compute_is_my_later_approval', compute_sudo=True)
    is_approver = fields.Boolean(
        "I Am or Was an Approver", compute='_compute_is_approver', search='_search_is_approver')

    @api.depends('approval_ids')
    def _compute_approval_id(self):
        for document in self:
            document.approval_id = document.approval_ids.sorted('id')[-1:]

    @api.depends('approval_id', 'approval_ids.state', 'approval_ids.step_id', 'approval_ids.assignment_ids.is_open')
    @api.depends_context('uid', 'lang', 'tz')
    def _compute_approval_timeline(self):
        timelines = self.approval_id._get_timelines()
        for document in self:
            document.approval_timeline = timelines.get(document.approval_id, False)

    @api.depends('approval_id', 'approval_ids.state', 'approval_ids.step_id', 'approval_ids.assignment_ids.is_open')
    @api.depends_context('lang', 'tz')
    def _compute_approval_summary(self):
        summaries = self.approval_id._get_summaries()
        for document in self:
            document.approval_summary = summaries.get(document.approval_id, False)

    @api.depends('approval_id', 'approval_ids.assignment_ids.is_open')
    def _compute_approver_ids(self):
        deciders = self.approval_id._get_deciders()
        for document in self:
            document.approver_ids = deciders.get(document.approval_id, False)

    @api.depends('approval_ids.assignment_ids.is_open')
    @api.depends_context('uid')
    def _compute_is_my_approval(self):
        mine = self.env['office.approval.assignment']._get_waiting_ids('res_id', SQL(
            "assignment.res_model = %s AND assignment.res_id = ANY(%s)", self._name, self._origin.ids))
        for document in self:
            document.is_my_approval = document._origin.id in mine

    def _search_is_my_approval(self, operator, value):
        if operator != 'in':
            return NotImplemented
        assignments = self.env['office.approval.assignment']
        return Domain('id', 'in', assignments._get_waiting_sql(
            'res_id', assignments._get_model_condition(self._name)))

    @api.depends('approval_id', 'approval_ids.step_id', 'approval_ids.state')
    @api.depends_context('uid')
    def _compute_is_my_later_approval(self):
        seats = self.approval_id._get_later_seats()
        approvable = self._filter_approvable()
        for document in self:
            document.is_my_later_approval = document.approval_id in seats and document in approvable

    @api.depends('approval_ids.assignment_ids', 'approval_ids.state')
    @api.depends_context('uid')
    def _compute_is_approver(self):
        # sudo: the record rules read it
        concerned = self.sudo().with_context(active_test=False).search(
            Domain('id', 'in', self._origin.ids) & self._search_is_approver('in', [True]))
        for document in self:
            document.is_approver = document._origin.id in concerned._ids

    def _search_is_approver(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self.env['office.approval.assignment']._get_concerned_domain('res_id', self._name)

    def unlink(self):
        self._cancel_approval()
        return super().unlink()

    def action_approval_approve(self):
        return self._decide_each('approve')

    def action_approval_refuse(self):
        return self._get_latest_approvals()._open_decision('refuse')

    def action_ask_back(self):
        return self._get_latest_approvals()._open_decision('ask_back')

    def action_add_approver(self):
        self.ensure_one()
        return self._get_latest_approvals()._open_decision('add')

    def action_approve_out_of_turn(self):
        self.ensure_one()
        return self._get_latest_approvals()._open_decision('except')

    def _decide_each(self, verb, reason=''):
        """Decide on as many of these documents as the user may; see ``office.approval._decide_each``."""
        return do_each(
            self.union(), lambda documents: documents._get_latest_approvals()._check_can_decide(verb),
            lambda documents: documents._get_latest_approvals()._decide(verb, reason))

    def _get_latest_approvals(self):
        """Return the approvals of these documents, which the user may read.

        :raise UserError: one of them was never submitted
        """
        self.check_access('read')
        if without := self.filtered(lambda document: not document.sudo().approval_id):
            raise UserError(self.env._(
                "Nobody has to decide on %(documents)s: it has not been submitted.",
                documents=format_list(self.env, without.sudo()[:10].mapped('display_name'))))
        return self.sudo().approval_id.sudo(False)

    def _start_approval(self):
        """Ask the people of the rules, as they are now, to decide on these documents.

        What needs nobody's decision is approved at once.

        :raise UserError: nobody could decide, or a reason is missing
        """
        return self.env['office.approval']._start(self)

    def _cancel_approval(self, is_draft=False):
        """Take the running approvals of these documents back, since the documents were.

        :param bool is_draft: they are drafts again, and private again
        """
        running = self.env['office.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('state', '=', 'submitted')])
        running._finish('cancelled', 'withdraw')
        if is_draft:
            self.sudo().approval_ids.filtered('is_disclosed')._write_as_system({'is_disclosed': False})

    def _look_after_approvals(self):
        super()._look_after_approvals()
        self.sudo().approval_ids.filtered(lambda approval: approval.state == 'submitted')._look_after()

    def _get_approval_day(self, company):
        """Today where the company is."""
        return company._get_office_today()

    # What the engine asks of a document

    def _get_approval_amounts(self):
        """Hook: ``{document: (amount, currency)}`` by which the limits of the rules are measured.

        Documents that are left out cost nothing, and rules with limits are not for them.
        """
        return {}

    def _get_approval_own_amounts(self):
        """Hook: what the documents cost themselves, which approvers see, if other things are added for the limits."""
        return self._get_approval_amounts()

    def _get_approval_requester(self):
        """Hook: the user who asks, to whom the document goes back."""
        self.ensure_one()
        return self.create_uid

    def _get_approval_employee(self):
        """Hook: the employee whose manager and head of department the rules mean."""
        self.ensure_one()
        return self.env['hr.employee'].sudo().search([  # sudo: who is whose manager is HR data
            ('user_id', '=', self._get_approval_requester().id), ('company_id', '=', self.company_id.id)], limit=1)

    def _get_approval_excluded_users(self):
        """Hook: the users who never decide: who asked, and who gains from it."""
        self.ensure_one()
        return self._get_approval_requester()

    def _get_approval_summary(self):
        """Hook: one line on what is asked for, which approvers read in their list."""
        self.ensure_one()
        return ''

    def _get_approval_note(self):
        """Hook: what the approvers should know of the document, for example that it may be a split order."""
        self.ensure_one()
        return ''

    def _get_approval_reason(self):
        """Hook: why it is asked for, which some steps require."""
        self.ensure_one()
        return ''

    def _get_approval_reason_label(self):
        """Hook: the name of the field in which the reason stands."""
        return self.env._("Reason")

    @api.model
    def _get_default_approval_rules(self):
        """Hook: values of the rules that every company begins with."""
        return []

    def _is_approval_always_needed(self):
        """Hook: whether a document that no rule fits waits for who decides at last, or passes."""
        return True

    def _filter_approvable(self):
        """Hook: those of these documents to which people can agree now; the others wait for something else first.

        They can be refused and asked back all the same. What has to come first, :meth:`_check_approvable` says. When it
        has come, call ``_mirror`` of their approvals, so that who decides hears of it.
        """
        return self

    def _after_approvable(self):
        """Hook: what had to come first is there, and people can agree to these documents from now on."""

    def _check_approvable(self):
        """Hook: raise what has to come before anybody agrees to these documents."""

    def _after_approved(self):
        """Hook: all have agreed."""

    def _after_refused(self, reason):
        """Hook: somebody has refused.

        :param str reason: why
        """

    def _after_asked_back(self, question):
        """Hook: somebody wants to know more before he decides; the document goes back to who asked.

        :param str question: what
        """

    # Who may decide: found from the rule, never who asked, and never nobody

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

    def _get_substitute_people(self, step, gone):
        """Return who decides where people of ``step`` are ``gone`` for good, the first to be asked first.

        In the place of a manager those above, else who decides at last; nobody who has agreed in another step.
        """
        self.ensure_one()
        above = list(self._get_candidates_above(self._get_approval_employee()))
        last = list(self._get_last_candidates())
        candidates = above + last if step.who in ('superior', 'manager', 'head') else last + above
        known = step.assignment_ids.user_id | step.approval_id.step_ids._get_approvals().user_id
        found = self.env['res.users']
        for users, _origin in candidates:
            found |= self._filter_approvers(users) - known - gone
        return found

    # The activities and messages of approvers, which only mirror who has to decide

    def _mirror_approvers(self, wanted):
        """Make and remove activities so that exactly the people in ``wanted`` have one.

        :param dict wanted: ``{document: users}``
        :return: ``{user: documents}`` that are new to him
        """
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind:
            return {}  # an administrator has deleted it
        activities = self.env['mail.activity'].search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('activity_type_id', '=', kind.id)])
        known = {(activity.res_id, activity.user_id) for activity in activities}
        people = defaultdict(self.browse)
        for document, users in wanted.items():
            for user in users:
                if (document.id, user) not in known:
                    people[user] |= document
        gone = activities.filtered(lambda activity: activity.user_id not in wanted[self.browse(activity.res_id)])
        self._tell_desks(gone.user_id.union(*people))
        with mirroring():
            gone.unlink()
            if people:
                self._schedule_quietly(ACTIVITY_TYPE, people, lambda env: env._("Approve or refuse"))
        return people

    def _notify_approvers(self, people):
        """Send everybody one message with links to what waits for him.

        :param dict people: ``{user: documents}``
        """
        for user, documents in people.items():
            env = self.with_context(lang=user.lang).env
            lines = Markup().join(
                Markup("<li>%s %s</li>") % (document._get_link(), document.with_env(env).sudo()._get_approval_summary())
                for document in documents[:MAX_LINES].sudo())
            if len(documents) > MAX_LINES:
                lines += Markup("<li>%s</li>") % env._("and %(count)s more", count=len(documents) - MAX_LINES)
            is_single = len(documents) == 1
            subject = env._("%(document)s waits for your decision", document=documents.sudo().display_name) \
                if is_single else env._("%(count)s documents wait for your decision", count=len(documents))
            thread = documents if is_single else self.env['mail.thread']
            thread.with_user(SUPERUSER_ID).message_notify(
                partner_ids=user.partner_id.ids, subject=subject,
                body=Markup("<p>%s</p><ul>%s</ul>") % (env._("This waits for your decision:"), lines))

    # Promises that approvers have to keep

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'approval': self.env._("Approval")}

    @api.model
    def _get_approval_deadline_kinds(self):
        """Hook: the promises that the approvers have to keep."""
        return {'approval'}

    def _get_deadline_holders(self, kind):
        if kind in self._get_approval_deadline_kinds():
            # sudo: approvals are not for everybody
            return self.sudo().approval_id._get_responsible()
        return super()._get_deadline_holders(kind)

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        if rung == 'holder' and kind in self._get_approval_deadline_kinds():
            users |= self.sudo().approver_ids  # substitutes as well, who are there while the others are away
        return users

    def _get_escalation_people(self, rung, deadline_by_document):
        """Who is told that a decision is late may take it as well."""
        if rung != 'holder':
            for document in self:
                if deadline_by_document[document].kind in self._get_approval_deadline_kinds():
                    users = document._get_escalation_users(rung, deadline_by_document[document].kind)
                    document.sudo().approval_id._let_decide_late(users)
        return super()._get_escalation_people(rung, deadline_by_document)

    # My Office, and the duties of approvers as the rules are now

    def _prepare_desk_row(self, section):
        # sudo: one line for people who may read the document
        return super()._prepare_desk_row(section) | {'what': self.sudo()._get_approval_summary() or ''}

    def _get_desk_who(self):
        if not self._may_wait_for_approval():
            return super()._get_desk_who()
        names = self.sudo().approver_ids.mapped('name')  # sudo: the names of colleagues
        return format_list(self.env, names, 'or') or super()._get_desk_who()

    def _may_wait_for_approval(self):
        """Hook: whether somebody may have to decide on this document now."""
        return True

    @api.model
    def _get_approval_duties(self, company, **values):
        """Return one row for each step of each rule in force: its amounts, its role and its time limit.

        :param values: what all rows have in common, see ``office.rights._prepare_duty``
        """
        rules = self.env['office.approval.rule']._get_candidates(
            self._name, company, self._get_approval_day(company))
        duties = [duty for rule in rules for duty in rule._get_duties(company, values)]
        if self._is_approval_always_needed() and not any(rule._fits_all() for rule in rules):
            duties.append(self.env['office.rights']._prepare_duty(company, **values | {
                'condition': self.env._("No rule fits"), 'accountable': self._get_last_role(company)}))
        return duties

    @api.model
    def _get_deciding_users(self, company):
        """Return the people of ``company`` who decide on such documents by the rules in force, whoever asks."""
        rules = self.env['office.approval.rule']._get_candidates(
            self._name, company, self._get_approval_day(company))
        users = self._get_last_role(company).users
        for step in rules.step_ids:
            users |= step._get_role(company).users or step._get_line_users(company)
        return users

    @api.model
    def _get_last_role(self, company):
        """Return who decides when nobody else can."""
        user = company.sudo().office_fallback_approver_id
        if user:
            return Role(company._fields['office_fallback_approver_id']._description_string(self.env), user)
        group = self.env.ref('office_admin_base.position_manager')
        return Role(group._get_role_label(), group._get_people(company))
