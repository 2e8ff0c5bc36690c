from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_list


class OfficeSupplyImportProducts(models.TransientModel):
    """A list of office supplies: new ones are made, and those whose code is there are changed."""
    _name = 'office.supply.import.products'
    _description = 'Import Office Supplies'
    _inherit = ['office.supply.import.mixin']

    _max_rows = 3000

    line_ids = fields.One2many('office.supply.import.products.line', 'wizard_id', "Rows")

    def action_import(self):
        """Make or change the products of all rows that were not left out."""
        self.ensure_one()
        self.env['product.template'].check_access('create')
        lines = self._get_good_lines()
        templates = self.env['product.template']
        new = lines.filtered(lambda line: not line.template_id)
        made = templates.create([new_line._prepare_values() for new_line in new])
        for line, template in zip(new, made, strict=True):
            line.template_id = template
        for line in lines - new:
            line.template_id.write(line._prepare_values())
        for line in lines:
            line._write_company_values()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Office Supplies"),
            'res_model': 'product.template',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'domain': [('id', 'in', lines.template_id.ids)],
        }

    def _prepare_lines(self, rows):
        known = self._get_known()
        seen = set()
        vals_list = []
        for number, cells in rows:
            values, faults = self._read_row(cells, known)
            code = values['default_code']
            if code and code in seen:
                faults.append(self.env._("The code %(code)s is there twice.", code=code))
            seen.add(code)
            vals_list.append({
                'wizard_id': self.id, 'number': number, 'text': self._get_row_text(cells), 'row_values': values,
                'template_id': known['template'].get(code, known['template'].get(None)).id,
                'faults': ' '.join(faults)})
        return vals_list

    def _get_known(self):
        """Return what rows can refer to: templates by code, and categories, units and vendors by name."""
        company = Domain('company_id', 'in', [False, self.env.company.id])
        templates = self.env['product.template'].search(company & Domain('default_code', '!=', False))
        categories = {}
        for category in self.env['product.category'].search([]):
            for name in (category.name, category.complete_name):
                categories.setdefault(name.lower(), category)
        return {
            'template': {template.default_code: template for template in templates} | {None: templates.browse()},
            'category': categories,
            'unit': {name: uoms[:1] for name, uoms in self._get_uoms().items()},
            'vendor': {partner.name.lower(): partner for partner in self.env['res.partner'].search(
                company & Domain('is_company', '=', True) & Domain('name', '!=', False))},
        }

    def _read_row(self, cells, known):
        """Return what a row says, and what is wrong with it."""
        faults = []
        code = self._get_text(cells.get('code'))
        values = {'default_code': code, 'name': self._get_text(cells.get('name')),
                  'barcode': self._get_text(cells.get('barcode'))}
        if not code:
            faults.append(self.env._("The code is missing."))
        if not values['name'] and code not in known['template']:
            faults.append(self.env._("The name is missing."))
        columns = self._get_columns()
        for key, kind in (('category', 'category'), ('unit', 'unit'), ('pack', 'unit'), ('vendor', 'vendor')):
            words = self._get_text(cells.get(key))
            record = known[kind].get(words.lower()) if words else None
            if words and not record:
                faults.append(self.env._(
                    "%(column)s: there is no “%(words)s”. Make it first.", column=columns[key][0], words=words))
            values[key] = record.id if record else False
        for key in ('cost', 'price', 'limit'):
            values[key] = self._read_number(cells.get(key))
            if values[key] is False:
                faults.append(self.env._("%(column)s: “%(words)s” is no number of zero or more.",
                                         column=columns[key][0], words=str(cells[key])[:30]))
        return values, faults

    @api.model
    def _get_text(self, cell):
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return str(cell).strip()[:200] if cell is not None else False

    @api.model
    def _get_columns(self):
        return {
            'code': (self.env._("Code"), 'Code', 'Internal Reference', '编码', '产品编码', '物料编码'),
            'name': (self.env._("Name"), 'Name', 'Product', '名称', '品名'),
            'category': (self.env._("Category"), 'Category', '类别', '分类'),
            'unit': (self.env._("Unit"), 'Unit', '单位'),
            'pack': (self.env._("Pack"), 'Pack', '包装', '包装单位'),
            'barcode': (self.env._("Barcode"), 'Barcode', '条码', '条形码'),
            'cost': (self.env._("Cost"), 'Cost', '成本', '成本价'),
            'vendor': (self.env._("Vendor"), 'Vendor', 'Supplier', '供应商'),
            'price': (self.env._("Vendor Price"), 'Vendor Price', 'Price', '供应商价格', '单价', '采购价'),
            'limit': (self.env._("At Most per Person and Month"), 'At Most per Person and Month', 'Limit',
                      '每人每月上限', '每人每月限量'),
        }

    @api.model
    def _get_required_columns(self):
        return [{'code'}]

    @api.model
    def _get_template_name(self):
        return 'office_supplies'


class OfficeSupplyImportProductsLine(models.TransientModel):
    """One office supply of the list."""
    _name = 'office.supply.import.products.line'
    _description = 'Row of a List of Office Supplies'
    _inherit = ['office.supply.import.line.mixin']

    wizard_id = fields.Many2one('office.supply.import.products', required=True, ondelete='cascade', readonly=True)
    template_id = fields.Many2one('product.template', "Changes", readonly=True)
    row_values = fields.Json(readonly=True)
    faults = fields.Char(readonly=True)

    @api.depends('faults', 'template_id', 'row_values')
    def _compute_message(self):
        for line in self:
            line.message = line.faults or line._get_unit_fault()

    def _get_unit_fault(self):
        unit = (self.row_values or {}).get('unit')
        if self.template_id and unit and unit != self.template_id.uom_id.id:
            return self.env._(
                "%(product)s is counted by the %(unit)s; that does not change here. Leave the unit empty.",
                product=self.template_id.name, unit=format_list(self.env, [self.template_id.uom_id.name]))
        return False

    def _prepare_values(self):
        """Return the values of the product; what the row leaves empty stays as it is."""
        row = self.row_values or {}
        values = {'supply_ok': True, 'default_code': row.get('default_code')}
        if not self.template_id:
            values |= {'is_storable': True, 'sale_ok': False, 'company_id': self.env.company.id}
        for name, key in (('name', 'name'), ('barcode', 'barcode'), ('categ_id', 'category'), ('uom_id', 'unit')):
            if row.get(key):
                values[name] = row[key]
        if row.get('pack'):
            values['uom_ids'] = [Command.link(row['pack'])]
        return values

    def _write_company_values(self):
        row, template = self.row_values or {}, self.template_id.with_company(self.env.company)
        if row.get('cost') is not None:
            template.standard_price = row['cost']
        if row.get('limit') is not None:
            template.supply_limit = row['limit']
        if not row.get('vendor'):
            return
        price = {} if row.get('price') is None else {'price': row['price']}
        seller = template.seller_ids.filtered(lambda seller: seller.partner_id.id == row['vendor'])[:1]
        if seller:
            seller.write(price)
        else:
            template.write({'seller_ids': [Command.create(
                {'partner_id': row['vendor'], 'company_id': self.env.company.id, **price})]})
