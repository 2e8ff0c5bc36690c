from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    supply_ok = fields.Boolean(
        "Office Supply", index='btree_not_null', help="Employees can ask for this product in a supply request.")
