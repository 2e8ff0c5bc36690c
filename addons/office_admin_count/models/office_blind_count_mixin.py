from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED


class OfficeBlindCountMixin(models.AbstractModel):
    """A count by people who do not know what the books say, which somebody approves who has not counted.

    Who inherits says what is counted, how it comes in, and what follows: ``office.count.mixin`` by phone, the supply
    room by lists.
    """
    _name = 'office.blind.count.mixin'
    _description = 'Count by People'
    _inherit = ['office.number.mixin']
    _numbers = {'start': 'name'}

    counter_ids = fields.Many2many(
        'res.users', string="Counters", domain="[('share', '=', False)]",
        help="Any employees; two at least where what differs is counted a second time.")
    is_counter = fields.Boolean(compute='_compute_is_counter')

    @api.depends('counter_ids')
    @api.depends_context('uid')
    def _compute_is_counter(self):
        for count in self:
            count.is_counter = self.env.user in count.counter_ids

    @api.constrains('counter_ids')
    def _check_counters(self):
        for count in self:
            foreign_sudo = count.sudo().counter_ids.filtered(  # sudo: companies of others
                lambda user, count=count: count.company_id not in user.company_ids)
            if foreign_sudo:
                raise ValidationError(self.env._(
                    "%(count)s: %(people)s cannot count, since they do not belong to %(company)s. Choose others.",
                    count=count.display_name, people=format_list(self.env, foreign_sudo.mapped('name')),
                    company=count.company_id.name))

    def action_start(self):
        return self._transition_each('start')

    def action_finish(self):
        return self._transition_each('finish')

    def action_recount(self):
        return self._transition_each('recount')

    def action_approve(self):
        return self._transition_each('approve')

    def action_cancel(self):
        return self._transition_each('cancel')

    # What the verbs ask for and cause

    def _check_can_start(self, by=None):
        for count in self:
            needed = 2 if count.sudo()._wants_second_count() else 1  # sudo: settings
            if len(count.counter_ids) < needed:
                raise UserError(self.env._(
                    "%(count)s: name at least %(number)s people who count. What differs is counted again by somebody "
                    "else.", count=count.display_name, number=needed))

    def _check_can_approve(self, by=None):
        for count in self:
            if count.sudo()._is_counted_by(self.env.user):  # sudo: who counted
                raise AccessError(self.env._(
                    "You have counted in %(count)s yourself. Let somebody else approve it.", count=count.display_name))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        counts_sudo = self.sudo()  # sudo: activities for others
        if verb in ('start', 'recount'):
            for count in counts_sudo:
                for user in count.counter_ids:
                    count.activity_schedule(
                        'mail.mail_activity_data_todo', user_id=user.id,
                        summary=self.with_context(lang=user.lang).env._("Count"))
        elif verb in ('finish', 'cancel'):
            counts_sudo.activity_unlink(['mail.mail_activity_data_todo'])

    def _is_counted_by(self, user):
        """Whether ``user`` has counted here, and so does not decide on it; called as superuser."""
        self.ensure_one()
        return self.company_id.office_segregation == 'refuse' and user in self._get_row_users()

    # Hooks

    def _wants_second_count(self):
        """Hook: whether what differs is counted a second time."""
        return True

    def _get_row_users(self):
        """Hook: who has counted anything here, as superuser."""
        raise NotImplementedError

    @api.model
    def _get_counting_states(self):
        """Hook: the states in which people count."""
        return ('counting',)

    @api.model
    def _get_counting_domain(self):
        """Return the domain of what the user counts now."""
        return Domain('state', 'in', self._get_counting_states()) & Domain('counter_ids', 'in', self.env.uid)

    # The life of a count

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'counting': State(self.env._("Counting"), OPEN, 'info'),
            'counted': State(self.env._("Counted"), OPEN, 'primary', queue='officer'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_role_group('officer')
        return super()._get_transitions() | {
            'start': (('draft',), 'counting', officer),
            'finish': (('counting',), 'counted', (officer, CONCERNED)),
            'recount': (('counted',), 'counting', officer),
            'approve': (('counted',), 'done', officer),
            'cancel': (('draft', 'counting', 'counted'), 'cancelled', officer),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'start': self.env._("Start Counting"), 'finish': self.env._("Finish"),
            'recount': self.env._("Count Again")}

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | {
            'counter_ids': [*self._get_initial_states(), *self._get_counting_states(), 'counted']}

    def _get_concerned_users(self):
        return self.counter_ids

    @api.model
    def _get_concerned_domain(self):
        return Domain('counter_ids', 'in', self.env.uid)

    @api.model
    def _get_queue_domain(self):
        return super()._get_queue_domain() | self._get_counting_domain()
