from odoo import api, models
from odoo.exceptions import UserError

from ..touch import touch_rows
from .office_role_rules import CHANGE


class OfficeWorkflowLineMixin(models.AbstractModel):
    """A line of an office document: it is added, changed and removed while the document is a draft.

    What of it may be written in which other states is said by ``_get_field_states``, as for the document.

    Enforced in Python and not by record rules: those see the old document of a
    moved line only, and the rule of an officer would open what another closes.
    """
    _name = 'office.workflow.line.mixin'
    _description = 'Line of an Office Document'
    _inherit = 'office.role.mixin'

    _workflow_parent_field = None
    """Name of the many2one to the document; every model with this mixin sets it."""

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not lines._is_as_system():
            lines._check_not_locked({self._workflow_parent_field})
        return lines

    def write(self, vals):
        parent_field = self._workflow_parent_field
        if parent_field in vals and any(line.sudo()[parent_field].id != vals[parent_field] for line in self):
            self.check_access('read')  # so that no refusal names a document that the user may not see
            raise UserError(self.env._(
                "A line stays in its document. Delete it in %(documents)s and add it to the other one.",
                documents=self._get_parents()._get_names()))
        return super().write(vals)

    def unlink(self):
        self.check_access('read')
        self._check_not_locked({self._workflow_parent_field})
        return super().unlink()

    def _check_by_hand(self, names):
        self.check_access('read')  # so that no refusal names a document that the user may not see
        self._check_not_locked(names)
        super()._check_by_hand(names)

    def _get_by_hand_message(self, names=()):
        return self.env._(
            "%(fields)s of %(documents)s cannot be set by hand: it follows from what happens with the document.",
            fields=self._get_labels(names), documents=self._get_parents()._get_names() or self._description)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | self._get_computed_fields()

    @api.model
    def _get_role_group(self, role):
        return self._get_parent_model()._get_role_group(role)

    @api.model
    def _get_parent_model(self):
        return self.env[self._fields[self._workflow_parent_field].comodel_name]

    @api.model
    def _get_record_rules(self):
        return super()._get_record_rules() | {
            name: rule._replace(domain=rule.domain.replace('{of}', f'{self._workflow_parent_field}.'))
            for name, rule in self._get_parent_model()._get_record_rules().items()
            if not self._is_of_system or rule.mode != CHANGE}

    def _get_parents(self):
        # sudo: the check must see the document even if the user may not
        return self.sudo()[self._workflow_parent_field]

    def _get_checked_names(self):
        return self._get_parents()._get_names()

    def _check_not_locked(self, names):
        """:raise UserError: if one of ``names`` of fields may not be written in the state of a document"""
        states_by_field = self._get_field_states()
        if not (names := names & states_by_field.keys()):
            return
        parents = self._get_parents()
        touch_rows(parents)  # so that nobody moves the document at the same moment
        states = set.intersection(*(set(states_by_field[name]) for name in names))
        if locked := parents.filtered(lambda document: document.state not in states):
            raise UserError(self.env._(
                "The lines of %(documents)s cannot be changed any more. %(way_out)s",
                documents=locked._get_names(), way_out=locked._get_unlocking_words(states)))

    @api.model
    def _get_field_states(self):
        """Hook: ``{field: states of the document in which people may write it}``.

        In the states of the link to the document, lines are added and removed.
        """
        return dict.fromkeys(self._fields, self._get_parent_model()._get_initial_states())
