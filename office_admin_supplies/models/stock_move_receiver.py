from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED


class StockMove(models.Model):
    """Who receives what: not the one who ordered it, and not the one who approved that."""
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        self.filtered(lambda move: move.state != 'done')._check_supply_receiver()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_supply_receiver(self):
        """:raise AccessError: the user has ordered or approved what he receives, and the company does not want that"""
        if self.env.uid == SUPERUSER_ID:
            return
        # wherever it is said to come from; what goes back to the vendor is not received
        # sudo: orders, decisions and settings, which the receiver need not read
        incoming_sudo = self.sudo().filtered(lambda move: (
            move.state != 'cancel' and move.location_dest_id.usage != 'supplier'
            and move._is_ordered_supply() and move.company_id.supply_buyer_not_receiver))
        for move in incoming_sudo:
            if self.env.user in move._get_supply_buyers():
                raise AccessError(self.env._(
                    "%(receipt)s: you have ordered or approved these goods. Let somebody else receive them, so that "
                    "two people see what came. A manager can change this in the settings of the office.",
                    receipt=move.picking_id.display_name or move.display_name))

    def _is_ordered_supply(self):
        """Hook: whether this move receives, or sends back, what somebody has ordered."""
        self.ensure_one()
        return bool(self.supply_round_line_id)

    def _get_supply_buyers(self):
        """Hook: the users who ordered or approved what this move receives, if it is of office supplies."""
        self.ensure_one()
        supply_round = self.supply_round_line_id.round_id
        return supply_round._get_orderers() | supply_round._get_deciders()


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _action_done(self):
        result = super()._action_done()
        done_sudo = self.sudo().move_ids.filtered(lambda move: move.state == 'done')  # sudo: requests of others
        back = done_sudo.origin_returned_move_id.filtered('supply_round_line_id')
        back.supply_round_line_id._after_return(back.picking_id)
        received = done_sudo.filtered('supply_round_line_id')
        for picking, moves in received.grouped('picking_id').items():
            moves.supply_round_line_id._after_receipt(picking)
        return result


class OfficeSupplyRound(models.Model):
    _inherit = 'office.supply.round'

    def _get_orderers(self):
        """Return all users who have ordered in these rounds, also those before the last one."""
        # sudo: users have no access to the log
        steps_sudo = self.env['office.transition'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', '=', 'order')])
        return self.orderer_id | steps_sudo.user_id | steps_sudo.acting_for_id

    def _get_deciders(self):
        """Return the users who have approved these rounds."""
        decisions_sudo = self.env['office.approval.decision'].sudo().search([  # sudo: users have no access to them
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', 'in', ('approve', 'except'))])
        return decisions_sudo.user_id | decisions_sudo.acting_for_id


class OfficeSupplyRoundLine(models.Model):
    _inherit = 'office.supply.round.line'

    def _prepare_receipt_values(self, picking_type):
        """Values of the move that receives what is still to be ordered of this line."""
        self.ensure_one()
        return {
            'product_id': self.product_id.id,
            'product_uom_qty': self.to_order_quantity,
            'product_uom': self.uom_id.id,
            'location_id': self.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': picking_type.default_location_dest_id.id,
            'picking_type_id': picking_type.id,
            'company_id': self.company_id.id,
            'price_unit': self.price_unit,
            'date': fields.Datetime.add(fields.Datetime.now(), days=self.offer_id.delay),
            'supply_round_line_id': self.id,
        }

    def _after_receipt(self, picking):
        """Tell the requesters whose goods came, or ask for a split where too little came for all."""
        waiting = self._get_waiting_moves()
        scarce = self.browse()
        there = self._get_quantities_there(waiting)
        for line in self:
            moves = waiting.get(line, self.env['stock.move'])
            asked = sum(move.product_qty for move in moves)
            if line.uom_id.compare(there[line], asked) < 0:
                scarce |= line
        self.env['office.supply.split']._open_for(scarce, picking)
        (self - scarce)._tell_requesters(waiting)

    def _after_return(self, pickings):
        """Goods went back to the vendor: what was divided is not there any more."""
        self.env['office.supply.split'].search([
            ('round_line_id', 'in', self.ids), ('state', '!=', 'cancelled')])._void()
        for picking in pickings:
            (self & picking.move_ids.supply_round_line_id)._after_receipt(picking)

    def _get_waiting_moves(self):
        """Return ``{line: moves}`` of all requests that wait for the product; confidential ones keep what they have."""
        found = {}
        for company, lines in self.grouped('company_id').items():
            moves = self.env['stock.move'].search([
                ('supply_line_id', '!=', False), ('company_id', '=', company.id),
                ('product_id', 'in', lines.product_id.ids), ('state', 'not in', ('draft', 'done', 'cancel')),
                ('supply_request_id.secrecy_level', 'not in', RESTRICTED)])
            by_product = moves.grouped('product_id')
            found |= {line: by_product[line.product_id] for line in lines if line.product_id in by_product}
        return found

    def _get_quantities_there(self, waiting):
        """Return ``{line: quantity}`` that can be divided: what is free, and what ``waiting`` moves have reserved."""
        there = {}
        for supply_round, lines in self.grouped('round_id').items():
            products = lines.product_id.with_company(supply_round.company_id).with_context(
                allowed_company_ids=supply_round.company_id.ids, warehouse_id=supply_round._get_warehouse().id)
            free = products._get_free_quantities()
            for line in lines:
                reserved = sum(
                    move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False)
                    for move in waiting.get(line, ()))
                # in whole pieces, whatever the book has left over
                there[line] = line.product_id._floor_supplies(
                    line.uom_id.round(max(free[line.product_id], 0.0) + reserved))
        return there

    def _tell_requesters(self, waiting):
        """Tell each request of these lines once what of it is there now."""
        moves = self.env['stock.move'].union(*(
            waiting[line].filtered(lambda move, line=line: move.supply_line_id.round_line_id == line)
            for line in self if line in waiting)).filtered('quantity')
        for request, its_moves in moves.grouped('supply_request_id').items():
            items = [f"{move.product_id.name} × {move.quantity:g} {move.product_uom.name}" for move in its_moves]
            request.sudo().message_post(  # sudo: the system says it
                body=self.env._("Your goods are there: %(items)s", items=format_list(self.env, items)),
                partner_ids=request._filter_readers(request._get_beneficiary_users()).partner_id.ids,
                subtype_xmlid='office_admin_supplies.mt_goods_arrived')
