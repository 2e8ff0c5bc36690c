from odoo import api, models

from odoo.addons.office_admin_supplies.own_code import linking


class PurchaseRequisitionCreateAlternative(models.TransientModel):
    """Alternatives that a buyer asks for himself belong to the round of their order, too."""
    _inherit = 'purchase.requisition.create.alternative'

    def action_create_alternative(self):
        with linking():
            return super().action_create_alternative()

    def _get_alternative_values(self):
        values_list = super()._get_alternative_values()
        if supply_round := self.origin_po_id.supply_round_id:
            vendors = self.env['res.partner'].browse(values['partner_id'] for values in values_list)
            return [
                values | {'supply_round_id': supply_round.id, 'is_supply_alternative': True,
                          'company_id': supply_round.company_id.id, **supply_round._prepare_vendor_terms(vendor)}
                for values, vendor in zip(values_list, vendors, strict=True)]
        return values_list

    @api.model
    def _get_alternative_line_value(self, order_line, product_tmpl_ids_with_description):
        values = super()._get_alternative_line_value(order_line, product_tmpl_ids_with_description)
        if order_line.supply_round_line_id:
            values['supply_round_line_id'] = order_line.supply_round_line_id.id
        return values
