from odoo import api, fields, models
from odoo.exceptions import UserError

from .office_asset_disposal import TRANSFERRED


class OfficeAssetAcceptance(models.Model):
    """What another company gives is accepted as what is bought, by somebody who did not ask for it there."""
    _inherit = 'office.asset.acceptance'

    disposal_id = fields.Many2one(
        'office.asset.disposal', "Transfer", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups=fields.NO_ACCESS)
    cancel_reason = fields.Text("Reason for Cancelling", readonly=True, copy=False)

    def action_cancel(self):
        """Cancel; what another company has sent with a reason, which it reads."""
        if self.sudo().disposal_id:  # sudo: of another company
            return self._ask_reason('cancel', self.env._("Cancel"))
        return super().action_cancel()

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'cancel': 'cancel_reason'}

    def _needs_reason(self):
        return super()._needs_reason() and not self.sudo().disposal_id

    def _get_gaining_users(self):
        transfers_sudo = self.sudo().disposal_id  # sudo: of another company
        users = super()._get_gaining_users() | transfers_sudo.create_uid.sudo(False)
        return users.union(*(transfer._get_beneficiary_users().sudo(False) for transfer in transfers_sudo))

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if alone := self.filtered(lambda acceptance: (
                acceptance.source == TRANSFERRED and not acceptance.sudo().disposal_id)):
            raise UserError(self.env._(
                "%(documents)s: the other company sends what it gives, by a disposal. Choose another way.",
                documents=alone._get_names()))

    def _check_can_reset(self, by=None):
        if sent := self.filtered(lambda acceptance: acceptance.sudo().disposal_id):
            raise UserError(self.env._(
                "%(documents)s is as the other company has sent it. Cancel it, and the things stay there.",
                documents=sent._get_names()))

    def _filter_allowed(self, verb):
        acceptances = super()._filter_allowed(verb)
        if verb == 'reset':
            return acceptances.filtered(lambda acceptance: not acceptance.sudo().disposal_id)
        return acceptances

    def _make_cards(self):
        super()._make_cards()
        if transfer_sudo := self.sudo().disposal_id:  # sudo: of another company
            transfer_sudo._end_transfer(self.sudo())

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'cancel':
            for acceptance_sudo in self.sudo():  # sudo: the transfer is of another company
                if reason := acceptance_sudo.cancel_reason:
                    acceptance_sudo._message_log(body=self.env._("Cancelled: %(reason)s", reason=reason))
                if acceptance_sudo.disposal_id.state == 'approved':
                    acceptance_sudo.disposal_id._refuse_transfer(acceptance_sudo)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'disposal_id', 'cancel_reason'}
