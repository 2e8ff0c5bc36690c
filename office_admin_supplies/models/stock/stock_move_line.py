from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...own_code import freeing, says_more

FINAL_FIELDS = {
    'quantity', 'quantity_product_uom', 'product_id', 'product_uom_id', 'location_id', 'location_dest_id', 'move_id',
    'picking_id', 'lot_id', 'lot_name', 'owner_id', 'package_id', 'result_package_id', 'company_id', 'date', 'state',
    'picked'}
QUANTITY_FIELDS = {'quantity', 'product_uom_id', 'product_id', 'move_id'}
# what whoever runs the warehouse says of an open hand-out, see the moves
PICKED_FIELDS = {
    'quantity', 'location_id', 'quant_id', 'lot_id', 'lot_name', 'package_id', 'result_package_id', 'picked',
    'is_entire_pack', 'expiration_date', 'date'}


class StockMoveLine(models.Model):
    """Odoo lets every employee read, make and change what moves in the stock.

    Who works in Inventory moves the goods of all, and does not see for what they are. Nobody else moves office
    supplies, or reads of those of others that are secret.
    """
    _name = 'stock.move.line'
    _inherit = ['stock.move.line', 'office.supply.shown.mixin']

    is_supply_cleared = fields.Boolean(compute='_compute_is_supply_cleared', search='_search_is_supply_cleared')

    @api.depends_context('uid')
    def _compute_is_supply_cleared(self):
        hidden = self.browse()
        if not self.env.user.has_group('stock.group_stock_user'):
            moves_sudo = self.sudo().move_id  # sudo: an employee may not read moves; the record rule reads it
            hidden = moves_sudo.filtered(lambda move: not all(
                request.is_cleared for request in (
                    move.supply_request_id | move.origin_returned_move_id.supply_request_id))).move_line_ids
        for line in self:
            line.is_supply_cleared = line.id not in hidden._ids

    def _search_is_supply_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if self.env.user.has_group('stock.group_stock_user'):
            return Domain.TRUE
        # sudo: which are hidden is asked for the user, whatever his rights
        requests_sudo = self.env['office.supply.request'].sudo()
        hidden = requests_sudo._search(requests_sudo._get_uncleared_domain())
        moves_sudo = self.env['stock.move'].sudo()
        handed_out = moves_sudo._search([('supply_request_id', 'in', hidden)])
        came_back = moves_sudo._search([('origin_returned_move_id', 'in', handed_out)])
        return Domain('move_id', 'not in', handed_out) & Domain('move_id', 'not in', came_back)

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env['stock.move'].browse(vals['move_id'] for vals in vals_list if vals.get('move_id'))
        pickings = self.env['stock.picking'].browse(
            vals['picking_id'] for vals in vals_list if vals.get('picking_id'))
        # sudo: employees may not read transfers
        with (moves | pickings.sudo().move_ids.with_env(self.env))._filter_picked()._keep_ready():
            move_lines = super().create(vals_list)
            move_lines._check_may_move_supplies()
            move_lines._check_final(QUANTITY_FIELDS)
        return move_lines

    def write(self, vals):
        picked = self.move_id._filter_picked()
        if picked and says_more(vals, PICKED_FIELDS):
            raise AccessError(picked._get_approved_message())
        target = self.env['stock.move'].browse(vals.get('move_id') or ())
        with (picked | target._filter_picked())._keep_ready():
            self._check_may_move_supplies()
            if FINAL_FIELDS & vals.keys() or not self.env.su and says_more(vals):
                self._check_final(vals.keys())
            result = super().write(vals)
            self._check_may_move_supplies()
        return result

    def unlink(self):
        with self.move_id._filter_picked()._keep_ready():
            self._check_may_move_supplies()
            self._check_final(QUANTITY_FIELDS)
            return super().unlink()

    def _check_final(self, names):
        """:raise UserError: fields of these ``names`` would change what is done, see the moves"""
        done_sudo = self.sudo().move_id._filter_still_done()  # sudo: employees may not read moves
        if fixed_sudo := done_sudo.filtered(lambda move: move._is_supply_move()):
            raise UserError(fixed_sudo._get_final_message())
        if QUANTITY_FIELDS & names:
            done_sudo.sudo(False)._check_supply_receiver()

    def _check_may_move_supplies(self):
        """:raise AccessError: the user may change no moves, but would change what is moved of office supplies"""
        if self.env.su or self.env['stock.move'].has_access('write'):
            return
        supplies_sudo = self.sudo().filtered(lambda line: line._is_of_supplies())  # sudo: moves of others
        if supplies_sudo:
            raise AccessError(self.env._(
                "%(products)s: only who works in Inventory moves office supplies. Ask for them by a supply request.",
                products=format_list(self.env, supplies_sudo.product_id.mapped('display_name'))))

    def _is_of_supplies(self):
        return self.product_id.supply_ok or bool(self.picking_id.supply_request_id) or (
            self.location_id | self.location_dest_id).filtered(lambda place: place._is_supply_consumption()) or (
            self.move_id and (self.move_id._is_supply_move() or self.move_id._is_supply_receipt()))

    def _free_reservation(self, *args, **kwargs):
        with freeing():
            return super()._free_reservation(*args, **kwargs)

    def _scrap_supplies(self, origin):
        """Write off, with Odoo's own scrap, what these lines have brought to their destination."""
        scraps = self.env['stock.scrap'].create([{
            'product_id': line.product_id.id,
            'product_uom_id': line.product_uom_id.id,
            'scrap_qty': line.quantity,
            'lot_id': line.lot_id.id,
            'location_id': line.location_dest_id.id,
            'company_id': line.company_id.id,
            'origin': origin,
        } for line in self])
        scraps.do_scrap()
