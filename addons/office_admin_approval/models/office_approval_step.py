from odoo import fields, models


class OfficeApprovalStep(models.Model):
    """One step of a running or past approval, as the rule was when the document was submitted."""
    _name = 'office.approval.step'
    _description = 'Step of an Approval'
    _inherit = ['office.approval.record.mixin', 'office.approval.who.mixin']
    _order = 'approval_id, sequence, id'
    _rec_name = 'who'
    _log_access = False

    approval_id = fields.Many2one('office.approval', required=True, readonly=True, index=True, ondelete='cascade')
    assignment_ids = fields.One2many('office.approval.assignment', 'step_id', readonly=True)
    decision_ids = fields.One2many('office.approval.decision', 'step_id', readonly=True)
    who = fields.Selection(selection_add=[('added', "Added by an Approver"), ('fallback', "Whoever Decides at Last")],
                           ondelete={'added': 'cascade', 'fallback': 'cascade'})
    start_datetime = fields.Datetime("Waiting Since", readonly=True)
    end_datetime = fields.Datetime("Decided On", readonly=True)
    outcome = fields.Selection([
        ('approved', "Approved"), ('refused', "Refused"), ('skipped', "Passed Over"), ('dropped', "Fallen Away"),
    ], readonly=True)

    _open_idx = models.Index('(approval_id) WHERE start_datetime IS NOT NULL AND end_datetime IS NULL')

    def _get_who_model(self):
        return self.env.get(self.approval_id.res_model)

    def _get_label(self):
        return self._get_who_label(self._get_seats().user_id)

    def _get_seats(self):
        """Return the assignments that the quorum counts: those of people in their own right."""
        return self.assignment_ids.filtered(lambda one: not one.seat_id and not one.is_dropped)

    def _get_needed(self):
        """Return how many different people have to agree."""
        seats = len(self._get_seats())
        match self.quorum:
            case 'all':
                return max(seats, 1)
            case 'number':
                return self.quorum_count
        return 1

    def _get_decided_seats(self):
        """Return the seats for which somebody has agreed, in his own right or in the place of who has it."""
        assignments = self._get_approvals().assignment_id
        return assignments.filtered(lambda one: not one.seat_id) | assignments.seat_id

    def _get_approvals(self):
        return self.decision_ids.filtered(lambda decision: decision.verb == 'approve')
