from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..supply_arithmetic import convert


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    supply_substitute_ids = fields.Many2many(
        'product.template', 'office_supply_substitute_rel', 'product_id', 'substitute_id', "Substitute Products",
        domain="[('supply_ok', '=', True), ('id', '!=', id)]", check_company=True,
        help="Offered to who asks for this product while it is out of stock, the first one that is there.")
    supply_is_stocked = fields.Boolean(
        "Stocked", compute='_compute_supply_is_stocked', search='_search_supply_is_stocked', compute_sudo=True,
        help="Kept in stock by the advice of the company, or by the choice of its manager of supplies.")

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


class OfficeSupplyRequestLine(models.Model):
    """What could be taken instead of what is out of stock."""
    _inherit = 'office.supply.request.line'

    substitute_id = fields.Many2one(
        'product.product', "Instead", compute='_compute_substitute_id',
        help="A substitute that the supply room has.")

    @api.depends('product_id', 'availability')
    @api.depends_context('uid')
    def _compute_substitute_id(self):
        for line in self:
            line.substitute_id = line.availability == 'none' and line._get_substitute()

    def _get_substitute(self):
        """Return the first substitute that is in stock, or nothing."""
        company = self.company_id or self.env.user.company_id
        # sudo: an employee may not read the stock; he learns only that something is there
        products_sudo = self.sudo().product_id.supply_substitute_ids.product_variant_ids.with_context(
            allowed_company_ids=company.ids)
        fitting_sudo = products_sudo.filtered(lambda product: product.supply_ok and product.active and (
            product.company_id in (company, company.browse())))
        return fitting_sudo._filter_in_stock()[:1]

    def action_take_substitute(self):
        """Ask for the substitute instead, in a draft of one's own."""
        for line in self:
            if not line.substitute_id:
                raise UserError(self.env._(
                    "%(line)s: there is nothing else in stock that could be taken instead.", line=line.display_name))
            line.write(line._prepare_substitute_values())
        return True

    def _prepare_substitute_values(self):
        """As much of the substitute: in the unit of the line where the substitute has it, else in its own."""
        substitute = self.substitute_id
        values = {'product_id': substitute.id, 'uom_id': self.uom_id.id}
        if self.uom_id in substitute.uom_id | substitute.uom_ids:
            return values
        own = substitute.uom_id
        if not self.uom_id._has_common_reference(own):
            raise UserError(self.env._(
                "%(line)s: %(substitute)s is handed out by the %(own)s, and nobody can say how many of these are "
                "%(quantity)g %(unit)s. Choose %(substitute)s in the line and enter how much you need.",
                line=self.display_name, substitute=substitute.display_name, own=own.name, quantity=self.quantity,
                unit=self.uom_id.name))
        return values | {'uom_id': own.id, 'quantity': convert(
            self.quantity, self.uom_id._compute_quantity(1.0, own, round=False), substitute._get_supply_step(),
            is_up=True)}
