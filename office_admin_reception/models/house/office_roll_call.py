from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_role_rules import RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

KINDS = [('drill', "Drill"), ('real', "Emergency")]


class OfficeRollCall(models.Model):
    """In an emergency, or to train for one: who was in the house, who is safe, who is missed and where.

    Wardens mark people on a page that works without network, several of them at once; what the last of them has said
    of somebody, by the time of their phones, holds. All that was said stays.
    """
    _name = 'office.roll.call'
    _description = 'Roll Call'
    _inherit = ['office.number.mixin', 'office.workflow.mixin']
    _order = 'start_datetime desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_reception.group_'
    _number_code = 'ROL'
    _numbers = {'start': 'name'}

    kind = fields.Selection(KINDS, required=True, default='drill', tracking=True)
    site_id = fields.Many2one(
        'office.place', index='btree_not_null', check_company=True, ondelete='restrict',
        default=lambda self: self.env['office.visit']._get_desk_place(),
        domain="[('parent_id', '=', False), ('company_id', 'in', (False, company_id))]",
        help="Whose people are called. Empty: those of whom no site is known.")
    start_datetime = fields.Datetime("Started On", readonly=True, copy=False)
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    start_user_id = fields.Many2one('res.users', "Started By", readonly=True, copy=False, ondelete='restrict')
    end_user_id = fields.Many2one('res.users', "Ended By", readonly=True, copy=False, ondelete='restrict')
    note = fields.Text(help="What was learnt, and what to do better.")
    person_ids = fields.One2many('office.roll.call.person', 'roll_id', "People", readonly=True, copy=False)
    mark_ids = fields.One2many('office.roll.call.mark', 'roll_id', "What Was Said", readonly=True, copy=False)
    person_count = fields.Integer("In the House", compute='_compute_counts')
    safe_count = fields.Integer("Safe", compute='_compute_counts')
    missing_count = fields.Integer("Missing", compute='_compute_counts')
    open_count = fields.Integer("Not Seen Yet", compute='_compute_counts')
    last_safe_datetime = fields.Datetime("Last Found Safe On", compute='_compute_counts')

    # one at a time: of two phones that start it, the second joins
    _running_uniq = models.UniqueIndex(
        "(company_id, COALESCE(site_id, 0)) WHERE state = 'running'",
        "A roll call of this site is running already. Open it, and mark people there.")

    @api.depends('person_ids.status')
    def _compute_counts(self):
        persons = self.env['office.roll.call.person']
        found = {(roll, status): (count, last) for roll, status, count, last in persons._read_group(
            [('roll_id', 'in', self.ids)], ['roll_id', 'status'], ['__count', 'status_datetime:max'])}
        for roll in self:
            for status in ('safe', 'missing', 'open'):
                roll[f'{status}_count'] = found.get((roll, status), (0, False))[0]
            roll.person_count = roll.safe_count + roll.missing_count + roll.open_count
            roll.last_safe_datetime = found.get((roll, 'safe'), (0, False))[1]

    def action_start(self):
        return self._transition_each('start')

    def action_end(self):
        return self._transition_each('end')

    def action_open_page(self):
        """Open the page on which people are marked, which also works without network."""
        return {'type': 'ir.actions.act_url', 'url': '/office/roll', 'target': 'self'}

    def action_open_people(self):
        """Open the people of this roll call."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.display_name, 'res_model': 'office.roll.call.person',
            'views': [(False, 'list'), (False, 'kanban')], 'domain': [('roll_id', '=', self.id)],
            'context': {'search_default_group_status': 1}}

    def _get_people(self):
        """Return who is in the house now, of those whom this roll call calls."""
        people_sudo = self.env['office.house.person'].sudo()  # sudo: wardens are told by the roll call only
        return people_sudo.search([('company_id', '=', self.company_id.id), ('site_id', '=', self.site_id.id)])

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for roll, values in prepared.items():
            if verb == 'start':
                values |= {
                    'start_datetime': roll.start_datetime or fields.Datetime.now(), 'start_user_id': self.env.uid}
            elif verb == 'end':
                values |= {'end_datetime': fields.Datetime.now(), 'end_user_id': self.env.uid}
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'start':
            self.env['office.roll.call.person']._create_as_system([
                person._prepare_roll_values() | {'roll_id': roll.id} for roll in self for person in roll._get_people()])

    def _get_report_minutes(self, moment):
        """Return how long after the start ``moment`` was, as ``12:30``, in minutes and seconds."""
        if not moment or not self.start_datetime:
            return ''
        minutes, seconds = divmod(max(0, int((moment - self.start_datetime).total_seconds())), 60)
        return f'{minutes}:{seconds:02}'

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'running': State(self.env._("Running"), OPEN, 'danger', queue='warden'),
            'ended': State(self.env._("Ended"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        warden = self._get_role_group('warden')
        return super()._get_transitions() | {
            'start': (('draft',), 'running', (warden, ENGINE)),
            'end': (('running',), 'ended', (warden, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'start': self.env._("Start"), 'end': self.env._("End")}

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return {
            'company': rules['company'],
            'warden': RecordRule("wardens hold them", "[(1, '=', 1)]", 'warden'),
            'auditor': rules['auditor'],
        }

    @api.model
    def _get_desk_domains(self):
        queue = self._get_queue_domain()
        return {} if queue.is_false() else {'queue': queue}

    def _get_desk_buttons(self, section):
        return [{'name': 'action_open_page', 'label': self.env._("Mark People"), 'is_primary': True}]

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | {'note': tuple(self._get_states())}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'kind', 'site_id', 'person_ids', 'mark_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'start_datetime', 'end_datetime', 'start_user_id', 'end_user_id', 'person_ids', 'mark_ids'}
