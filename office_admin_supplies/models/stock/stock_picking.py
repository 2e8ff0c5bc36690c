from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...own_code import moving, says_more

AFTER_FIELDS = {'printed', 'is_locked', 'batch_id'}  # what people may still write when it is done
FINAL_FIELDS = {'state', 'supply_request_id', 'company_id', 'date_done'}
# what whoever runs the warehouse says of an open hand-out, see the moves
PICKED_FIELDS = {
    'move_ids', 'move_line_ids', 'scheduled_date', 'user_id', 'priority', 'note', 'printed', 'is_locked', 'batch_id'}


class StockPicking(models.Model):
    """The transfer that hands supplies out, with who received them.

    Everybody in Inventory reads transfers; for whom the goods of a secret request were is told to those only who may
    read the request.
    """
    _name = 'stock.picking'
    _inherit = ['stock.picking', 'office.receipt.mixin']

    supply_request_id = fields.Many2one(
        'office.supply.request', compute='_compute_supply_request_id', store=True, index='btree_not_null')

    @api.depends('move_ids.supply_request_id')
    def _compute_supply_request_id(self):
        for picking in self:
            picking.supply_request_id = picking.move_ids.supply_request_id[:1]

    @api.depends('supply_request_id.is_cleared')
    def _compute_received_by(self):
        super()._compute_received_by()

    @api.depends('supply_request_id.is_cleared')
    def _compute_received_signature(self):
        super()._compute_received_signature()

    def write(self, vals):
        picked = self.sudo().move_ids.with_env(self.env)._filter_picked()  # sudo: moves of others
        if picked and says_more(vals, PICKED_FIELDS):
            raise AccessError(picked._get_approved_message())
        with picked._keep_ready():
            if FINAL_FIELDS & vals.keys():
                self._check_final(vals)
            if not self.env.su and says_more(vals, AFTER_FIELDS) and (done_sudo := self._filter_final()):
                raise UserError(done_sudo.move_ids._get_final_message())
            return super().write(vals)

    def unlink(self):
        if done_sudo := self._filter_final():
            raise UserError(done_sudo.move_ids._get_final_message())
        return super().unlink()

    def _is_receipt_shown(self):
        return not self.supply_request_id or self.supply_request_id.is_cleared

    def _check_final(self, vals):
        """:raise UserError: ``vals`` would change for which request something is, when it was done, or its company"""
        if {'company_id', 'date_done'} & vals.keys() and (done_sudo := self._filter_final()):
            raise UserError(done_sudo.move_ids._get_final_message())
        supply_sudo = self.sudo().filtered('supply_request_id')
        if 'supply_request_id' in vals or (supply_sudo and {'state', 'company_id'} & vals.keys()):
            raise UserError(self.env['stock.move']._get_supply_only_message())

    def _filter_final(self):
        """Return those that have moved supplies and are not doing it just now, as superuser: of whichever company."""
        return self.sudo().filtered(lambda picking: any(
            move._is_supply_move() for move in picking.move_ids._filter_still_done()))

    def _action_done(self):
        # Odoo writes the day on transfer and moves once more when they are done
        open_moves = self.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        with moving(open_moves):
            return super()._action_done()

    def _pre_action_done_hook(self):
        self.move_ids._check_not_picked()
        unsigned = self.sudo().filtered(  # sudo: the name may be hidden from the user
            lambda picking: picking.supply_request_id and not picking.receiver_name)
        if unsigned:
            return unsigned.sudo(False).supply_request_id.action_hand_out()
        return super()._pre_action_done_hook()

    def _check_supply_receipt(self):
        """:raise UserError: if the receiver is not named, or has not signed where the company wants it"""
        for picking_sudo in self.sudo().filtered('supply_request_id'):  # sudo: nobody has access to what is stored
            if not picking_sudo.receiver_name or not picking_sudo._is_supply_received():
                raise UserError(picking_sudo.sudo(False)._get_missing_receipt_message())

    def _is_supply_received(self):
        """Whether the receiver has proved that he takes the goods, as the company wants it; called as superuser."""
        self.ensure_one()
        match self.company_id.supply_receipt_way:
            case 'signature':
                return bool(self.receiver_signature)
            case 'code':
                return self.receipt_by_code
            case 'either':
                return bool(self.receiver_signature) or self.receipt_by_code
        return True

    def _get_missing_receipt_message(self):
        """What to do where the proof is missing."""
        self.ensure_one()
        request = self.supply_request_id.display_name
        match self.company_id.sudo().supply_receipt_way:  # sudo: settings
            case 'code':
                return self.env._(
                    "Hand out %(request)s by “Hand Out”: the receiver says his pick-up code.", request=request)
            case 'either':
                return self.env._(
                    "Let the receiver of %(request)s sign, or say his pick-up code in “Hand Out”.", request=request)
        return self.env._("Let the receiver sign for the goods of %(request)s.", request=request)

    def _get_by_hand_message(self, names=()):
        return self.env._("Only “Hand Out” of the supply request records who received the goods, and what proves it.")
