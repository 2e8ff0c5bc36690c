from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, ormcache

# What is being moved right now: (model name, ids, target state). Neither a context
# key nor superuser mode can stand in for it, and nested calls on other records do
# not inherit it.
moving = ContextVar('office_workflow_moving', default=(None, frozenset(), None))


def get_computed_fields(model):
    """Return the names of stored fields that only their compute method may set.

    The ORM itself lets anybody write them who may write the record.
    """
    return {name for name, field in model._fields.items() if field.compute and field.store and field.readonly}


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

    @api.model
    def default_get(self, fields):
        # neither a context key nor a default that an administrator has stored reaches a system field
        system_fields = self._get_system_fields()
        defaults = super().default_get([name for name in fields if name not in system_fields])
        system_defaults = self._get_system_defaults()
        return defaults | {name: system_defaults[name] for name in fields if name in system_defaults}

    @api.model_create_multi
    def create(self, vals_list):
        system_defaults = self._get_system_defaults()
        system_fields = self._get_system_fields() | get_computed_fields(self)
        for vals in vals_list:
            self._check_not_set_by_hand(
                name for name in vals.keys() & system_fields
                if (vals[name] or False) != system_defaults.get(name, False))
        return super().create([
            {name: value for name, value in vals.items() if name not in system_fields} | system_defaults
            for vals in vals_list
        ])

    def write(self, vals):
        self.check_access('read')  # so that no refusal names a document that the user may not see
        if not self._is_moving_to(vals.get('state')):
            self._check_not_set_by_hand(vals.keys() & (
                self._get_system_fields() | self._get_create_only_fields() | get_computed_fields(self)))
            self._check_not_locked(vals.keys() & self._get_draft_only_fields())
        return super().write(vals)

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

    def _check_not_set_by_hand(self, names):
        """:raise UserError: if ``names`` of fields that only a verb may set is not empty"""
        if labels := [self._fields[name]._description_string(self.env) for name in names]:
            raise UserError(self.env._(
                "%(fields)s of %(documents)s cannot be set by hand. Use the buttons of the document.",
                fields=format_list(self.env, sorted(labels)), documents=self._get_names() or self._description))

    def _check_not_locked(self, names):
        """:raise UserError: if ``names`` of draft-only fields is not empty and a record is past its draft"""
        if not names:
            return
        locked = self.filtered(lambda document: document.state not in document._get_initial_states())
        if locked:
            labels = sorted(self._fields[name]._description_string(self.env) for name in names)
            raise UserError(self.env._(
                "%(fields)s cannot be changed in %(documents)s any more. It would have to go back to draft first.",
                fields=format_list(self.env, labels), documents=locked._get_names()))

    def _is_moving_to(self, state):
        model, ids, target = moving.get()
        return bool(self._ids) and model == self._name and ids.issuperset(self._ids) and state == target

    def _get_names(self):
        """Name the records for a message, the first ten of them."""
        names = self.sudo().mapped('display_name')
        return format_list(self.env, names[:10] + ["…"] * (len(names) > 10))

    @api.model
    def _get_draft_only_fields(self):
        """Hook: names of fields that nobody changes once the document has left its initial states."""
        return set()

    @api.model
    def _get_create_only_fields(self):
        """Hook: names of fields that are given when the document is made and never change."""
        return {'company_id'}

    @api.model
    def _get_system_fields(self):
        """Hook: names of fields that nobody sets by hand, neither on creation nor later; only verbs write them."""
        return ({'state', 'active'} & self._fields.keys()) | self._get_attached_fields()

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

    @api.model
    def _get_system_defaults(self):
        """Hook: values of system fields in a new document, whatever the caller or its context says."""
        defaults = {'state': self._get_initial_states()[0]}
        return defaults | {'active': True} if 'active' in self._fields else defaults
