from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from odoo.addons.office_admin_base.each import do_each
from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

CONDITIONS = [('good', "Good"), ('used', "Used"), ('broken', "Broken")]

GIVE_BACK, LEAVE = 'give_back', 'leave'
"""Kinds of promises: to be given back on the day agreed; to be taken back from who leaves."""

TASK = 'mail.mail_activity_data_todo'
MAX_DUE = timedelta(days=366 * 20)


class OfficeCustodyMixin(models.AbstractModel):
    """A thing in somebody's hands, from the moment it is handed out until it is given back or lost.

    The app puts things into hands by :meth:`_start_custody`, says what they are (:meth:`_get_thing_name`) and what
    happens when one comes back (:meth:`_take_back`). Dates, leavers, tasks, screens and dialogs are here. Nobody makes,
    changes or deletes such records by hand. A thing that comes from a document with a secrecy level names it in
    ``_document_field``, and is hidden with it.
    """
    _name = 'office.custody.mixin'
    _description = 'Thing in the Hands of an Employee'
    _inherit = ['office.secrecy.part.mixin', 'office.deadline.mixin', 'office.workflow.mixin']
    _order = 'begin_datetime desc, id desc'

    employee_id = fields.Many2one(
        'hr.employee', "Held By", required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    department_id = fields.Many2one('hr.department', readonly=True, copy=False)
    begin_datetime = fields.Datetime("Since", required=True, readonly=True, copy=False)
    due_date = fields.Date(
        "Give Back By", readonly=True, copy=False, help="Empty for what is given for good, or until it is called in.")
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    end_reason = fields.Char("Why It Ended", readonly=True, copy=False)
    end_condition = fields.Selection(CONDITIONS, "Came Back", readonly=True, copy=False)
    is_called_in = fields.Boolean(
        "To Be Given Back", readonly=True, copy=False, help="The holder leaves, and has to give it back.")
    is_offered = fields.Boolean(
        "Holder Brings It Back", readonly=True, copy=False,
        help="The holder wants to give it back, and an officer takes it when it is here.")
    is_mine = fields.Boolean(compute='_compute_is_mine')
    thing_name = fields.Char("Thing", compute='_compute_thing_name', search='_search_thing_name')

    _held_idx = models.Index("(employee_id) WHERE state = 'held'")
    _called_idx = models.Index("(deadline_datetime, id) WHERE is_called_in IS TRUE OR is_offered IS TRUE")

    @api.depends('employee_id')
    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        for thing in self:
            thing.display_name = thing._get_shown_name()

    @api.depends('employee_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for thing in self:
            thing.is_mine = thing.sudo().employee_id.user_id == self.env.user  # sudo: users of others are HR data

    @api.depends_context('uid', 'lang')
    def _compute_thing_name(self):
        for thing in self:
            hidden = thing._get_hiding_document()
            thing_sudo = thing.sudo()  # sudo: what the name is made of need not be for its holder
            thing.thing_name = hidden.display_name if hidden else ' '.join(
                filter(None, (thing_sudo._get_thing_name(), thing_sudo._get_thing_amount())))

    def _search_thing_name(self, operator, value):
        return Domain('display_name', operator, value)

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a thing that the user may not see
        if self:
            raise UserError(self.env._(
                "%(things)s cannot be deleted: who held it when is kept. Take it back, or record that it is lost.",
                things=self._get_names()))
        return super().unlink()

    def action_offer(self):
        """Let the officers know that the holder brings it back."""
        self.ensure_one()
        self.check_access('read')
        self._check_origin('give_back', self._get_transitions()['give_back'][0])
        if not self.is_mine:
            raise AccessError(self.env._(
                "%(thing)s is held by somebody else, who has to bring it back.", thing=self.display_name))
        return self._offer()

    def action_give_back(self):
        return self._ask_step('give_back', self.env._("Take Back"))

    def action_lose(self):
        return self._ask_step('lose', self.env._("Lost"))

    def action_renew(self):
        return self._ask_step('renew', self.env._("Renew"))

    def _ask_step(self, verb, title):
        """Return the dialog in which an officer says more on ``verb``."""
        self._check_can_begin(verb)
        return self._open_dialog('office.custody.step', title, verb)

    # Handing out, and what the app says of the thing

    @api.model
    def _start_custody(self, vals_list):
        """Put things into somebody's hands. The caller has checked who hands them out.

        :param list vals_list: ``employee_id`` and what the app knows of the thing; ``due_date`` if it is to come back;
            ``begin_datetime``, ``company_id`` and ``department_id``, if they are not now and those of the employee
        :return: the things
        :raise UserError: the holder has left or works in another company, or the day has passed
        """
        holders_sudo = self.env['hr.employee'].sudo()  # sudo: HR data
        things = self._create_as_system([
            {
                'company_id': holder_sudo.company_id.id,
                'department_id': holder_sudo.department_id.id,
                'begin_datetime': fields.Datetime.now(),
                **vals,
            }
            for vals in vals_list for holder_sudo in holders_sudo.browse(vals['employee_id'])])
        for thing_sudo in things:
            thing_sudo._check_holder()
            thing_sudo._check_due_date(thing_sudo.due_date)
        things._promise_back()
        return things.with_env(self.env)

    def _check_holder(self):
        """:raise UserError: the holder is not there any more, or works in another company"""
        holder = self.employee_id
        if not holder.active:
            raise UserError(self.env._(
                "%(thing)s: %(person)s has left. Hand it out to somebody who is there.",
                thing=self.thing_name, person=holder.name))
        if holder.company_id != self.company_id:
            raise UserError(self.env._(
                "%(thing)s belongs to %(company)s and stays there. Hand it out to somebody who works there.",
                thing=self.thing_name, company=self.company_id.name))

    def _check_due_date(self, due_date):
        """:raise UserError: on that day it cannot be given back any more, or it is too far away"""
        today = self.company_id._get_office_today()
        if due_date and not today <= due_date <= today + MAX_DUE:
            raise UserError(self.env._(
                "%(thing)s: it cannot be given back on %(day)s. Choose a day from today on, within 20 years.",
                thing=self.thing_name, day=format_date(self.env, due_date)))

    def _get_part_name(self):
        return self.env._("%(thing)s of %(person)s", thing=self._get_thing_name(), person=self.employee_id.name)

    def _get_thing_name(self):
        """Hook: the name of the thing, for those who may see its document; called as superuser."""
        raise NotImplementedError

    def _get_thing_amount(self):
        """Hook: how many of it, behind its name on screens; empty for one."""
        return ''

    def _take_back(self, condition):
        """Hook: the thing is here again, and its custody has ended.

        :param str condition: a key of :data:`CONDITIONS`
        """

    # Coming back, getting lost, staying longer

    def _give_back_each(self, condition, note=None):
        """Take those of these things back that can be, see :meth:`_give_back`.

        :return: as ``do_each``
        """
        return do_each(
            self, lambda things: things._check_transition('give_back'),
            lambda things: things._give_back(condition, note))

    def _give_back(self, condition, note=None, verb='give_back'):
        """Take these things back from their holders.

        :param str condition: a key of :data:`CONDITIONS`
        :param str note: what was noticed
        :param str verb: by which the custody ends
        """
        for thing in self:
            thing._end(verb, note, condition=condition)
            thing._take_back(condition)

    def _lose_each(self, reason):
        """Write off those of these things that can be, since the holder has lost them.

        :param str reason: what happened
        :return: as ``do_each``
        """
        return do_each(
            self, lambda things: things._check_transition('lose'), lambda things: things._end('lose', reason))

    def _renew_each(self, due_date, reason):
        """Agree on another day for those of these things for which that can be.

        :return: as ``do_each``
        """
        return do_each(
            self, lambda things: things._check_transition('renew'), lambda things: things._renew(due_date, reason))

    def _renew(self, due_date, reason):
        """Let these be given back by ``due_date``, and keep the reason in their history."""
        for thing in self:
            thing._check_due_date(due_date)
            before = thing.due_date
            thing._transition('renew', {'due_date': due_date})
            thing.sudo()._message_log(body=self.env._(  # sudo: nobody has write access; the author stays the user
                "To be given back by %(day)s instead of %(before)s: %(reason)s", day=format_date(self.env, due_date),
                before=format_date(self.env, before), reason=reason))

    def _end(self, verb, reason=None, by=None, condition=False):
        """Let nobody hold these any more, by ``verb``."""
        self._transition(verb, {
            'end_datetime': fields.Datetime.now(), 'end_reason': reason, 'end_condition': condition,
            'is_called_in': False, 'is_offered': False}, by)

    def _offer(self):
        """Note that the holder brings it back, and ask an officer to take it."""
        if not self.is_offered:
            self._write_as_system({'is_offered': True})
            self._ask_to_take_back(lambda thing: self.env._(
                "%(person)s brings back %(thing)s", person=thing.employee_id.name, thing=thing._get_thing_name()))
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'success',
            'message': self.env._("Bring it to the administrative office: an officer takes it back there."),
            'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
        }}

    def _ask_to_take_back(self, get_summary):
        """Give the task of each of these to one officer; the others have it in their lists.

        :param get_summary: function of a thing
        """
        for thing_sudo in self.sudo():  # sudo: the holder may not assign tasks, and need not know the officers
            user = thing_sudo._get_taking_users()[:1]
            thing_sudo.activity_schedule(TASK, user_id=user.id or self.env.uid, summary=get_summary(thing_sudo))
            thing_sudo._tell_concerned('give_back')

    # Holders who leave

    def _call_in(self):
        """Their holders leave: officers see to it that the things come back, and promise when."""
        called = self.filtered(lambda thing: not thing.is_called_in)
        called._write_as_system({'is_called_in': True})
        for company, things in called.grouped('company_id').items():
            things._start_deadline(LEAVE, company.sudo().office_leaver_days, 'day')  # sudo: settings
        called._ask_to_take_back(lambda thing: self.env._(
            "%(person)s leaves: take back %(thing)s", person=thing.employee_id.name, thing=thing._get_thing_name()))

    def _get_words_for(self, env):
        """Name these things, as superuser, for the user of ``env``, who need not be able to read them."""
        named = self.with_env(env)._filtered_access('read')[:10].mapped('thing_name')
        if rest := len(self) - len(named):
            named.append(env._("%(count)s more", count=rest) if named else env._(
                "%(count)s of the office’s things", count=rest))
        return format_list(env, named)

    def _call_off(self):
        """Their holders stay, or have come back, and keep the things."""
        called = self.filtered('is_called_in')
        called._write_as_system({'is_called_in': False})
        called._end_deadline(LEAVE, outcome='dropped')
        called.filtered(lambda thing: not thing.is_offered).activity_unlink([TASK])

    # The table of verbs, and who may do what

    @api.model
    def _get_states(self):
        return {
            'held': State(self.env._("Held"), OPEN, 'primary', is_initial=True),
            'returned': State(self.env._("Given Back"), ENDED, 'success'),
            'lost': State(self.env._("Lost"), ENDED, 'danger'),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'renew': (('held',), 'held', officer),
            'give_back': (('held',), 'returned', (officer, ENGINE)),
            'lose': (('held',), 'lost', officer),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'renew': self.env._("Renew"), 'give_back': self.env._("Take Back"), 'lose': self.env._("Lost")}

    @api.model
    def _get_card_verbs(self):
        return ['give_back']

    def _filter_allowed(self, verb):
        things = super()._filter_allowed(verb) - self._filter_own(verb)
        return things.filtered('due_date') if verb == 'renew' else things

    def _filter_own(self, verb):
        """Return what the user holds, where somebody else has to record what becomes of it."""
        return self.filtered(lambda thing: thing.is_mine and (
            # sudo: settings
            verb == 'lose' or thing.company_id.sudo().office_segregation == 'refuse'))

    def _check_can_lose(self, by=None):
        if by != ENGINE and (own := self._filter_own('lose')):
            raise UserError(self.env._(
                "%(things)s is held by yourself. Let somebody else record that it is lost.", things=own._get_names()))

    def _check_can_give_back(self, by=None):
        self._check_not_own('give_back', by)

    def _check_can_renew(self, by=None):
        self._check_not_own('renew', by)
        if kept := self.filtered(lambda thing: not thing.due_date):
            raise UserError(self.env._(
                "%(things)s need not be given back by a certain day.", things=kept._get_names()))

    def _check_not_own(self, verb, by):
        """:raise AccessError: the user holds one of these, and the company wants two people"""
        if by != ENGINE and (own := self._filter_own(verb)):
            raise AccessError(self.env._(
                "%(things)s is held by yourself. Let another officer record what becomes of it.",
                things=own._get_names()))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'renew':
            self._promise_back()
        else:
            self._end_deadline(GIVE_BACK, LEAVE, outcome='dropped' if verb == 'lose' else 'met')
            self.sudo().activity_unlink([TASK])  # sudo: activities of others

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'employee_id', 'department_id', 'begin_datetime', 'due_date', 'end_datetime', 'end_reason',
            'end_condition', 'is_called_in', 'is_offered'} | {self._get_document_field()} - {None}

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        cleared = {'cleared': RecordRule("only what I am cleared for", "[('is_document_cleared', '=', True)]")}
        return (cleared if self._get_document_field() else {}) | {
            'company': rules['company'],
            'holder': RecordRule("what I hold", "[('employee_id.user_id', '=', user.id)]", 'user', READ),
            'officer': RecordRule("officers read all", "[(1, '=', 1)]", 'officer', READ),
            'auditor': RecordRule("auditors read all", "[(1, '=', 1)]", 'auditor', READ),
        }

    @api.model
    def _get_guard_fields(self):
        return super()._get_guard_fields() | ({'is_document_cleared'} if self._get_document_field() else set())

    # The people of a thing

    def _get_concerned_users(self):
        return self.employee_id.user_id

    @api.model
    def _get_concerned_domain(self):
        return Domain('employee_id.user_id', '=', self.env.uid)

    def _get_taking_users(self):
        """Return the officers who may take this back, without those who lead them, if there are others."""
        officers = self._filter_readers(self._get_role_users('officer', self._get_deadline_company()))
        officers -= self.employee_id.user_id
        return officers - self._get_deadline_managers() or officers

    # Promises and My Office

    def _promise_back(self):
        """Promise that these are given back on the day agreed: at its close of business, or of the next workday."""
        for company, things in self.filtered('due_date').grouped('company_id').items():
            things._start_deadline(GIVE_BACK, -1, 'day', {
                thing: company._get_office_moment(company._get_office_workday(thing.due_date) + timedelta(days=1))
                for thing in things})

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {
            GIVE_BACK: self.env._("Give Back"), LEAVE: self.env._("Take Back from Leaver")}

    def _get_deadline_holders(self, kind):
        return self._get_taking_users() if kind == LEAVE else self.employee_id.user_id

    def _get_escalation_users(self, rung, kind):
        users = super()._get_escalation_users(rung, kind)
        if rung == 'head' and kind == GIVE_BACK:  # who is late hears of it from the officers
            users |= self._get_taking_users()
        return users

    @api.model
    def _get_duty_domain(self):
        held = Domain('state', '=', 'held')
        is_due = held if self._has_role('officer') else held & self._get_concerned_domain()
        return super()._get_duty_domain() | is_due

    @api.model
    def _get_queue_domain(self):
        queue = super()._get_queue_domain()
        if not self._has_role('officer'):
            return queue
        return queue | Domain('is_called_in', '=', True) | Domain('is_offered', '=', True)

    @api.model
    def _get_queue_group(self, verb):
        return self._get_officer_group()

    @api.model
    def _get_desk_verbs(self, section):
        return ['give_back'] if section in ('queue', 'deadlines') else super()._get_desk_verbs(section)

    def _get_desk_buttons(self, section):
        buttons = super()._get_desk_buttons(section)
        if self.is_mine and self.state == 'held' and not self.is_offered:
            buttons.append({'name': 'action_offer', 'label': self.env._("Give Back"), 'is_primary': True})
        return buttons

    def _prepare_desk_row(self, section):
        what = ''
        if self.is_offered:
            what = self.env._("The holder brings it back")
        elif self.is_called_in:
            what = self.env._("The holder leaves")
        return super()._prepare_desk_row(section) | {'what': what}

    def _get_desk_who(self):
        return '' if self.is_mine else self.employee_id.name

    # All apps

    @api.model
    def _get_custody_models(self):
        """Return an empty record of each model of things that people hold, of all apps."""
        names = self.env.registry.descendants(['office.custody.mixin'], '_inherit')
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]
