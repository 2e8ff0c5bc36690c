from datetime import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from .stock_move import linking
from .stock_picking_receipt import proving


class OfficeSupplyRequest(models.Model):
    """The part of a supply request that moves goods: Odoo's own transfers, and what they have reached."""
    _inherit = 'office.supply.request'

    picking_ids = fields.One2many('stock.picking', 'supply_request_id', "Hand-Outs", groups='stock.group_stock_user')
    picking_count = fields.Integer(
        "Number of Hand-Outs", compute='_compute_picking_count', groups='stock.group_stock_user')
    hand_out_progress = fields.Float(
        "Handed Out (%)", compute='_compute_hand_out_progress', store=True, aggregator='avg')

    @api.depends('line_ids.quantity', 'line_ids.handed_quantity')
    def _compute_hand_out_progress(self):
        for request in self:
            shares = [min(line.handed_quantity / line.quantity, 1.0) for line in request.line_ids if line.quantity]
            request.hand_out_progress = 100.0 * sum(shares) / len(shares) if shares else 0.0

    @api.depends('picking_ids')
    def _compute_picking_count(self):
        for request in self:
            request.picking_count = len(request.picking_ids)

    def action_hand_out(self):
        return self._open_wizard('office.supply.request.hand.out', self.env._("Hand Out"))

    def action_view_pickings(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.stock_picking_action_supply')
        if len(self.picking_ids) == 1:
            return action | {'res_id': self.picking_ids.id, 'views': [(False, 'form')], 'view_mode': 'form'}
        return action | {'domain': [('supply_request_id', 'in', self.ids)], 'context': {}}

    def _after_transition(self, verb):
        super()._after_transition(verb)
        requests_sudo = self.sudo()  # sudo: neither who asks nor who approves has stock rights
        match verb:
            case 'approve':
                requests_sudo._create_pickings()
            case 'cancel' | 'done':
                requests_sudo.line_ids._get_open_moves()._action_cancel()

    @api.depends('hand_out_progress')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    def _filter_served(self):
        return self.filtered('hand_out_progress')

    def _check_can_done(self):
        if untouched := self - self._filter_served():
            raise UserError(self.env._(
                "Nothing of %(requests)s was handed out yet. Hand it out, or cancel it.",
                requests=untouched._get_names()))

    def _check_can_cancel(self):
        if begun := self._filter_served():
            raise UserError(self.env._(
                "%(requests)s was handed out in part and cannot be cancelled. Close it: what is still open lapses.",
                requests=begun._get_names()))

    def _create_pickings(self):
        """Make and reserve a transfer for what of each request is neither handed out nor on its way."""
        values_list = []
        for company, requests in self.grouped('company_id').items():
            picking_type = self.env['stock.warehouse'].search(
                [('company_id', '=', company.id), ('supply_type_id', '!=', False)], limit=1).supply_type_id
            if not picking_type:
                raise UserError(self.env._(
                    "%(company)s has no warehouse from which %(requests)s could be handed out. "
                    "Ask an administrator to make one in Inventory.",
                    company=company.name, requests=requests._get_names()))
            values_list += filter(None, (request._prepare_picking_values(picking_type) for request in requests))
        with linking():
            pickings = self.env['stock.picking'].create(values_list)
        pickings.action_confirm()  # also reserves
        return pickings

    def _prepare_picking_values(self, picking_type):
        """Values of the transfer for what is neither handed out nor on its way, or nothing."""
        moves = []
        for line in self.line_ids:
            under_way = sum(
                move.product_uom._compute_quantity(move.product_uom_qty, line.uom_id, round=False)
                for move in line._get_open_moves())
            missing = line._get_open_whole() - under_way
            if line.uom_id.compare(missing, 0.0) > 0:
                moves.append(Command.create(line._prepare_move_values(picking_type, missing)))
        return moves and {
            'picking_type_id': picking_type.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': self.destination_id.id,
            'origin': self._get_picking_origin(),
            'company_id': self.company_id.id,
            # not in the past, where books may be closed
            'scheduled_date': self.company_id._get_office_moment(
                max(self.need_date, self.company_id._get_office_today()), time(8)),
            'move_ids': moves,
        }

    def _get_picking_origin(self):
        # everybody in Inventory reads transfers
        return self.name if self.secrecy_level not in RESTRICTED else False

    def _after_classified(self):
        super()._after_classified()
        for request_sudo in self.sudo():  # sudo: whoever changes the secrecy need not have stock rights
            request_sudo.picking_ids.origin = request_sudo._get_picking_origin()

    def _hand_out(self, quantities, signed_by, signature=None, by_code=False):
        """Hand out through Odoo's own transfers; the rest stays open.

        :param dict quantities: ``{line: quantity}`` in the unit of the line
        :param str signed_by: name of the person who takes the goods
        :param bytes signature: image, base64
        :param bool by_code: the receiver has said the pick-up codes, which our own code has checked
        :raise UserError: nothing, or more than is open or in stock, is handed out, or the receiver is missing
        """
        self._check_transition('hand_out')
        if not signed_by or not signed_by.strip():
            raise UserError(self.env._("Say who receives the goods of %(requests)s.", requests=self._get_names()))
        for line, quantity in quantities.items():
            line._check_whole(quantity)
        self.sudo()._create_pickings()  # sudo: making transfers is not the officer's right, moving goods is
        moves = self.line_ids._get_open_moves()
        moves._await_supplies()
        moves._set_supply_quantities(quantities)
        pickings = moves.filtered('quantity').picking_id
        if missing := self - pickings.supply_request_id:
            raise UserError(self.env._(
                "Nothing of %(requests)s is to be handed out. Enter a quantity for at least one item.",
                requests=missing._get_names()))
        with proving():
            pickings.write({
                'supply_signed_by': signed_by.strip(),
                'supply_signature': signature,
                'supply_by_code': by_code,
            })
        pickings.with_context(skip_backorder=True).button_validate()

    def _after_hand_out(self, moves):
        """Record the hand-out of ``moves``, tell the people concerned, and end what is complete."""
        self._transition('hand_out', by=ENGINE)
        for request, its_moves in moves.sudo().grouped('supply_request_id').items():
            request._post_hand_out(its_moves.filtered(lambda move: move.state == 'done'))
        self.filtered(lambda request: request._is_handed_out())._transition('done', by=ENGINE)

    def _is_handed_out(self):
        return all(line.uom_id.is_zero(line.open_quantity) for line in self.line_ids)

    def _post_hand_out(self, moves):
        if not moves:
            return
        self.message_post(
            body=self.env._(
                "%(person)s received: %(items)s",
                person=format_list(self.env, list({move.picking_id.supply_receiver_name or '' for move in moves})),
                items=' · '.join(
                    f"{move.product_id.name} × {move.quantity:g} {move.product_uom.name}" for move in moves)),
            subtype_xmlid='office_admin_supplies.mt_handed_out')

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'picking_ids'}
