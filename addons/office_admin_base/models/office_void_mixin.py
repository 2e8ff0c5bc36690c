from odoo import api, fields, models
from odoo.exceptions import UserError

from .office_workflow_states import ENDED, State


class OfficeVoidMixin(models.AbstractModel):
    """A numbered document that can be declared void, with a reason: its number stays given, and nobody gets it again.

    The model says in its table from where and by whom: ``'void': ((…), 'voided', …)``. In ``_inherit`` it stands before
    ``office.number.mixin``.
    """
    _name = 'office.void.mixin'
    _description = 'Document That Can Be Void'
    _inherit = 'office.number.mixin'

    void_reason = fields.Text("Reason for Voiding", readonly=True, copy=False)

    def action_void(self):
        return self._ask_reason('void', self.env._("Void"))

    def _check_can_void(self, by=None):
        if unnumbered := self.filtered(lambda document: not document._has_number()):
            raise UserError(self.env._(
                "%(documents)s has no number that could be void. Cancel or delete it.",
                documents=unnumbered._get_names()))

    def _filter_allowed(self, verb):
        documents = super()._filter_allowed(verb)
        return documents.filtered(lambda document: document._has_number()) if verb == 'void' else documents

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'void':
            for document_sudo in self.sudo():  # sudo: nobody has write access; the author stays the user
                document_sudo._message_log(body=self.env._("Void: %(reason)s", reason=document_sudo.void_reason))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'void': 'void_reason'}

    @api.model
    def _get_states(self):
        return super()._get_states() | {'voided': State(self.env._("Void"), ENDED, 'danger')}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'void': self.env._("Void")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'void_reason'}
