from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_count_second = fields.Boolean(
        "Second Count", default=True, help="What differs from the book is counted again by somebody else.")
    supply_count_tolerance = fields.Monetary(
        "Differences up to", default=100.0,
        help="Up to this value of the differences an officer approves a count; above it the manager does.")

    @api.constrains('supply_count_tolerance')
    def _check_supply_count_tolerance(self):
        for company in self:
            if not company.supply_count_tolerance >= 0:
                raise ValidationError(self.env._(
                    "%(company)s: the value up to which an officer approves a count is zero or more.",
                    company=company.name))


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_count_second = fields.Boolean(related='company_id.supply_count_second', readonly=False)
    supply_count_tolerance = fields.Monetary(
        related='company_id.supply_count_tolerance', readonly=False, currency_field='supply_currency_id')
    supply_currency_id = fields.Many2one(related='company_id.currency_id', string="Currency of the Company")


class OfficeSupplyCount(models.Model):
    """Where a count meets Odoo's stock: what there is to count, and how differences are corrected."""
    _inherit = 'office.supply.count'

    def _create_lines(self):
        for count in self:
            items = count._get_items()
            if not items:
                raise UserError(self.env._(
                    "%(count)s: no office supplies are kept there. Choose other places or categories.",
                    count=count.display_name))
            self.env['office.supply.count.line'].create([
                {'count_id': count.id, 'product_id': product.id, 'location_id': location.id, 'lot_id': lot.id}
                for product, location, lot in items])

    def _get_items(self):
        """Return ``[(product, location, lot)]`` of all that lies in the places, or could lie there."""
        places = self.location_ids or self._get_supply_rooms()
        domain = [
            ('supply_ok', '=', True), ('is_storable', '=', True), ('company_id', 'in', [False, self.company_id.id])]
        if self.category_ids:
            domain.append(('categ_id', 'child_of', self.category_ids.ids))
        products = self.env['product.product'].search(domain)
        quants = self.env['stock.quant'].search([
            ('product_id', 'in', products.ids), ('location_id', 'child_of', places.ids),
            ('location_id.usage', '=', 'internal'), ('package_id', '=', False), ('owner_id', '=', False)])
        items = {(quant.product_id, quant.location_id, quant.lot_id): None for quant in quants}
        if not self.location_ids:  # what the book does not know, but may lie there all the same
            unknown = (products - quants.product_id).filtered(lambda product: product.tracking == 'none')
            items |= {(product, places[:1], self.env['stock.lot']): None for product in unknown}
        return list(items)

    def _get_supply_rooms(self):
        warehouses = self.env['stock.warehouse'].search([('company_id', '=', self.company_id.id)])
        return warehouses.lot_stock_id

    def _correct_stock(self):
        """Correct Odoo's stock by what differed at the moment of counting: what moved since then stays moved."""
        lines = self.line_ids.filtered(lambda line: line._is_different())
        quants = self.env['stock.quant']
        reserved = lines._get_reserving_moves()
        before = {move: move.quantity for move in reserved}
        for line in lines:
            quants |= line._prepare_correction()
        # the key is Odoo's own: the name of the moves in its history
        reason = ' · '.join(filter(None, (self.name, self.note)))
        quants.with_context(inventory_name=reason).action_apply_inventory()
        self._tell_short_requests(before)

    def _tell_short_requests(self, before):
        """Say on requests that what lay ready for them is not there.

        :param dict before: ``{move: quantity that was reserved}``
        """
        for move, quantity in before.items():
            if move.product_uom.compare(move.quantity, quantity) < 0:
                # sudo: the system says it
                move.sudo().supply_request_id.message_post(body=self.env._(
                    "%(product)s: the supply room was counted, and fewer are there than thought. %(missing)g %(unit)s "
                    "for this request are open again and come when there are some.",
                    product=move.product_id.display_name, missing=quantity - move.quantity,
                    unit=move.product_uom.name))


class OfficeSupplyCountLine(models.Model):
    _inherit = 'office.supply.count.line'

    def _get_reserving_moves(self):
        """Return the open hand-outs of these products, for which something lies ready."""
        return self.env['stock.move'].search([
            ('product_id', 'in', self.product_id.ids), ('company_id', 'in', self.company_id.ids),
            ('supply_line_id', '!=', False), ('state', 'in', ('assigned', 'partially_available'))])

    def _prepare_correction(self):
        """Set on Odoo's record of this stock what there is now, and return it.

        :raise UserError: so much is not in the book any more
        """
        difference = self.counted_quantity - self.book_quantity
        quant = self._get_quants()[:1] or self.env['stock.quant'].create({
            'product_id': self.product_id.id, 'location_id': self.location_id.id, 'lot_id': self.lot_id.id})
        wanted = quant.quantity + difference
        if self.uom_id.compare(wanted, 0.0) < 0:
            raise UserError(self.env._(
                "%(count)s: %(item)s has moved since it was counted. %(book)g %(unit)s are in the book now, and "
                "%(missing)g were missing. Press “Count Again”.", count=self.count_id.display_name,
                item=self.display_name, book=quant.quantity, unit=self.uom_id.name, missing=-difference))
        quant.write({'inventory_quantity': wanted, 'inventory_quantity_set': True})
        return quant


class OfficeSupplyRequestLine(models.Model):
    _inherit = 'office.supply.request.line'

    def _get_availabilities(self):
        """Who counts does not learn from drafts, one quantity after the other, how much the book says there is."""
        levels = super()._get_availabilities()
        if not self or self.env['stock.quant']._reads_supply_quantities():
            return levels
        # sudo: whom the user helps to count with, whatever they may read of it
        counted_sudo = self.env['office.supply.count.line'].sudo().search([
            ('state', '=', 'counting'), ('count_id.counter_ids', 'in', self.env.uid),
            ('product_id', 'in', self.product_id.ids)]).product_id
        return levels | {line: False for line in self if line.product_id.id in counted_sudo._ids}
