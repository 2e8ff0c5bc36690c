from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list

from ..models.office_supply_request_line import MAX_QUANTITY


class OfficeSupplyImport(models.TransientModel):
    """A list of what a department needs, from a spreadsheet to one draft."""
    _name = 'office.supply.import'
    _description = 'Import a List of Needs'
    _inherit = ['office.supply.import.mixin']

    line_ids = fields.One2many('office.supply.import.line', 'wizard_id', "Rows")
    is_for_department = fields.Boolean("For the Whole Department", default=True)

    def action_import(self):
        """Make one draft of all rows that were not left out."""
        self.ensure_one()
        lines = self._get_good_lines()
        request = self.env['office.supply.request'].create({
            'is_for_department': self.is_for_department,
            'line_ids': [
                Command.create({
                    'product_id': line.product_id.id, 'quantity': line.quantity, 'uom_id': line.uom_id.id})
                for line in lines],
        })
        return request._get_approval_form_action()

    def _prepare_lines(self, rows):
        by_key = self._get_products_by_key()
        uoms = self._get_uoms()
        return [self._prepare_line(number, cells, by_key, uoms) for number, cells in rows]

    def _prepare_line(self, number, cells, by_key, uoms):
        product = self.env['product.product']
        for key in ('code', 'barcode', 'name'):
            # a code that Excel has made a number of
            value = str(int(cells[key])) if isinstance(cells.get(key), float) and cells[key].is_integer() else str(
                cells.get(key) or '')
            product = by_key[key].get(value.lower(), product)
            if product:
                break
        unit = str(cells['unit']).lower() if cells.get('unit') else ''
        allowed = product.uom_id | product.uom_ids
        found = uoms.get(unit, self.env['uom.uom'])
        return {
            'wizard_id': self.id,
            'number': number,
            'text': self._get_row_text(cells),
            'product_id': product.id if len(product) == 1 else False,
            'is_ambiguous': len(product) > 1,
            'quantity': self._read_number(cells.get('quantity')) or 0.0,
            # a unit that is not one of the product's stays, and is said
            'uom_id': ((found & allowed)[:1] or found[:1]).id if unit else product[:1].uom_id.id,
            'unknown_unit': str(cells['unit'])[:60] if unit and not found else False,
        }

    def _get_products_by_key(self):
        """Return ``{'code': {code: product}, 'barcode': …, 'name': {name: products}}`` of what can be asked for."""
        found = {'code': {}, 'barcode': {}, 'name': {}}
        domain = self.env['office.supply.request'].new({})._get_product_catalog_domain()
        products = self.env['product.product'].search(domain)
        for lang in {'en_US', self.env.lang or 'en_US'}:
            for product in products.with_context(lang=lang):
                values = {'code': product.default_code, 'barcode': product.barcode, 'name': product.name}
                for key, value in values.items():
                    if value:
                        same = found[key].get(value.lower(), products.browse())
                        found[key][value.lower()] = same | product.with_env(self.env)
        return found

    @api.model
    def _get_columns(self):
        return {
            'code': (self.env._("Code"), 'Code', 'Product Code', 'Internal Reference', '编码', '产品编码', '物料编码'),
            'barcode': (self.env._("Barcode"), 'Barcode', '条码', '条形码'),
            'name': (self.env._("Product"), 'Product', 'Name', 'Item', '名称', '品名', '产品', '物品名称', '用品名称'),
            'quantity': (self.env._("Quantity"), 'Quantity', 'Qty', '数量', '需求数量'),
            'unit': (self.env._("Unit"), 'Unit', 'Unit of Measure', '单位'),
        }

    @api.model
    def _get_required_columns(self):
        return [{'code', 'barcode', 'name'}, {'quantity'}]

    @api.model
    def _get_template_name(self):
        return 'supply_needs'


class OfficeSupplyImportLine(models.TransientModel):
    """One product of the list, which can be mended before it is taken over."""
    _name = 'office.supply.import.line'
    _description = 'Row of a List of Needs'
    _inherit = ['office.supply.import.line.mixin']

    wizard_id = fields.Many2one('office.supply.import', required=True, ondelete='cascade', readonly=True)
    product_id = fields.Many2one('product.product', domain="[('supply_ok', '=', True)]")
    quantity = fields.Float(digits='Product Unit')
    uom_id = fields.Many2one('uom.uom', "Unit")
    is_ambiguous = fields.Boolean(readonly=True)
    unknown_unit = fields.Char(readonly=True)

    @api.depends('product_id', 'quantity', 'uom_id', 'is_ambiguous', 'unknown_unit')
    @api.depends_context('lang')
    def _compute_message(self):
        for line in self:
            line.message = line._get_message()

    def _get_message(self):
        if not self.product_id:
            return self.env._("Several products have this name. Choose one.") if self.is_ambiguous else self.env._(
                "There is no such office supply. Choose one, or leave the row out.")
        if not self.product_id.supply_ok or not self.product_id.active:
            return self.env._("This product cannot be asked for. Choose another one.")
        # written so that “not a number” fails, too
        if not 0 < self.quantity <= MAX_QUANTITY:
            return self.env._("The quantity is no number above zero and up to %(max)s.", max=MAX_QUANTITY)
        if self.unknown_unit and not self.uom_id:
            return self.env._("There is no unit “%(unit)s”. Choose one.", unit=self.unknown_unit)
        allowed = self.product_id.uom_id | self.product_id.uom_ids
        if self.uom_id not in allowed:
            return self.env._("%(product)s is handed out by the %(units)s.", product=self.product_id.name,
                              units=format_list(self.env, allowed.mapped('name'), 'or'))
        return False
