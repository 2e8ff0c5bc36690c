from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeHandOverPass(models.TransientModel):
    """Who shall answer for documents from now on, and why; or why they are given back."""
    _name = 'office.hand.over.pass'
    _description = 'Hand Over'
    _inherit = ['office.document.wizard.mixin']

    verb = fields.Selection(
        [('pass', "Hand Over"), ('return', "Return"), ('decide', "Decide")], required=True, readonly=True)
    candidate_ids = fields.Many2many('res.users', compute='_compute_candidate_ids')
    is_up_to_manager = fields.Boolean(compute='_compute_candidate_ids')
    user_id = fields.Many2one('res.users', "Colleague", domain="[('id', 'in', candidate_ids)]")
    note = fields.Text(required=True)

    @api.depends('res_model', 'res_ids', 'verb')
    def _compute_candidate_ids(self):
        for wizard in self:
            documents = wizard._get_documents()
            wizard.is_up_to_manager = wizard.verb == 'pass' and any(
                document._is_up_to_manager() for document in documents)
            candidates = documents[0]._get_owner_candidates()
            for document in documents[1:]:
                candidates &= document._get_owner_candidates()
            if wizard.verb == 'pass':
                candidates -= documents.owner_id
            wizard.candidate_ids = candidates

    def action_confirm(self):
        self.ensure_one()
        documents = self._get_documents()
        note = self._check_said(self.note)
        match self.verb:
            case 'return':
                documents._return_hand_over(note)
            case 'decide':
                documents._decide_owner(self._get_user(), note)
            case _:
                # who it is does not matter where the manager decides
                documents._hand_over(self.user_id if self.is_up_to_manager else self._get_user(), note)
        return self._close(result=True)

    def _get_user(self):
        if not self.user_id:
            raise UserError(self.env._("Choose who shall answer for it."))
        return self.user_id

    def _get_mixin(self):
        return 'office.hand.over.mixin'
