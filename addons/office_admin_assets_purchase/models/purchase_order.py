from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


class PurchaseOrder(models.Model):
    """An order of assets: what was received of it is put before somebody who accepts it."""
    _inherit = 'purchase.order'

    asset_to_accept = fields.Integer("Assets to Be Accepted", compute='_compute_asset_to_accept', compute_sudo=True)
    asset_to_end = fields.Integer(
        "Returned, with Open Cards", compute='_compute_asset_to_accept', compute_sudo=True)
    asset_acceptance_count = fields.Integer("Acceptances", compute='_compute_asset_to_accept', compute_sudo=True)

    @api.depends(
        'state', 'order_line.qty_received', 'order_line.product_id', 'order_line.move_ids.state',
        'order_line.asset_acceptance_line_ids.acceptance_id.state',
        'order_line.asset_acceptance_line_ids.card_ids.asset_state')
    def _compute_asset_to_accept(self):
        for order in self:
            order.asset_to_accept = order.state == 'purchase' and sum(
                line._get_quantity_to_accept() for line in order.order_line)
            order.asset_to_end = sum(line._get_quantity_to_end() for line in order.order_line)
            order.asset_acceptance_count = len(order.order_line.asset_acceptance_line_ids.acceptance_id)

    def action_prepare_acceptance(self):
        """Put what was received before who accepts it, where no receipt of Inventory has done so, as of services."""
        self.ensure_one()
        self.check_access('write')
        if not self._prepare_acceptances():
            raise UserError(self.env._(
                "%(order)s: nothing was received that waits for an acceptance. Enter what was received first.",
                order=self.name))
        return True

    def action_open_acceptances(self):
        """Open the acceptances of this order."""
        self.ensure_one()
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_acceptance_action') | {
            'domain': [('line_ids.purchase_line_id.order_id', '=', self.id)], 'context': {}}

    def _prepare_acceptances(self):
        """Make an acceptance of what of each order was received and stands in none yet.

        By the system, and not by the user: whoever received the goods may accept them.

        :return: the acceptances, as superuser
        """
        made = self.env['office.asset.acceptance'].with_user(SUPERUSER_ID)
        for order in self.with_user(SUPERUSER_ID):
            quantities = {line: quantity for line in order.order_line if (quantity := line._get_quantity_to_accept())}
            if quantities:
                acceptance = made.create(order._prepare_acceptance())
                self.env['office.asset.acceptance.line']._create_as_system([
                    {'acceptance_id': acceptance.id, **line._prepare_acceptance_line(quantity)}
                    for line, quantity in quantities.items()])
                made |= acceptance
        made._transition('submit', by=ENGINE)
        return made

    def _prepare_acceptance(self):
        """Return values of an acceptance of what was received by this order."""
        self.ensure_one()
        return {
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'receive_date': self.company_id._get_office_today(),
            'buyer_ids': [Command.set(self._get_asset_buyers().ids)],
        }

    def _get_asset_buyers(self):
        """Return who bought by this order: who made it, who answers for it, and who approved it."""
        self.ensure_one()
        # sudo: users have no access to decisions
        decisions_sudo = self.env['office.approval.decision'].sudo().search([
            ('res_model', '=', self._name), ('res_id', '=', self.id), ('verb', 'in', ('approve', 'except'))])
        buyers = self.user_id | self.create_uid | decisions_sudo.user_id | decisions_sudo.acting_for_id
        return buyers.filtered(lambda user: not user.share)
