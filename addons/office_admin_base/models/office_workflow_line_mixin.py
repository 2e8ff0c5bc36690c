from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from .office_workflow_mixin import get_computed_fields


class OfficeWorkflowLineMixin(models.AbstractModel):
    """A line of an office document: it is added, changed and removed only while the document is a draft.

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
        for vals in vals_list:
            self._check_not_computed(vals)
        lines = super().create(vals_list)
        lines._check_parent_is_draft()
        return lines

    def write(self, vals):
        self.check_access('read')  # so that no refusal names a document that the user may not see
        self._check_parent_is_draft()
        self._check_not_computed(vals)
        parent_field = self._workflow_parent_field
        if parent_field in vals and any(line[parent_field].id != vals[parent_field] for line in self):
            raise UserError(self.env._(
                "A line stays in its document. Delete it in %(documents)s and add it to the other one.",
                documents=self._get_parents()._get_names()))
        return super().write(vals)

    def unlink(self):
        self.check_access('read')
        self._check_parent_is_draft()
        return super().unlink()

    def _check_not_computed(self, vals):
        names = get_computed_fields(self) & vals.keys()
        if names:
            labels = [self._fields[name]._description_string(self.env) for name in names]
            raise UserError(self.env._(
                "%(fields)s of %(documents)s cannot be set by hand: it follows from what happens with the document.",
                fields=format_list(self.env, sorted(labels)),
                documents=self._get_parents()._get_names() or self._description))

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
            for name, rule in self._get_parent_model()._get_record_rules().items()}

    def _get_parents(self):
        # sudo: the check must see the document even if the user may not
        return self.sudo()[self._workflow_parent_field]

    def _get_checked_names(self):
        return self._get_parents()._get_names()

    def _check_parent_is_draft(self):
        """:raise UserError: if a document of these lines is past its draft"""
        parents = self._get_parents()
        if parents:
            # A new version of the row: who moves the document at the same moment, or has just done so, and this
            # transaction cannot both commit, and the later one is tried again on what is true then.
            parents.flush_recordset(['state'])
            self.env.execute_query(SQL(
                "UPDATE %s SET state = state WHERE id IN %s RETURNING id",
                SQL.identifier(parents._table), tuple(parents.ids)))
        locked = parents.filtered(lambda document: document.state not in document._get_initial_states())
        if locked:
            raise UserError(self.env._(
                "The lines of %(documents)s cannot be changed any more. It would have to go back to draft first.",
                documents=locked._get_names()))
