import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE
from odoo.addons.office_admin_base.photo import read_photo

from .office_checklist_template_line import LENGTH, PROOF

TASK, SIGN_OFF = 'task', 'sign_off'
"""Kinds of promises: that it is done, and that somebody else has looked at it."""

STEP = 'office.checklist.step'


class OfficeChecklistTask(models.Model):
    """One thing to do: by its owners, whoever stands in for them, or the officers of the app; never by others.

    Who ticks it is on record, with the photo or note that proves it. What needs a sign-off is done when somebody else
    has looked at it.
    """
    _name = 'office.checklist.task'
    _description = 'Checklist Task'
    _inherit = ['office.checklist.role.mixin', 'office.deadline.mixin', 'office.workflow.mixin']
    _order = 'checklist_id desc, sequence, id'

    checklist_id = fields.Many2one(
        'office.checklist', required=True, readonly=True, copy=False, index=True, ondelete='cascade')
    app = fields.Selection(related='checklist_id.app', store=True, index=True)
    # by which it is promised anew when its list moves
    line_id = fields.Many2one(
        'office.checklist.template.line', readonly=True, copy=False, ondelete='set null', groups=fields.NO_ACCESS)
    sequence = fields.Integer(readonly=True, copy=False)
    name = fields.Char("Task", required=True, readonly=True, copy=False)
    group_id = fields.Many2one('res.groups', "Position or Group", readonly=True, copy=False, ondelete='set null')
    user_ids = fields.Many2many('res.users', string="Named People", readonly=True, copy=False)
    owner_names = fields.Char("By", compute='_compute_owner_names', compute_sudo=True)
    due_datetime = fields.Datetime("Due On", readonly=True, copy=False)
    is_mandatory = fields.Boolean("Mandatory", readonly=True, copy=False)
    proof = fields.Selection(PROOF, readonly=True, copy=False)
    needs_sign_off = fields.Boolean("Sign-Off", readonly=True, copy=False)
    done_user_id = fields.Many2one('res.users', "Done By", readonly=True, copy=False)
    done_datetime = fields.Datetime("Done On", readonly=True, copy=False)
    sign_user_id = fields.Many2one('res.users', "Signed Off By", readonly=True, copy=False)
    sign_datetime = fields.Datetime("Signed Off On", readonly=True, copy=False)
    photo = fields.Binary(readonly=True, copy=False)
    note = fields.Text(readonly=True, copy=False)
    reason = fields.Char("Why It Was Left Out", readonly=True, copy=False)
    is_mine = fields.Boolean("Mine", compute='_compute_is_mine', search='_search_is_mine')

    _open_idx = models.Index("(deadline_datetime, id) WHERE state IN ('open', 'ticked')")

    @api.depends('user_ids', 'group_id')
    @api.depends_context('lang')
    def _compute_owner_names(self):
        for task in self:
            task.owner_names = format_list(self.env, task.user_ids.mapped('name'), 'or') or (
                task.group_id._get_role_label() if task.group_id else False)

    @api.depends('user_ids', 'group_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        people, groups = self._get_me()
        for task_sudo, task in zip(self.sudo(), self, strict=True):  # sudo: who else does it
            task.is_mine = bool(task_sudo.user_ids & people) or task_sudo.group_id.id in groups

    def _search_is_mine(self, operator, value):
        return self._get_mine_domain() if operator == 'in' else NotImplemented

    @api.model
    def _get_mine_domain(self):
        """Return the domain of tasks that the current user does, also in the place of somebody else."""
        people, groups = self._get_me()
        return Domain('user_ids', 'in', people.ids) | Domain('group_id', 'in', groups)

    @api.model
    def _get_me(self):
        """Return the user and those for whom they stand in now, and the ids of all groups of these."""
        people = self.env.user | self.env['office.substitution']._get_stood_in_for(self.env.user, self._name)
        return people, [group_id for person in people.sudo() for group_id in person._get_group_ids()]  # sudo: of others

    def unlink(self):
        self.check_access('unlink')
        if self and not self._is_as_system():
            raise UserError(self.env._(
                "%(tasks)s cannot be deleted: who did what is kept. Leave it out with a reason instead.",
                tasks=self._get_names()))
        return super().unlink()

    def action_done(self):
        return self._tick('done')

    def action_hand_in(self):
        return self._tick('hand_in')

    def action_sign_off(self):
        return self._transition_each('sign_off')

    def action_skip(self):
        self._check_can_begin('skip')
        return self._open_dialog(STEP, self.env._("Leave Out"), 'skip')

    def action_reset(self):
        return self._transition_each('reset')

    # Ticking, with what proves it

    def _tick(self, verb):
        """Do ``verb``; for one task that has to be proved, ask for the proof first."""
        if len(self) != 1 or self._is_proved():
            return self._transition_each(verb)
        self._check_may(verb)
        return self.env[STEP]._open_about(self, self.name, verb=verb, proof=self.proof)

    def _check_may(self, verb):
        """Check all that :meth:`_check_transition` does, but what the task still needs."""
        origins, _target, who = self._get_transitions()[verb]
        self.check_access('read')
        self._check_origin(verb, origins)
        self._check_who(verb, who, None)

    def _is_proved(self):
        return not (self.proof == 'photo' and not self.photo or self.proof == 'note' and not self.note)

    def _finish(self, verb, photo=False, note=False):
        """Tick these tasks with what proves it.

        :param str verb: ``'done'`` or ``'hand_in'``
        :param photo: the file as it was sent, in base64; drawn anew, so that it carries nothing but what is seen
        :param str note: what there is to say
        :return: as ``_transition_each``
        """
        self._check_may(verb)
        values = {'note': note.strip()} if note and note.strip() else {}
        if photo:
            values['photo'] = base64.b64encode(read_photo(self.env, base64.b64decode(photo)))
        self._write_as_system(values)
        return self._transition_each(verb)

    def _skip(self, reason):
        """Leave these tasks out.

        :param str reason: why
        :return: as ``_transition_each``
        """
        return self._transition_each('skip', {'reason': reason})

    # The table of verbs

    @api.model
    def _get_states(self):
        return {
            'open': State(self.env._("To Do"), OPEN, 'info', is_initial=True),
            'ticked': State(self.env._("To Be Signed Off"), OPEN, 'warning'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'skipped': State(self.env._("Left Out"), ENDED),
            'left': State(self.env._("Not Done"), ENDED, 'danger'),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'done': (('open',), 'done', CONCERNED),
            'hand_in': (('open',), 'ticked', CONCERNED),
            'sign_off': (('ticked',), 'done', CONCERNED),
            'skip': (('open',), 'skipped', CONCERNED),
            'reset': (('ticked', 'done', 'skipped', 'left'), 'open', CONCERNED),
            'leave': (('open', 'ticked'), 'left', ENGINE),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'done': self.env._("Done"),
            'hand_in': self.env._("Done, to Be Signed Off"),
            'sign_off': self.env._("Sign Off"),
            'skip': self.env._("Leave Out"),
            'reset': self.env._("Not Done Yet"),
            'leave': self.env._("Not Done"),
        }

    @api.model
    def _get_exclusive_verbs(self):
        return (*super()._get_exclusive_verbs(), {'hand_in', 'sign_off'})

    @api.model
    def _get_card_verbs(self):
        return ['done', 'hand_in', 'sign_off']

    def _filter_allowed(self, verb):
        tasks = super()._filter_allowed(verb)
        match verb:
            case 'done':
                return tasks.filtered(lambda task: not task.needs_sign_off)
            case 'hand_in':
                return tasks.filtered('needs_sign_off')
            case 'skip':
                return tasks - tasks._filter_for_manager()
            case 'reset':
                return tasks.filtered(lambda task: task.checklist_id.state == 'open')
        return tasks

    def _filter_for_manager(self):
        """Return the tasks that only a manager of the app leaves out, if that is not the user."""
        return self.filtered(lambda task: task.is_mandatory and not task.is_manager)

    def _check_can_done(self, by=None):
        if signed := self.filtered('needs_sign_off'):
            raise UserError(self.env._(
                "%(tasks)s has to be signed off by somebody else: hand it in.", tasks=signed._get_names()))
        self._check_proved()

    def _check_can_hand_in(self, by=None):
        if plain := self.filtered(lambda task: not task.needs_sign_off):
            raise UserError(self.env._(
                "Nobody has to sign %(tasks)s off: press “Done”.", tasks=plain._get_names()))
        self._check_proved()

    def _check_proved(self):
        for task in self.filtered(lambda task: not task._is_proved()):
            if task.proof == 'photo':
                raise UserError(self.env._("%(task)s: take a photo that shows that it is done.", task=task.name))
            raise UserError(self.env._("%(task)s: write down what you have found.", task=task.name))

    def _check_can_skip(self, by=None):
        if mandatory := self._filter_for_manager():
            raise AccessError(self.env._(
                "%(tasks)s is mandatory. Only “%(right)s” can leave it out.", tasks=mandatory._get_names(),
                right=mandatory[0]._get_app_group('manager').full_name))

    def _check_can_reset(self, by=None):
        if ended := self.checklist_id.filtered(lambda checklist: checklist.state != 'open'):
            raise UserError(self.env._(
                "%(checklists)s has ended. Open it again first.", checklists=ended._get_names()))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        who, now = self.env.uid, fields.Datetime.now()
        values = {
            'done': {'done_user_id': who, 'done_datetime': now},
            'hand_in': {'done_user_id': who, 'done_datetime': now},
            'skip': {'done_user_id': who, 'done_datetime': now},
            'sign_off': {'sign_user_id': who, 'sign_datetime': now},
            'reset': dict.fromkeys(
                ('done_user_id', 'done_datetime', 'sign_user_id', 'sign_datetime', 'photo', 'note', 'reason'), False),
        }.get(verb, {})
        return {task: own | values for task, own in prepared.items()}

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'reset':
                self._end_deadline(SIGN_OFF, outcome='dropped')
                self._promise_again()
            case 'leave' | 'skip':
                self._end_deadline(TASK, SIGN_OFF, outcome='dropped')
            case _:
                self._end_deadline(TASK, SIGN_OFF)
        if verb == 'hand_in':
            self._start_deadline(SIGN_OFF, 1, 'day')
        if verb in ('done', 'sign_off', 'skip'):
            # sudo: who has done the last task closes the list
            finished = self.sudo().checklist_id.filtered(lambda checklist: not checklist.open_count)
            finished._transition('done', by=ENGINE)

    # The people of a task

    def _get_owners(self):
        """Return those who work in the company and do this, without their substitutes."""
        return self.user_ids._filtered_working(self.company_id) | (
            self.group_id._get_people(self.company_id) if self.group_id else self.env['res.users'])

    def _get_doers(self):
        """Return those who do this, and who stands in for them now."""
        substitution = self.env['office.substitution']
        owners = self._get_owners()
        return owners | substitution._get_standing_in(
            substitution._get_current(self._name), owners, self.env['res.users'])._filtered_working(self.company_id)

    def _get_concerned_users(self):
        return self._get_doers() | self._get_app_group('officer')._get_people(self.company_id)

    def _filter_foreign(self, who):
        if CONCERNED in (who if isinstance(who, tuple) else (who,)):
            return self.filtered(lambda task: not (task.is_mine or task.is_officer))
        return super()._filter_foreign(who)

    @api.model
    def _get_concerned_domain(self):
        return Domain('is_mine', '=', True) | Domain('is_officer', '=', True)

    # Promises and My Office

    def _promise(self, line):
        """Promise this task as ``line`` of the template says; called as superuser."""
        amount, rule, start = line._get_promise(self.checklist_id)
        promise = self._start_deadline(TASK, amount, rule, start)
        self._write_as_system({'due_datetime': promise.due})

    def _promise_again(self):
        """Promise these tasks for the moment at which they were due at first."""
        self._start_deadline(TASK, LENGTH, 'clock', {
            task: task.due_datetime - timedelta(hours=LENGTH) for task in self})

    def _tell_owners(self):
        for task_sudo in self.sudo():  # sudo: who does what
            self._tell_desks(task_sudo._get_doers())

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {TASK: self.env._("To Do"), SIGN_OFF: self.env._("Sign-Off")}

    def _get_deadline_holders(self, kind):
        if kind == SIGN_OFF:
            return self._get_concerned_users() - self.done_user_id
        return self._get_doers()

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        if rung == 'head' and kind == TASK:
            # who is late hears of it as well, and who leads the app at once: a head of department need not see the task
            users |= self._get_doers() | self._get_deadline_managers()
        return users

    def _get_deadline_managers(self):
        return self._get_app_group('manager')._get_people(self.company_id)

    @api.model
    def _get_duty_domain(self):
        mine = Domain('is_mine', '=', True)
        to_sign = Domain('done_user_id', '!=', self.env.uid) & (mine | Domain('is_officer', '=', True))
        return super()._get_duty_domain() | (
            Domain('state', '=', 'open') & mine) | (Domain('state', '=', 'ticked') & to_sign)

    @api.model
    def _get_desk_verbs(self, section):
        return self._get_card_verbs() if section == 'deadlines' else super()._get_desk_verbs(section)

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.checklist_id.display_name}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'checklist_id', 'line_id', 'sequence', 'name', 'group_id', 'user_ids', 'due_datetime', 'is_mandatory',
            'proof', 'needs_sign_off', 'done_user_id', 'done_datetime', 'sign_user_id', 'sign_datetime', 'photo',
            'note', 'reason'}
