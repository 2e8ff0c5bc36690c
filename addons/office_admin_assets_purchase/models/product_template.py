from odoo import fields, models


class ProductTemplate(models.Model):
    """A product of which each piece becomes a card of the ledger when it has come."""
    _inherit = 'product.template'

    asset_category_id = fields.Many2one(
        'maintenance.equipment.category', "Asset Class", company_dependent=True, check_company=True,
        ondelete='restrict',
        help="What is received of it waits for an acceptance, and becomes cards of this class in the ledger of assets. "
             "It need not be tracked in the stock as well.")
