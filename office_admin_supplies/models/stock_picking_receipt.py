from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.held import held

# True while our own code records that the pick-up code was said.
_proving = ContextVar('office_supply_proving', default=False)


def proving():
    """Let our own code record inside a block that the receiver said the pick-up code."""
    return held(_proving)


class StockPicking(models.Model):
    """What proves that the receiver took the goods: his signature, or the code that only he knows."""
    _inherit = 'stock.picking'

    supply_by_code = fields.Boolean(
        "Received by Pick-Up Code", copy=False, readonly=True, help="The receiver said the pick-up code.")

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default proves anything
        return super().default_get([name for name in fields if name != 'supply_by_code'])

    @api.model_create_multi
    def create(self, vals_list):
        if not _proving.get() and any(vals.get('supply_by_code') for vals in vals_list):
            raise UserError(self._get_unproven_message())
        return super().create(vals_list)

    def write(self, vals):
        if 'supply_by_code' in vals and not _proving.get():
            raise UserError(self._get_unproven_message())
        return super().write(vals)

    def _get_unproven_message(self):
        return self.env._("Only “Hand Out” of the supply request records that a pick-up code was said.")

    def _is_supply_received(self):
        way = self.company_id._get_supply_receipt_way()
        if way == 'code':
            return self.supply_by_code
        return super()._is_supply_received() or way == 'either' and self.supply_by_code

    def _get_missing_receipt_message(self):
        way = self.company_id._get_supply_receipt_way()
        if way == 'name' or way == 'signature':
            return super()._get_missing_receipt_message()
        return self.env._(
            "Hand out %(request)s by “Hand Out”: the receiver says his pick-up code.",
            request=self.supply_request_id.display_name) if way == 'code' else self.env._(
            "Let the receiver of %(request)s sign, or say his pick-up code in “Hand Out”.",
            request=self.supply_request_id.display_name)
