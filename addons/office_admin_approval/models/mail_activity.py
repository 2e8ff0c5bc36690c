from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.office_admin_worktime.held import held

_mirroring = ContextVar('office_approval_mirroring', default=False)


def mirroring():
    """Let the engine make and remove the activities of approvers inside a block."""
    return held(_mirroring)


class MailActivity(models.Model):
    """The activity of an approver mirrors that he has to decide: it goes away by his decision, and by nothing else."""
    _inherit = 'mail.activity'

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_not_mirror()
        return activities

    def write(self, vals):
        self._check_not_mirror()
        result = super().write(vals)
        if vals.keys() & {'activity_type_id', 'res_id', 'res_model_id'}:
            self._check_not_mirror()
        return result

    def unlink(self):
        self._check_not_mirror()
        return super().unlink()

    def _withdraw(self):
        with mirroring():
            super()._withdraw()

    @api.depends('activity_type_id')
    def _compute_can_write(self):
        super()._compute_can_write()
        # so that no buttons are shown which would be refused
        self._filtered_mirrors().can_write = False

    @api.autovacuum
    def _gc_delete_old_overdue_activities(self):
        with mirroring():
            return super()._gc_delete_old_overdue_activities()

    def _filtered_mirrors(self):
        kind = self.env['ir.model.data']._xmlid_to_res_id(
            'office_admin_approval.mail_activity_type_approve', raise_if_not_found=False)
        return self.filtered(lambda activity: activity.activity_type_id.id == kind) if kind else self.browse()

    def _check_not_mirror(self):
        """:raise UserError: one of these is the activity of an approver; it leads to the decision"""
        if _mirroring.get():
            return
        mirrors = self.sudo()._filtered_mirrors()
        # what is left of a document that is gone may go as well
        mirrors = mirrors.filtered(lambda one: one.res_model in self.env and self.env[one.res_model].browse(
            one.res_id).exists())
        if not mirrors:
            return
        document = self.env[mirrors[0].res_model].browse(mirrors[0].res_id)
        message = self.env._(
            "%(document)s waits for a decision: open it, and approve, refuse or ask back. The activity goes away by "
            "itself then.", document=document.sudo().display_name if document.has_access('read') else self.env._(
                "A document"))
        if document.has_access('read'):
            raise RedirectWarning(message, document._get_form_action(), self.env._("Open the Document"))
        raise UserError(message)
