from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from .office_role_rules import CHANGE, READ, RecordRule

OPEN = 'open'
"""Kind of a state: somebody waits, and nobody in particular answers for it."""

OWNED = 'owned'
"""Kind of a state: somebody waits, and one person answers for it, who may hand it over."""

ENDED = 'ended'
"""Kind of a state: nothing is left to do, but to confirm it or to open it again."""


class State(NamedTuple):
    """What a state means; all that depends on the state of a document is read from here."""

    label: str
    """What people read, in their language."""

    kind: str
    """:data:`OPEN`, :data:`OWNED` or :data:`ENDED`."""

    colour: str = 'secondary'
    """Bootstrap's name of the colour in which people see it."""

    queue: str | None = None
    """The role on whose page it stands, as work that waits."""

    is_initial: bool = False
    """Whether documents are made in it, and may be changed and deleted; the first such state is the default."""

    is_reopened: bool = False
    """Whether it is the one to which a document goes back that was opened again."""


class OfficeWorkflowMixin(models.AbstractModel):
    """What the states of a document mean."""
    _inherit = 'office.workflow.mixin'

    @api.model
    def _get_states(self):
        """Hook: ``{state: State}``, all states in the order of life; a model with other ones answers alone."""
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'submitted': State(self.env._("Submitted"), OPEN, 'info'),
            'approved': State(self.env._("Approved"), OWNED, 'primary', is_reopened=True),
            'refused': State(self.env._("Refused"), ENDED, 'danger'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _selection_state(self):
        return [(state, meaning.label) for state, meaning in self._get_states().items()]

    @api.model
    @ormcache('self._name', 'kinds')
    def _get_states_of(self, *kinds):
        """Return the states of these kinds."""
        return tuple(state for state, meaning in self._get_states().items() if meaning.kind in kinds)

    @api.model
    @ormcache('self._name')
    def _get_initial_states(self):
        """Return the states that a document may be made in, the default first."""
        return tuple(state for state, meaning in self._get_states().items() if meaning.is_initial)

    @api.model
    def _get_reopen_state(self):
        """Return the state in which a document is that was opened again."""
        return next(state for state, meaning in self._get_states().items() if meaning.is_reopened)

    @api.model
    def _get_state_colour(self, state):
        return self._get_states()[state].colour

    @api.model
    def _get_queue_domain(self):
        """Hook: the domain of what waits for the current user by a role that they hold."""
        states = self._get_states()
        roles = {role for role in {meaning.queue for meaning in states.values()} - {None} if self._has_role(role)}
        queued = [state for state, meaning in states.items() if meaning.queue in roles]
        return Domain('state', 'in', queued) if queued else Domain.FALSE

    @api.model
    def _get_queue_group(self, verb):
        """Hook: the external id of the group whose open work changes by ``verb``, or None."""
        origins, target, _who = self._get_transitions()[verb]
        states = self._get_states()
        role = next((states[state].queue for state in (target, *origins) if states[state].queue), None)
        return role and self._get_role_group(role)

    @api.model
    def _get_record_rules(self):
        begun = f"[('{{of}}state', 'not in', {self._get_initial_states()!r})]"
        return super()._get_record_rules() | {
            'company': RecordRule("companies of the user", "[('company_id', 'in', company_ids)]"),
            'own': RecordRule("read my own", "[('{of}create_uid', '=', user.id)]", 'user', READ),
            'own_draft': RecordRule(
                "change my own drafts",
                f"[('{{of}}create_uid', '=', user.id), ('{{of}}state', 'in', {self._get_initial_states()!r})]",
                'user', CHANGE),
            'officer': RecordRule("officers read what was submitted", begun, 'officer', READ),
            'auditor': RecordRule("auditors read what was submitted", begun, 'auditor', READ),
        }

    @api.model
    def _get_guard_fields(self):
        return super()._get_guard_fields() | {'company_id'}

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        queue = self._get_queue_domain()
        return domains if queue.is_false() else domains | {'queue': queue}
