from odoo import api, fields, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    """An office supply: in which units it is handed out, what can be taken instead, by which letters it is found."""
    _name = 'product.template'
    _inherit = ['product.template', 'office.pinyin.mixin']

    supply_ok = fields.Boolean(
        "Office Supply", index='btree_not_null', help="Employees can ask for this product in a supply request.")
    supply_substitute_ids = fields.Many2many(
        'product.template', 'office_supply_substitute_rel', 'product_id', 'substitute_id', "Substitute Products",
        domain="[('supply_ok', '=', True), ('id', '!=', id)]", check_company=True,
        help="Offered to who asks for this product while it is out of stock, the first one that is there.")
    supply_is_stocked = fields.Boolean(
        "Stocked", compute='_compute_supply_is_stocked', search='_search_supply_is_stocked', compute_sudo=True,
        help="Kept in stock by the advice of the company, or by the choice of its manager of supplies.")
    supply_is_durable = fields.Boolean(
        "Held by Name", help="A durable thing of low value, such as a stapler: who gets it has it on his list of "
                             "things, and gives it back when he leaves.")
    supply_old_for_new = fields.Boolean(
        "Old for New", help="Who holds one gets another only if he brings the old one, or says how it was lost.")

    @api.depends('supply_ok')
    def _compute_pinyin_key(self):
        super()._compute_pinyin_key()

    def _filter_found_by_pinyin(self):
        return self.filtered('supply_ok')

    @api.depends_context('company')
    def _compute_supply_is_stocked(self):
        advices = self.env['office.supply.advice'].search(
            [('company_id', '=', self.env.company.id), ('is_stocked', '=', True),
             ('product_id.product_tmpl_id', 'in', self.ids)])
        stocked = advices.product_id.product_tmpl_id
        for product in self:
            product.supply_is_stocked = product._origin in stocked

    def _search_supply_is_stocked(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: everybody may know what is stocked, not how much
        advices = self.env['office.supply.advice'].sudo().search(
            [('company_id', '=', self.env.company.id), ('is_stocked', '=', True)])
        return Domain('product_variant_ids', 'in', advices.product_id.ids)

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'default_code', 'barcode'}

    def _get_supply_units(self):
        """Return ``[{'id', 'name'}]``, the unit of the product first."""
        self.ensure_one()
        return [{'id': uom.id, 'name': uom.name} for uom in self.uom_id | self.uom_ids]
