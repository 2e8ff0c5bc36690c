from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon
from odoo.addons.office_admin_supplies.tests.round_common import OfficeRoundMixin


class OfficePurchaseCommon(OfficeRoundMixin, OfficeSupplyCommon):
    """A supply room that buys in Purchase, without taxes."""

    @classmethod
    def _set_up_rounds(cls):
        super()._set_up_rounds()
        cls.company.account_purchase_tax_id = False
        cls.ink.supplier_taxes_id = False
        cls.pen.supplier_taxes_id = False

    @classmethod
    def _prepare(cls):
        if cls.prepared_round == 'purchased':
            cls.supply_round, cls.order = cls._create_purchased()
        else:
            super()._prepare()

    @classmethod
    def _create_purchased(cls, asked=3):
        """A round of four departments that was ordered in Purchase, and its only order."""
        supply_round = cls._create_approved_round(asked)
        supply_round.action_order()
        return supply_round, supply_round.line_ids.purchase_line_ids.order_id

    def _receive_order(self, order, quantity, user):
        move = order.picking_ids.move_ids.with_user(user).filtered(lambda move: move.state == 'assigned')
        move.quantity = quantity
        move.picked = True
        move.picking_id.with_context(skip_backorder=True).button_validate()
