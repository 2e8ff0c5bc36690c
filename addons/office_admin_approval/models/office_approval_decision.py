from odoo import fields, models
from odoo.exceptions import UserError

VERBS = [
    ('approve', "Approved"),
    ('refuse', "Refused"),
    ('ask_back', "Asked Back"),
    ('except', "Approved out of Turn"),
    ('add', "Approver Added"),
    ('automatic', "Approved by Rule"),
    ('withdraw', "Taken Back"),
]


class OfficeApprovalDecision(models.Model):
    """Who decided what, when, and for whom: only ever appended, by nobody but the engine."""
    _name = 'office.approval.decision'
    _description = 'Decision'
    _inherit = ['office.approval.record.mixin', 'office.secrecy.attached.mixin']
    _order = 'id desc'
    _rec_name = 'verb'
    _log_access = False

    approval_id = fields.Many2one('office.approval', required=True, readonly=True, index=True, ondelete='restrict')
    step_id = fields.Many2one('office.approval.step', readonly=True, index='btree_not_null', ondelete='restrict')
    assignment_id = fields.Many2one(
        'office.approval.assignment', readonly=True, index='btree_not_null', ondelete='restrict')
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    document_name = fields.Char("Document", related='approval_id.document_name')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    rule_id = fields.Many2one('office.approval.rule', related='approval_id.rule_id', store=True)
    verb = fields.Selection(VERBS, "Decision", required=True, readonly=True)
    user_id = fields.Many2one('res.users', "Decided By", required=True, readonly=True, index=True, ondelete='restrict')
    acting_for_id = fields.Many2one(
        'res.users', readonly=True, index='btree_not_null', ondelete='restrict')
    datetime = fields.Datetime("Decided On", required=True, readonly=True)
    reason = fields.Text(readonly=True)

    _document_idx = models.Index('(res_model, res_id)')
    # for what waits for somebody: whether they have agreed in that step, not all in which they ever have
    _agreed_idx = models.Index("(step_id, user_id) WHERE verb = 'approve'")

    def action_open_document(self):
        return self.approval_id.action_open_document()

    def _write_as_system(self, vals):
        raise UserError(self.env._("What was decided cannot be changed."))

    def _get_holders(self):
        """Return whose decision this is: who took it, and in whose place."""
        return self.user_id | self.acting_for_id | self.assignment_id.seat_id.user_id

    def _get_words(self):
        verbs = dict(self._fields['verb']._description_selection(self.env))
        return {
            'id': self.id,
            'verb': self.verb,
            'label': verbs[self.verb],
            'user_id': self.user_id.id,
            'name': self.user_id.name,
            'acting_for': self.acting_for_id.name or False,
            'when': self.approval_id._get_moment(self.datetime),
            'reason': self.reason or False,
        }
