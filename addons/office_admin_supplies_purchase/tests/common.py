from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon
from odoo.addons.office_admin_supplies.tests.round_common import OfficeRoundMixin


class OfficePurchaseCommon(OfficeRoundMixin, OfficeSupplyCommon):
    """A supply room that buys in Purchase, without taxes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_purchase_tax_id = False
        cls.ink.supplier_taxes_id = False
        cls.pen.supplier_taxes_id = False

    def _create_purchased(self, asked=3):
        """A round of four departments that was ordered in Purchase, and its only order."""
        supply_round = self._create_approved_round(asked)
        supply_round.action_order()
        return supply_round, supply_round.line_ids.purchase_line_ids.order_id
