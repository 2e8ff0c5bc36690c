from odoo import api, fields, models
from odoo.exceptions import UserError

from .office_supply_round_line import preparing


class OfficeSupplyRound(models.Model):
    """What changes between the closing of a round and its orders, and what its officer is asked to look at."""
    _inherit = 'office.supply.round'

    has_to_order = fields.Boolean(compute='_compute_has_to_order')

    @api.depends('line_ids.to_order_quantity')
    def _compute_has_to_order(self):
        for supply_round in self:
            supply_round.has_to_order = any(supply_round.line_ids.mapped('to_order_quantity'))

    def action_view_orders(self):
        self.check_access('read')
        lines = self.line_ids.filtered('ordered_quantity')
        if not lines:
            raise UserError(self.env._("%(lines)s: nothing was ordered yet.", lines=self._get_names()))
        return lines.action_open_order()

    def action_take_prices(self):
        """Take the prices that vendors ask today; what becomes much dearer has to be approved again.

        :raise UserError: nothing has changed, or the round is not to be ordered now
        """
        self.ensure_one()
        self.check_access('write')
        self._check_no_job()
        if self.state not in ('closed', 'approved'):
            raise UserError(self.env._(
                "The prices of %(round)s are taken anew between its closing and its orders only.",
                round=self.display_name))
        self._touch()
        before = self.amount_total
        changes = self._get_lines_to_buy().offer_id._get_price_changes()
        if not changes:
            raise UserError(self.env._("No vendor has changed a price since %(round)s was closed.",
                                       round=self.display_name))
        quantities = {line: line.quantity for line in self.line_ids}
        with preparing():
            for offer, price in changes.items():
                offer.price = price
        for line, quantity in quantities.items():
            if line.uom_id.compare(line.quantity, quantity) != 0:
                with preparing():
                    line.quantity = quantity
        self._message_log(body=self.env._(
            "%(count)s new prices: the total was %(before).2f and is %(after).2f now.", count=len(changes),
            before=before, after=self.amount_total))
        if self.state == 'approved' and self.currency_id.compare_amounts(
                self.amount_total, self._get_allowed_amount()) > 0:
            self._transition('reset')

    def _get_allowed_amount(self):
        """Return what the goods of this round may cost without a new approval.

        However often prices change: they are compared with what was approved, and never with each other.
        """
        self.ensure_one()
        tolerance = self.company_id.sudo().supply_price_tolerance  # sudo: settings
        return self.approved_amount * (1 + tolerance / 100)

    def _ask_officer(self, summary, activity_type='mail.mail_activity_data_todo'):
        """Give who answers for these rounds something to do."""
        for supply_round in self.sudo():  # sudo: whoever receives or edits an order has no write access to the round
            supply_round.activity_schedule(
                activity_type, summary=summary,
                user_id=(supply_round.requester_id or supply_round.orderer_id).id)
            supply_round._message_log(body=summary)

    def _get_deciders(self):
        """Return who has approved the round the last time."""
        decisions_sudo = self.sudo().approval_id.decision_ids  # sudo: users have no access to decisions
        return decisions_sudo.filtered(lambda decision: decision.verb in ('approve', 'except')).user_id


class OfficeSupplyRoundLine(models.Model):
    _inherit = 'office.supply.round.line'

    def _tell_increase(self, before):
        """Tell who approved that more is expected of a vendor than that.

        :param dict before: ``{line: quantity}`` that was ordered before
        """
        for line in self:
            if line.uom_id.compare(line.ordered_quantity, max(before[line], line.quantity)) > 0:
                line.round_id.message_post(
                    body=self.env._(
                        "%(product)s: %(ordered)g %(unit)s are ordered now, and %(approved)g were approved.",
                        product=line.product_id.display_name, ordered=line.ordered_quantity, unit=line.uom_id.name,
                        approved=line.quantity),
                    partner_ids=line.round_id._get_deciders().partner_id.ids)
