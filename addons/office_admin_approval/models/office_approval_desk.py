from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_list


class OfficeApproval(models.Model):
    """What waits for one's decision is on My Office, whatever document it is."""
    _name = 'office.approval'
    _inherit = ['office.approval', 'office.desk.mixin']

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'decide': Domain('is_mine', '=', True) & Domain('state', '=', 'submitted')}

    def _get_desk_key(self):
        return f'{self.res_model},{self.res_id}'

    def _prepare_desk_rows(self, section):
        rows = []
        for documents, approvals in self._get_documents():
            readable = documents._filtered_access('read')
            rows += [
                document._prepare_desk_row(section) | approval._prepare_decision_row(section)
                for document, approval in zip(documents, approvals, strict=True) if document in readable]
        return rows

    def _prepare_decision_row(self, section):
        return {
            'model': self._name,
            'id': self.id,
            'state': False,  # it waits for a decision, as the section says
            'who': self.requester_id.sudo().name,  # sudo: the name of a colleague of another company
            'buttons': self._get_desk_buttons(section),
        }

    def _get_desk_buttons(self, section):
        return super()._get_desk_buttons(section) + [
            {'name': 'action_approve', 'label': self.env._("Approve"), 'is_primary': True},
            {'name': 'action_refuse', 'label': self.env._("Refuse"), 'is_primary': False},
            {'name': 'action_ask_back', 'label': self.env._("Ask Back"), 'is_primary': False},
        ]


class OfficeApprovalMixin(models.AbstractModel):
    """What the page says of a document that is to be approved."""
    _inherit = 'office.approval.mixin'

    def _prepare_desk_row(self, section):
        # sudo: one line for people who may read the document
        return super()._prepare_desk_row(section) | {'what': self.sudo()._get_approval_summary() or ''}

    def _get_desk_who(self):
        if not self._may_wait_for_approval():
            return super()._get_desk_who()
        names = self.sudo().approver_ids.mapped('name')  # sudo: the names of colleagues
        return format_list(self.env, names, 'or') or super()._get_desk_who()

    def _may_wait_for_approval(self):
        """Hook: whether somebody may have to decide on this document now."""
        return True


class OfficeApprovalRequestMixin(models.AbstractModel):
    _inherit = 'office.approval.request.mixin'

    def _may_wait_for_approval(self):
        return self.state in self._get_transitions()['approve'][0]
