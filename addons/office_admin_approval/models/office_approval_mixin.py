from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.each import do_each


class OfficeApprovalMixin(models.AbstractModel):
    """A document that people have to approve by the rules of the company.

    With or without ``office.workflow.mixin``: the document calls :meth:`_start_approval` when it is submitted, and
    hears of the end by ``_after_approved`` and ``_after_refused``. Who decides is in ``office_approval_people.py``.
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
        for document in self:
            document.is_my_later_approval = document.approval_id in seats

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
