from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, ormcache

from odoo.addons.office_admin_worktime.models.office_system_mixin import (  # noqa: F401 where apps look for it
    get_computed_fields,
)


class OfficeWorkflowMixin(models.AbstractModel):
    """A document with a life: it changes its state only by the verbs of one table.

    Here is what may be written to it, by whomever; the verbs are in ``office_workflow_verbs.py``, and what the states
    mean in ``office_workflow_states.py``.
    In ``_inherit`` it stands last, behind the other mixins that amend its hooks.
    """
    _name = 'office.workflow.mixin'
    _description = 'Office Document'
    _inherit = ['office.history.mixin', 'mail.activity.mixin', 'office.desk.mixin', 'office.role.mixin']
    _mail_post_access = 'read'  # after submit nobody has write access, but all concerned may talk

    state = fields.Selection(
        '_selection_state', string="Status", required=True, readonly=True, copy=False, index=True, tracking=True,
        default=lambda self: self._get_initial_states()[0],
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a document that the user may not see
        begun = self.filtered(lambda document: document.state not in document._get_initial_states())
        if begun:
            raise UserError(self.env._(
                "%(documents)s cannot be deleted any more. Cancel it instead, so that its history stays.",
                documents=begun._get_names()))
        return super().unlink()

    def message_new(self, msg_dict, custom_values=None):
        custom_values = {
            name: value for name, value in (custom_values or {}).items() if name not in self._get_system_fields()}
        # without the subject, which would become the name and so the number; apps that receive mail put it elsewhere
        return super().message_new({**msg_dict, 'subject': ''}, custom_values)

    def _check_by_hand(self, names):
        self.check_access('read')  # so that no refusal names a document that the user may not see
        super()._check_by_hand(names)
        self._check_not_of_system(names & self._get_create_only_fields())
        self._check_not_locked(names)

    def _check_not_locked(self, names):
        """:raise UserError: if one of ``names`` of fields may not be written in the state of a record"""
        states_by_field = self._get_field_states()
        if not (names := names & states_by_field.keys()):
            return
        for state, documents in self.grouped('state').items():
            if locked := {name for name in names if state not in states_by_field[name]}:
                raise UserError(self.env._(
                    "%(fields)s cannot be changed in %(documents)s any more. %(way_out)s",
                    fields=self._get_labels(locked), documents=documents._get_names(),
                    way_out=self._get_unlocking_words(set.intersection(*(
                        set(states_by_field[name]) for name in locked)))))

    @api.model
    def _get_unlocking_words(self, states):
        """Return a sentence on how to change what may be written in ``states`` only."""
        if states <= set(self._get_initial_states()):
            return self.env._("It would have to go back to draft first.")
        labels = [meaning.label for state, meaning in self._get_states().items() if state in states]
        return self.env._("That is possible in the status %(states)s.", states=format_list(self.env, labels, 'or'))

    @api.model
    def _get_field_states(self):
        """Hook: ``{field: states in which people may write it}``; what is not named is open as long as its document is.

        Who may write it at all is up to the record rules, as ever.
        """
        return dict.fromkeys(self._get_draft_only_fields(), self._get_initial_states())

    @api.model
    def _get_draft_only_fields(self):
        """Hook: names of fields that people write in the initial states only; see :meth:`_get_field_states`."""
        return set()

    @api.model
    def _get_create_only_fields(self):
        """Hook: names of fields that are given when the document is made and never change."""
        return {'company_id'}

    @api.model
    def _get_system_fields(self):
        return (super()._get_system_fields() | ({'state', 'active'} & self._fields.keys())
                | self._get_computed_fields() | self._get_attached_fields())

    @api.model
    @ormcache('self._name')
    def _get_attached_fields(self):
        """Return the names of what stands beside a document by a link of its own: messages, promises, transfers.

        Each is made where it belongs, and would be made, moved or deleted from here without the checks of that place.
        """
        return frozenset(
            name for name, field in self._fields.items()
            if field.type == 'one2many' and field.inverse_name
            and self.env[field.comodel_name]._fields[field.inverse_name].type == 'many2one_reference')
