from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    supply_request_id = fields.Many2one(
        'office.supply.request', index='btree_not_null', readonly=True, check_company=True)
    supply_signed_by = fields.Char("Received By", copy=False, readonly=True)
    supply_signed_on = fields.Datetime("Received On", copy=False, readonly=True)
    supply_signature = fields.Image("Receiver's Signature", copy=False, attachment=True, max_width=1024,
                                    max_height=1024, readonly=True)

    def write(self, vals):
        signed = {'supply_signed_by', 'supply_signed_on', 'supply_signature'} & vals.keys()
        if signed and (done := self.filtered(lambda picking: picking.state == 'done')):
            raise UserError(self.env._(
                "%(transfers)s is done: who received it cannot be changed any more.",
                transfers=format_list(self.env, done.mapped('display_name'))))
        return super().write(vals)

    def _pre_action_done_hook(self):
        unsigned = self._get_supply_hand_outs().filtered(lambda picking: not picking.supply_signed_by)
        if unsigned:
            return unsigned.supply_request_id.action_hand_out()
        return super()._pre_action_done_hook()

    def _action_done(self):
        hand_outs = self._get_supply_hand_outs()
        requests = hand_outs.supply_request_id
        requests._check_transition('hand_out')
        hand_outs._check_supply_signature()
        hand_outs._check_supply_quantities()
        result = super()._action_done()
        requests._after_hand_out(hand_outs)
        return result

    def _get_supply_hand_outs(self):
        return self.filtered(lambda picking: picking.supply_request_id and not picking.return_id)

    def _check_supply_signature(self):
        """:raise UserError: if the company wants a signature and the receiver has not given it"""
        for picking in self:
            if not picking.supply_signature and picking.company_id.supply_signature_required:
                raise UserError(self.env._(
                    "Let the receiver sign for the goods of %(request)s.",
                    request=picking.supply_request_id.display_name))

    def _check_supply_quantities(self):
        """:raise UserError: if more or other goods than asked are about to leave the stock"""
        for picking in self:
            for move in picking.move_ids.filtered(lambda move: move.state != 'cancel' and move.quantity):
                line = move.supply_line_id
                if not line:
                    raise UserError(self.env._(
                        "%(product)s in %(transfer)s was not asked for in %(request)s. Remove it from the transfer.",
                        product=move.product_id.display_name, transfer=picking.name,
                        request=picking.supply_request_id.display_name))
                if line.uom_id.compare(line.handed_quantity + move._get_supply_quantity(), line.quantity) > 0:
                    raise UserError(line._get_too_much_message())
