from odoo import api, fields, models


class ProductTemplate(models.Model):
    """The limit per person and month: a quota like the others, entered where the product is."""
    _inherit = 'product.template'

    supply_limit = fields.Float(
        "At Most per Person and Month", compute='_compute_supply_limit', inverse='_inverse_supply_limit',
        digits='Product Unit', compute_sudo=True,
        help="In the unit of the product. 0: no limit. More quotas, for example per department, are in the "
             "configuration of Supplies.")

    @api.depends_context('company')
    def _compute_supply_limit(self):
        quotas = self._get_limit_quotas()
        limits = {quota.product_tmpl_id: quota.quantity for quota in quotas}
        for template in self:
            template.supply_limit = limits.get(template._origin, 0.0)

    def _inverse_supply_limit(self):
        for template in self:
            quota = template._get_limit_quotas()
            if not template.supply_limit:
                quota.unlink()
            elif quota:
                quota.quantity = template.supply_limit
            else:
                quota.create({'product_tmpl_id': template.id, 'quantity': template.supply_limit,
                              'company_id': self.env.company.id})

    def _get_limit_quotas(self):
        return self.env['office.supply.quota'].search([
            ('company_id', '=', self.env.company.id), ('product_tmpl_id', 'in', self.ids),
            ('applies_to', '=', 'everybody'), ('goods_type', '=', 'product'), ('measure', '=', 'quantity'),
            ('period', '=', 'month'), ('valid_from', '=', False), ('valid_until', '=', False)])
