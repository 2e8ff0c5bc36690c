from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE

UNFINISHED = Domain('state', 'in', ('open', 'ticked'))
"""Of tasks."""


class OfficeChecklist(models.Model):
    """What has to be done on a day or for a document, and what became of it; made from a template, never by hand.

    It closes by itself with its last task. What is left open when it ends is left for good.
    """
    _name = 'office.checklist'
    _description = 'Checklist'
    _inherit = ['office.secrecy.attached.mixin', 'office.checklist.role.mixin', 'office.workflow.mixin']
    _order = 'date desc, id desc'

    name = fields.Char(required=True, readonly=True, copy=False)
    template_id = fields.Many2one(
        'office.checklist.template', required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    app = fields.Selection(related='template_id.app', store=True, index=True)
    date = fields.Date(required=True, readonly=True, copy=False, index=True)
    person_id = fields.Many2one('res.users', readonly=True, copy=False)
    res_model = fields.Char("Document Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference("Document", model_field='res_model', readonly=True, copy=False)
    task_ids = fields.One2many('office.checklist.task', 'checklist_id', "Tasks", readonly=True, copy=False)
    task_count = fields.Integer("Tasks in All", compute='_compute_counts', store=True)
    # stored: of two people who tick at the same moment both write it, and the later one is tried again
    open_count = fields.Integer("Still to Do", compute='_compute_counts', store=True)
    late_count = fields.Integer("Late", compute='_compute_late_count', compute_sudo=True)
    progress = fields.Char(compute='_compute_progress')
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    end_reason = fields.Char("Why It Ended", readonly=True, copy=False)
    is_mine = fields.Boolean("I Have a Task", compute='_compute_is_mine', search='_search_is_mine')

    _document_idx = models.Index('(res_model, res_id) WHERE res_model IS NOT NULL')

    @api.depends('task_ids.state')
    def _compute_counts(self):
        every, unfinished = self._count_tasks(Domain.TRUE), self._count_tasks(UNFINISHED)
        for checklist in self:
            checklist.task_count = every.get(checklist.id, 0)
            checklist.open_count = unfinished.get(checklist.id, 0)

    @api.depends('task_ids.deadline_status')
    def _compute_late_count(self):
        counts = self._count_tasks(Domain('deadline_datetime', '<', fields.Datetime.now()))
        for checklist in self:
            checklist.late_count = counts.get(checklist.id, 0)

    @api.depends('task_count', 'open_count')
    @api.depends_context('lang')
    def _compute_progress(self):
        for checklist in self:
            checklist.progress = self.env._(
                "%(done)s of %(all)s done", done=checklist.task_count - checklist.open_count, all=checklist.task_count)

    @api.depends('task_ids.is_mine')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        counts = self._count_tasks(self.env['office.checklist.task']._get_mine_domain())
        for checklist in self:
            checklist.is_mine = bool(counts.get(checklist.id))

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('task_ids', 'any!', self.env['office.checklist.task']._get_mine_domain())

    def _count_tasks(self, domain):
        """Return ``{id: number}`` of the tasks of these lists that meet ``domain``, whoever may see them.

        Without the field ``task_ids``, in which is what somebody sees of them.
        """
        # sudo: tasks of others
        return {checklist.id: number for checklist, number in self.env['office.checklist.task'].sudo()._read_group(
            domain & Domain('checklist_id', 'in', self.ids), ['checklist_id'], ['__count'])}

    def _get_unfinished(self):
        """Return the tasks of these lists that are still to be done or signed off, as superuser."""
        # sudo: tasks of others
        return self.env['office.checklist.task'].sudo().search(UNFINISHED & Domain('checklist_id', 'in', self.ids))

    @api.depends('name', 'date')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for checklist in self:
            checklist.display_name = f"{checklist.name}, {format_date(self.env, checklist.date)}"

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a list that the user may not see
        if self and not self._is_as_system():
            raise UserError(self.env._(
                "%(checklists)s cannot be deleted: who did what is kept. Cancel it, so that its history stays.",
                checklists=self._get_names()))
        return super().unlink()

    def action_done(self):
        return self._transition_each('done')

    def action_reopen(self):
        return self._transition_each('reopen')

    def action_cancel(self):
        return self._ask_reason('cancel', self.env._("Cancel"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'cancel': 'end_reason'}

    def action_open_document(self):
        """Open what the list is for."""
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id,
                'views': [(False, 'form')]}

    @api.model
    def _follow_document(self, document, date):
        """Move the open lists of ``document`` with it: an app calls this when the date of its document changes.

        What is still to be done is due anew as the template says; what is done stays.

        :param date date: from which the tasks are counted now
        """
        # sudo: whoever may move the document moves what is to be done for it
        checklists_sudo = self.sudo().search([
            ('res_model', '=', document._name), ('res_id', 'in', document.ids), ('state', '=', 'open'),
            ('date', '!=', date)])
        checklists_sudo._write_as_system({'date': date})
        for task_sudo in checklists_sudo.task_ids.filtered(lambda task: task.state == 'open' and task.line_id):
            task_sudo._promise(task_sudo.line_id)

    @api.model
    def _get_states(self):
        return {
            'open': State(self.env._("Open"), OPEN, 'info', is_initial=True),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'missed': State(self.env._("Not Finished"), ENDED, 'danger'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'done': (('open',), 'done', (CONCERNED, ENGINE)),
            'miss': (('open',), 'missed', ENGINE),
            'cancel': (('open',), 'cancelled', CONCERNED),
            'reopen': (('done',), 'open', CONCERNED),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'miss': self.env._("Not Finished"), 'reopen': self.env._("Open Again")}

    def _check_can_done(self, by=None):
        for checklist, tasks in self._get_unfinished().filtered('is_mandatory').grouped('checklist_id').items():
            raise UserError(self.env._(
                "%(checklist)s cannot be closed yet. Still to be done: %(tasks)s. A manager can leave a task out "
                "with a reason.", checklist=checklist.display_name, tasks=tasks._get_names()))

    def _prepare_transition_values(self, verb):
        is_end = verb != 'reopen'
        return {
            checklist: values | ({'end_datetime': fields.Datetime.now()} if is_end else {'end_datetime': False})
            for checklist, values in super()._prepare_transition_values(verb).items()}

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb != 'reopen':
            self._get_unfinished()._transition('leave', by=ENGINE)

    # The people of a list: the officers of its app

    def _get_concerned_users(self):
        return self._get_app_group('officer')._get_people(self.company_id)

    def _filter_foreign(self, who):
        if CONCERNED in (who if isinstance(who, tuple) else (who,)):
            return self.filtered(lambda checklist: not checklist.is_officer)
        return super()._filter_foreign(who)

    @api.model
    def _get_concerned_domain(self):
        return Domain('is_officer', '=', True)

    @api.model
    def _get_card_verbs(self):
        return ['done']

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'name', 'template_id', 'date', 'person_id', 'res_model', 'res_id', 'task_ids', 'end_datetime',
            'end_reason'}
