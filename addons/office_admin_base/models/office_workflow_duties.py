from typing import NamedTuple

from odoo import api, models

from .office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER


class Role(NamedTuple):
    """Who does a step, in one name for people to read, and who that is now."""

    label: str
    users: models.Model | None = None
    """Records of ``res.users``, or None where it depends on the document."""


class OfficeWorkflowMixin(models.AbstractModel):
    """The duties of a document: for each verb who answers for it, who may do it, who hears of it and within what time.

    Read from the table of verbs, so that nothing has to be kept in step with it; apps add what only they know.
    """
    _inherit = 'office.workflow.mixin'

    @api.model
    def _get_duties(self, company):
        """Return the steps of this kind of document, as they are in ``company`` now, in the order of life.

        :return: dicts, see ``office.rights._prepare_duty``
        """
        transitions = self._get_transitions()
        states = [state for state, _label in self._fields['state']._description_selection(self.env)]
        verbs = sorted(transitions, key=lambda verb: max(map(states.index, transitions[verb][0])))
        return [duty for verb in verbs for duty in self._get_verb_duties(verb, company)]

    @api.model
    def _prepare_verb_duty(self, verb, company, **values):
        """Return what the table says of ``verb``.

        :param values: what is known better, see ``office.rights._prepare_duty``
        """
        origins, target, _who = self._get_transitions()[verb]
        states = dict(self._fields['state']._description_selection(self.env))
        return self.env['office.rights']._prepare_duty(company, **{
            'label': self._get_verb_label(verb),
            'origins': [states[origin] for origin in origins],
            'target': states[target],
            'accountable': self._get_verb_accountable(verb, company),
            'responsible': self._get_verb_roles(verb, company),
            'consulted': self._get_verb_consulted(verb),
            'informed': self._get_verb_informed(verb),
            'excluded': self._get_verb_excluded(verb),
            'limit': self._get_verb_time_limit(verb, company),
            **values,
        })

    @api.model
    def _get_verb_roles(self, verb, company):
        """Return the roles that may do ``verb`` in ``company``, in the order of the table."""
        who = self._get_transitions()[verb][2]
        roles = []
        for name in who if isinstance(who, tuple) else (who,):
            if name == REQUESTER:
                roles.append(Role(self.env._("Who asked")))
            elif name == CONCERNED:
                roles.append(Role(self.env._("For whom it is")))
            elif name == ENGINE:
                roles += self._get_engine_roles(verb, company)
            else:
                group = self.env.ref(name)
                roles.append(Role(group._get_role_label(), group._get_people(company)))
        return roles

    @api.model
    def _get_verb_accountable(self, verb, company):
        """Hook: the one role that answers for ``verb``; by default the first that the table names."""
        return self._get_verb_roles(verb, company)[0]

    @api.model
    def _get_engine_roles(self, verb, company):
        """Hook: the roles on whose decision our code does ``verb``, if people know it as theirs."""
        who = self._get_transitions()[verb][2]
        return [] if isinstance(who, tuple) else [Role(self.env._("Nobody by hand: it follows from a decision"))]

    @api.model
    def _get_verb_duties(self, verb, company):
        """Hook: the rows of ``verb`` in the table of responsibilities, each with one accountable role."""
        return [self._prepare_verb_duty(verb, company)]

    @api.model
    def _get_verb_time_limit(self, verb, company):
        """Hook: within what time ``verb`` is promised in ``company``, for people to read; empty for no promise."""
        return ''

    @api.model
    def _get_verb_consulted(self, verb):
        """Hook: names of those who are asked for their view before ``verb``."""
        return []

    @api.model
    def _get_verb_informed(self, verb):
        """Hook: names of those who hear of ``verb``."""
        return []

    @api.model
    def _get_verb_excluded(self, verb):
        """Hook: names of those who may not do ``verb`` although they hold the role."""
        others = set().union(*(pair for pair in self._get_exclusive_verbs() if verb in pair)) - {verb}
        return [
            self.env._("for whom it is") if other == GAIN else
            self.env._("who has done “%(verb)s” with it", verb=self._get_verb_label(other)) for other in sorted(others)]
