from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.spreadsheet import CodeIndex, code_key, name_key
from odoo.addons.office_admin_base.wizard.office_import_mixin import CODE, NUMBER, TEXT, ImportColumn

from . import supply_headings


class OfficeSupplyImportProducts(models.TransientModel):
    """A list of office supplies: new ones are made, and those whose code is there are changed."""
    _name = 'office.supply.import.products'
    _description = 'Import Office Supplies'
    _inherit = ['office.supply.import.mixin']

    _max_rows = 3000

    line_ids = fields.One2many('office.supply.import.products.line', 'wizard_id', "Rows")

    def action_import(self):
        """Make or change the products of all rows that were not left out; many of them in the background."""
        self.ensure_one()
        self.env['product.template'].check_access('create')
        lines = self._get_good_lines()
        self._check_each_once(lines)
        return self._take_rows_over(self.env._("Office Supplies"), 'product.template', [
            (line.number, line.text, line._prepare_row()) for line in lines])

    @api.model
    def _check_each_once(self, lines):
        """:raise UserError: two rows change the same product"""
        first_rows = {}
        for line in lines.filtered('template_id'):
            first = first_rows.setdefault(line.template_id, line.number)
            if first != line.number:
                raise UserError(self.env._(
                    "Nothing was imported: rows %(first)s and %(second)s both change %(product)s. Leave one of them "
                    "out.", first=first, second=line.number, product=line.template_id.display_name))

    @api.model
    def _import_rows(self, rows):
        """Make or change a product for each of ``rows``.

        :param list rows: what ``_prepare_row`` has made of the lines that the user confirmed
        :return: the ids of the product templates
        :raise UserError: a code has come into use since the file was read
        """
        templates = self.env['product.template'].with_company(self.env.company)
        new = [row for row in rows if not row.get('template')]
        self._check_still_new([row['default_code'] for row in new])
        made = templates.create([self._prepare_values(templates, row) for row in new])
        ids = iter(made.ids)
        found = templates.browse([row.get('template') or next(ids) for row in rows])
        for row, template in zip(rows, found, strict=True):
            if row.get('template'):
                template.write(self._prepare_values(template, row))
        return found.ids

    @api.model
    def _check_still_new(self, codes):
        products = self.env['product.product'].with_context(active_test=False).search(
            self._get_company_domain() & Domain('default_code', 'in', codes), limit=1)
        if products:
            raise UserError(self.env._(
                "The code %(code)s has come into use since the file was read, by %(product)s. Read the file again.",
                code=products.default_code, product=products.display_name))

    @api.model
    def _prepare_values(self, template, row):
        """Return the values of the product; what the row leaves empty stays as it is."""
        values = {'supply_ok': True}
        if not template:
            values |= {'is_storable': True, 'sale_ok': False, 'company_id': self.env.company.id,
                       'default_code': row['default_code']}
        elif not template.active:
            values['active'] = True
        for name, key in (('name', 'name'), ('barcode', 'barcode'), ('categ_id', 'category'), ('uom_id', 'unit')):
            if row.get(key):
                values[name] = row[key]
        if row.get('pack'):
            values['uom_ids'] = [Command.link(row['pack'])]
        if row.get('cost') is not None:
            values['standard_price'] = row['cost']
        if row.get('limit') is not None:
            values['supply_limit'] = row['limit']
        if row.get('vendor'):
            values['seller_ids'] = [self._prepare_seller(template, row)]
        return values

    @api.model
    def _prepare_seller(self, template, row):
        price = {} if row.get('price') is None else {'price': row['price']}
        seller = template.seller_ids.filtered(lambda seller: seller.partner_id.id == row['vendor'])[:1]
        if seller:
            return Command.update(seller.id, price)
        return Command.create({'partner_id': row['vendor'], 'company_id': self.env.company.id, **price})

    @api.model
    def _get_company_domain(self):
        return Domain('company_id', 'in', [False, self.env.company.id])

    def _prepare_lines(self, rows):
        known = self._get_known()
        first_rows, vals_list = {}, []
        for row in rows:
            values, faults = self._read_values(row, known)
            meaning = self._get_meaning(row, known)
            if not row.is_left_out:
                faults += self._get_repeated(row, first_rows)
            others = self._get_namesakes(row, known)
            if others and not any(meaning.values()):
                row.hint = row.hint or self.env._("%(product)s has the same name.", product=others[:1].display_name)
            if values['price'] is not None and not values['vendor']:
                row.hint = row.hint or self.env._("The vendor price is not used, since no vendor is named.")
            vals_list.append({
                'wizard_id': self.id, 'number': row.number, 'text': row.text, 'row_values': values,
                'is_left_out': row.is_left_out, 'hint': row.hint, 'faults': ' '.join(faults), **meaning})
        return vals_list

    def _get_known(self):
        """Return what rows can refer to: products by code, and categories, units and vendors by name."""
        company = self._get_company_domain()
        products = self.env['product.product'].with_context(active_test=False).search(
            company & Domain('default_code', '!=', False))
        codes = CodeIndex()
        for product in products:
            codes.add(product.default_code, product.id)
        vendors = self.env['res.partner'].search(company & Domain('is_company', '=', True))
        supplies = self.env['product.template'].search(company & Domain('supply_ok', '=', True))
        return {
            'code': codes,
            'name': self._get_by_name(supplies, 'name'),
            'multi': self.env['product.template'].union(*(
                template for template, in self.env['product.product']._read_group(
                    [('product_tmpl_id', 'in', products.product_tmpl_id.ids)], ['product_tmpl_id'],
                    having=[('__count', '>', 1)]))),
            'category': self._get_by_name(self.env['product.category'].search([]), 'name', 'complete_name'),
            'unit': {name: uoms[:1] for name, uoms in self._get_uoms().items()},
            'vendor': self._get_by_name(vendors, 'name'),
        }

    def _get_meaning(self, row, known):
        """Return which product a row changes; if that is not sure, what is probably meant, and why it is not sure."""
        code = row.get('code')
        products = self.env['product.product'].browse(sorted(known['code'].get(code.value))) if code.value else None
        none = {'template_id': False, 'proposal_id': False, 'doubt': False}
        if not code.value:
            return none
        exact = products.filtered(lambda product: product.default_code == code.value) or products
        template = exact.product_tmpl_id
        if not exact:
            guesses = self.env['product.product'].browse(sorted(known['code'].get_probable(code)))
            template = guesses.product_tmpl_id
            words = row.faults.get('code')
            if len(template) == 1 and template not in known['multi']:
                return none | {'proposal_id': template.id, 'doubt': words or self.env._(
                    "The code “%(code)s” probably means %(product)s.", code=code.value, product=guesses.display_name)}
            return none | {'doubt': words}
        if len(template) > 1:
            return none | {'doubt': self.env._(
                "Several products have the code “%(code)s”. Choose one.", code=code.value)}
        if template in known['multi'] or (template.active and not any(exact.mapped('active'))):
            return none | {'is_variant': True, 'doubt': self.env._(
                "“%(code)s” is the code of %(variant)s, a variant of %(product)s. Variants do not change here: leave "
                "the row out, and change it on the product.", code=code.value, variant=exact[:1].display_name,
                product=template.name)}
        if not template.active:
            return none | {'proposal_id': template.id, 'doubt': self.env._(
                "“%(code)s” is the code of the archived product %(product)s. If you take it, it is in use again.",
                code=code.value, product=template.name)}
        if exact.default_code != code.value:
            return none | {'proposal_id': template.id, 'doubt': self.env._(
                "The code “%(code)s” probably means %(product)s.", code=code.value, product=exact.display_name)}
        others = self._get_namesakes(row, known)
        if others and template not in others:
            return none | {'proposal_id': template.id, 'doubt': self.env._(
                "The code means %(product)s, but the name is that of %(other)s.", product=template.display_name,
                other=others[:1].display_name)}
        return none | {'template_id': template.id}

    def _get_namesakes(self, row, known):
        """Return the office supplies that bear the name of a row."""
        name = row.get('name').value
        return known['name'].get(name_key(name), self.env['product.template']) if name else self.env['product.template']

    def _get_repeated(self, row, first_rows):
        """Return what is wrong since an earlier row has the same code or barcode."""
        faults = []
        for key in ('code', 'barcode'):
            value = row.get(key).value
            if not value:
                continue
            same = code_key(value)
            same = same.lstrip('0') if key == 'code' and same.isdigit() else same
            first = first_rows.setdefault((key, same), row.number)
            if first != row.number:
                words = {'code': value, 'row': first}
                faults.append(self.env._("The code %(code)s is there twice, see row %(row)s.", **words) if key == 'code'
                              else self.env._("The barcode %(code)s is there twice, see row %(row)s.", **words))
        return faults

    def _read_values(self, row, known):
        """Return what a row says, and what is wrong with it; the code has its own doubts."""
        faults = [words for key, words in row.faults.items() if key != 'code' or not row.get('code').value]
        values = {'default_code': row.get('code').value or False, 'name': row.get('name').value or False,
                  'barcode': row.get('barcode').value or False}
        if not values['default_code'] and 'code' not in row.faults:
            faults.append(self.env._("The code is missing."))
        columns = self._get_columns()
        for key, kind in (('category', 'category'), ('unit', 'unit'), ('pack', 'unit'), ('vendor', 'vendor')):
            words = row.get(key).value
            found = known[kind].get(name_key(words)) if words else None
            if words and not found:
                faults.append(self.env._(
                    "%(column)s: there is no “%(words)s”. Make it first.", column=columns[key].label, words=words))
            elif found and len(found) > 1:
                faults.append(self.env._("%(column)s: several are called “%(words)s”. Give one of them another name.",
                                         column=columns[key].label, words=words))
            values[key] = found[:1].id if found else False
        for key in ('cost', 'price', 'limit'):
            values[key] = row.get(key).value
        return values, faults

    @api.model
    def _get_columns(self):
        return {
            'code': ImportColumn(self.env._("Code"), CODE, supply_headings.CODE),
            'name': ImportColumn(self.env._("Name"), TEXT, supply_headings.NAME),
            'category': ImportColumn(self.env._("Category"), TEXT, supply_headings.CATEGORY),
            'unit': ImportColumn(self.env._("Unit"), TEXT, supply_headings.UNIT),
            'pack': ImportColumn(self.env._("Pack"), TEXT, supply_headings.PACK),
            'barcode': ImportColumn(self.env._("Barcode"), CODE, supply_headings.BARCODE),
            'cost': ImportColumn(self.env._("Cost"), NUMBER, supply_headings.COST),
            'vendor': ImportColumn(self.env._("Vendor"), TEXT, supply_headings.VENDOR),
            'price': ImportColumn(self.env._("Vendor Price"), NUMBER, supply_headings.VENDOR_PRICE),
            'limit': ImportColumn(self.env._("At Most per Person and Month"), NUMBER, supply_headings.LIMIT),
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
    _inherit = ['office.import.line.mixin']

    _target_field = 'template_id'
    _proposal_field = 'proposal_id'

    wizard_id = fields.Many2one('office.supply.import.products', required=True, ondelete='cascade', readonly=True)
    template_id = fields.Many2one('product.template', "Changes", domain="[('company_id', 'in', [False, company_id])]")
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company, readonly=True)
    proposal_id = fields.Many2one('product.template', "Probably", readonly=True)
    is_variant = fields.Boolean(readonly=True)
    row_values = fields.Json(readonly=True)
    faults = fields.Char(readonly=True)

    @api.depends('faults', 'doubt', 'is_variant', 'template_id', 'row_values')
    @api.depends_context('lang')
    def _compute_message(self):
        owners = self._get_barcode_owners()
        for line in self:
            line.message = line._get_message(owners)

    @api.depends('template_id')
    def _compute_status(self):
        super()._compute_status()
        for line in self.filtered(lambda line: line.status == 'good' and not line.template_id):
            line.remark = line.hint or self.env._("New")

    def _get_message(self, owners):
        row = self.row_values or {}
        if self.doubt and (self.is_variant or not self.template_id):
            return self.doubt
        if self.faults:
            return self.faults
        if not row.get('name') and not self.template_id:
            return self.env._("The name is missing.")
        if self.template_id and len(self.template_id.product_variant_ids) > 1:
            return self.env._("%(product)s has variants, which do not change here. Change them on the product.",
                              product=self.template_id.name)
        owner = owners.get(row.get('barcode'))
        if owner and owner.product_tmpl_id != self.template_id:
            return self.env._("The barcode %(barcode)s belongs to %(product)s.", barcode=row['barcode'],
                              product=owner.display_name)
        return self._get_unit_fault(row)

    def _get_barcode_owners(self):
        """Return ``{barcode: product}``; it belongs to one product or pack, be that in use or archived."""
        barcodes = [line.row_values['barcode'] for line in self if (line.row_values or {}).get('barcode')]
        packs = self.env['product.uom'].search([('barcode', 'in', barcodes)])
        products = self.env['product.product'].with_context(active_test=False).search([('barcode', 'in', barcodes)])
        return {pack.barcode: pack.product_id for pack in packs} | {product.barcode: product for product in products}

    def _get_unit_fault(self, row):
        unit = row.get('unit')
        if self.template_id and unit and unit != self.template_id.uom_id.id:
            return self.env._(
                "%(product)s is counted by the %(unit)s; that does not change here. Leave the unit empty.",
                product=self.template_id.name, unit=format_list(self.env, [self.template_id.uom_id.name]))
        return False

    def _prepare_row(self):
        """Return what is taken over, as it can wait for the scheduled action."""
        return {**(self.row_values or {}), 'template': self.template_id.id}
