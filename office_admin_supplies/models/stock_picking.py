from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

SIGNED_FIELDS = {'supply_signed_by', 'supply_signed_on', 'supply_signature'}


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    supply_request_id = fields.Many2one(
        'office.supply.request', compute='_compute_supply_request_id', store=True, index='btree_not_null')
    supply_signed_by = fields.Char("Received By", copy=False, readonly=True)
    supply_signed_on = fields.Datetime("Received On", copy=False, readonly=True)
    # in the table and not as an attachment, which people could replace afterwards
    supply_signature = fields.Image(
        "Receiver's Signature", copy=False, attachment=False, max_width=1024, max_height=1024, readonly=True)

    @api.depends('move_ids.supply_request_id')
    def _compute_supply_request_id(self):
        for picking in self:
            picking.supply_request_id = picking.move_ids.supply_request_id[:1]

    def write(self, vals):
        if vals.keys() & (SIGNED_FIELDS | {'state', 'supply_request_id'}):
            supply = self.filtered('supply_request_id')
            done = supply.filtered(lambda picking: 'done' in picking.move_ids.mapped('state'))
            if done and SIGNED_FIELDS & vals.keys():
                raise UserError(self.env._(
                    "%(transfers)s is done: who received it cannot be changed any more.",
                    transfers=format_list(self.env, done.mapped('display_name'))))
            if 'supply_request_id' in vals or (supply and 'state' in vals):
                raise UserError(self.env['stock.move']._get_supply_only_message())
        return super().write(vals)

    def _pre_action_done_hook(self):
        unsigned = self.filtered(lambda picking: picking.supply_request_id and not picking.supply_signed_by)
        if unsigned:
            return unsigned.supply_request_id.action_hand_out()
        return super()._pre_action_done_hook()

    def _check_supply_signature(self):
        """:raise UserError: if the receiver is not named, or has not signed where the company wants it"""
        for picking in self.filtered('supply_request_id'):
            if not picking.supply_signed_by or not picking._is_supply_received():
                raise UserError(picking._get_missing_receipt_message())

    def _is_supply_received(self):
        """Hook: whether the receiver has proved that he takes the goods, as the company wants it."""
        self.ensure_one()
        return bool(self.supply_signature) or not self.company_id.supply_signature_required

    def _get_missing_receipt_message(self):
        """Hook: what to do where the proof is missing."""
        self.ensure_one()
        return self.env._(
            "Let the receiver sign for the goods of %(request)s.", request=self.supply_request_id.display_name)

    def _set_supply_signed_on(self):
        self.filtered('supply_request_id').supply_signed_on = fields.Datetime.now()
