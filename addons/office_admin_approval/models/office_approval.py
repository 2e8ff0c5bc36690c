from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list


class OfficeApproval(models.Model):
    """The approval of one document: who has to agree as the rules were when it was submitted.

    People read it to see what waits for them; nobody writes it. How it runs is in ``office_approval_run.py``, what
    people decide in ``office_approval_decide.py``.
    """
    _name = 'office.approval'
    _description = 'Approval'
    _inherit = ['office.approval.record.mixin', 'office.secrecy.attached.mixin']
    _order = 'step_datetime, id'
    _rec_name = 'document_name'
    _log_access = False

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    document_name = fields.Char("Document", compute='_compute_document', search='_search_document_name')
    document_kind = fields.Char("Kind", compute='_compute_document')
    document_summary = fields.Char("What", compute='_compute_document')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    requester_id = fields.Many2one('res.users', "Asked By", required=True, readonly=True, index=True,
                                   ondelete='restrict')
    excluded_user_ids = fields.Many2many(
        'res.users', 'office_approval_excluded_rel', 'approval_id', 'user_id', "Never Approve", readonly=True,
        help="Who asked and who gains from it.")
    rule_id = fields.Many2one('office.approval.rule', readonly=True, index='btree_not_null', ondelete='set null')
    rule_name = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True, ondelete='restrict')
    state = fields.Selection([
        ('submitted', "Submitted"), ('approved', "Approved"), ('refused', "Refused"), ('cancelled', "Cancelled"),
    ], "Status", required=True, readonly=True)
    start_datetime = fields.Datetime("Submitted On", required=True, readonly=True)
    end_datetime = fields.Datetime("Decided On", readonly=True)
    step_id = fields.Many2one('office.approval.step', "Current Step", readonly=True, index='btree_not_null',
                              ondelete='set null')
    step_datetime = fields.Datetime("Waiting Since", readonly=True, help="When the current step began.")
    note = fields.Text(readonly=True, help="What an administrator has to know of how the rules were applied.")
    is_disclosed = fields.Boolean(
        readonly=True, default=True, help="Its approvers may read the document; not once it is a draft again.")
    version = fields.Integer(readonly=True, help="Goes up with each decision, so that no two are taken at once.")
    step_ids = fields.One2many('office.approval.step', 'approval_id', readonly=True)
    assignment_ids = fields.One2many('office.approval.assignment', 'approval_id', readonly=True)
    decision_ids = fields.One2many('office.approval.decision', 'approval_id', readonly=True)
    approver_ids = fields.Many2many('res.users', string="Waits For", compute='_compute_approver_ids', compute_sudo=True)
    timeline = fields.Json(compute='_compute_timeline', compute_sudo=True)
    is_mine = fields.Boolean("Waits for Me", compute='_compute_is_mine', search='_search_is_mine')
    is_concerned = fields.Boolean(
        "Concerns Me as an Approver", compute='_compute_is_concerned', search='_search_is_concerned')

    _running_uniq = models.UniqueIndex("(res_model, res_id) WHERE state = 'submitted'")
    _document_idx = models.Index('(res_model, res_id, id)')
    _state_idx = models.Index("(company_id, step_datetime) WHERE state = 'submitted'")

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid', 'lang')
    def _compute_document(self):
        kinds = dict(self.env['office.approval.rule']._selection_res_model())
        self.document_name = self.document_summary = False
        for approval in self:
            approval.document_kind = kinds.get(approval.res_model, False)
        for documents, approvals in self._get_documents():
            readable = documents._filtered_access('read')
            for document, approval in zip(documents, approvals, strict=True):
                if document in readable:
                    approval.document_name = document.display_name
                    approval.document_summary = document.sudo()._get_approval_summary()

    def _search_document_name(self, operator, value):
        if 'not' in operator or '!' in operator:
            return NotImplemented
        return Domain.OR(
            Domain('res_model', '=', model)
            & Domain('res_id', 'in', self.env[model]._search([('display_name', operator, value)]))
            for model, _label in self.env['office.approval.rule']._selection_res_model()
            if self.env[model].has_access('read'))

    @api.depends('assignment_ids.is_open')
    def _compute_approver_ids(self):
        for approval in self:
            approval.approver_ids = approval.assignment_ids.filtered('is_open').user_id

    @api.depends_context('uid', 'lang', 'tz')
    @api.depends('state', 'step_id')
    def _compute_timeline(self):
        timelines = self._get_timelines()
        for approval in self:
            approval.timeline = timelines[approval]

    @api.depends('assignment_ids.is_open')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        mine = self.env['office.approval.assignment']._get_waiting_ids(
            'approval_id', SQL("assignment.approval_id = ANY(%s)", self.ids))
        for approval in self:
            approval.is_mine = approval.id in mine

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('id', 'in', self.env['office.approval.assignment']._get_waiting_sql('approval_id', SQL("TRUE")))

    @api.depends('assignment_ids')
    @api.depends_context('uid')
    def _compute_is_concerned(self):
        concerned = self.sudo().search(Domain('id', 'in', self.ids) & self._search_is_concerned('in', [True]))
        for approval in self:
            approval.is_concerned = approval.id in concerned._ids

    def _search_is_concerned(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self.env['office.approval.assignment']._get_concerned_domain('approval_id')

    def action_open_document(self):
        self.ensure_one()
        self.check_access('read')
        document = self.sudo()._get_document()
        if document is None or not document.sudo(False).has_access('read'):
            raise UserError(self.env._("The document of this approval is gone, or not for you."))
        return document._get_form_action()

    def action_approve(self):
        return self._decide_each('approve')

    def action_refuse(self):
        return self._open_decision('refuse')

    def action_ask_back(self):
        return self._open_decision('ask_back')

    def _open_decision(self, verb):
        if len(self) == 1:  # before he has written why; of many, those that he may not are listed afterwards
            self._check_can_decide(verb)
        labels = {'refuse': self.env._("Refuse"), 'ask_back': self.env._("Ask Back"),
                  'except': self.env._("Approve out of Turn"), 'add': self.env._("Add an Approver")}
        return {
            'type': 'ir.actions.act_window',
            'name': labels[verb],
            'res_model': 'office.approval.decide',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_verb': verb, 'default_approval_ids': self.ids},
        }

    def _get_document(self):
        """Return the document, or None if it or its whole app is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _get_documents(self):
        """Return ``[(documents, approvals)]`` by model, of what is still there."""
        pairs = []
        # sudo: who has just decided may not read the approval any more
        for model, approvals in self.sudo().grouped('res_model').items():
            if model not in self.env or 'approval_id' not in self.env[model]._fields:
                continue
            there = set(self.env[model].sudo().browse(approvals.mapped('res_id')).exists().ids)
            approvals = approvals.filtered(lambda approval, there=there: approval.res_id in there)
            pairs.append((self.env[model].browse(approvals.mapped('res_id')), approvals.with_env(self.env)))
        return pairs

    def _map_documents(self):
        """Return ``{approval: document}`` in superuser mode, of what is still there."""
        return {
            approval: document
            for documents, approvals in self.sudo()._get_documents()
            for document, approval in zip(documents, approvals, strict=True)
        }

    def _get_names(self):
        """Name the documents for a message, the first ten of them."""
        documents = self[:10]._map_documents()
        names = [documents[approval].display_name if approval in documents else self.env._("a removed document")
                 for approval in self.sudo()[:10]]
        return format_list(self.env, names + ["…"] * (len(self) > 10))
