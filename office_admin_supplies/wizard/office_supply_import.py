from difflib import SequenceMatcher

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.spreadsheet import CodeIndex, name_key
from odoo.addons.office_admin_base.wizard.office_import_mixin import CODE, NUMBER, TEXT, ImportColumn

from ..models.request.office_supply_request_line import MAX_QUANTITY
from . import supply_headings

ALIKE = 0.5  # so much of two names is the same if they mean the same thing


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
        return request._get_form_action()

    def _prepare_lines(self, rows):
        products = self.env['product.product'].search(
            self.env['office.supply.request'].new({})._get_product_catalog_domain())
        known = {'code': CodeIndex(), 'barcode': CodeIndex(), 'name': self._get_by_name(products, 'name')}
        for product in products:
            for key, code in (('code', product.default_code), ('barcode', product.barcode)):
                if code:
                    known[key].add(code, product.id)
        names = {}
        for name, same in known['name'].items():
            for product in same:
                names.setdefault(product, []).append(name)
        uoms, first_rows, vals_list = self._get_uoms(), {}, []
        for row in rows:
            values = self._prepare_line(row, known, names, uoms)
            if values['product_id'] and not row.is_left_out:
                first = first_rows.setdefault((values['product_id'], values.get('uom_id')), row.number)
                if first != row.number:
                    values['hint'] = self.env._("This product is in row %(row)s as well.", row=first)
            vals_list.append(values)
        return vals_list

    def _prepare_line(self, row, known, names, uoms):
        product, proposal, doubt = self._get_product(row, known, names)
        unit = row.get('unit').value
        allowed = product.uom_id | product.uom_ids
        found = uoms.get(name_key(unit), self.env['uom.uom']) if unit else self.env['uom.uom']
        values = {
            'wizard_id': self.id,
            'number': row.number,
            'text': row.text,
            'is_left_out': row.is_left_out,
            'hint': row.hint,
            'product_id': product.id,
            'proposal_id': proposal.id,
            'doubt': doubt,
            'quantity': row.get('quantity').value or 0.0,
            'quantity_fault': row.faults.get('quantity'),
            'unknown_unit': unit if unit and not found else row.faults.get('unit'),
        }
        if found:
            # a unit that is not one of the product's stays, and is said
            values['uom_id'] = ((found & allowed)[:1] or found[:1]).id
        return values

    def _get_product(self, row, known, names):
        """Return the product of a row; if that is not sure, none, what is probably meant, and why it is not sure."""
        products = none = self.env['product.product']
        ids = {}
        for key in ('code', 'barcode'):
            if row.get(key).value:
                ids[key] = known[key].get(row.get(key).value)
        name = row.get('name').value
        if name:
            ids['name'] = set(known['name'].get(name_key(name), none).ids)
        found = [same for same in ids.values() if same]
        common = products.browse(sorted(set.intersection(*found))) if found else none
        if len(common) > 1:
            return none, none, self.env._("Several products have this name. Choose one.")
        if found and not common:
            return none, none, self._get_contradiction(ids)
        faults = [words for key, words in row.faults.items() if key in ('code', 'barcode', 'name') and not ids.get(key)]
        if not common:
            guesses = set().union(*(
                known[key].get_probable(row.get(key)) for key in ('code', 'barcode') if row.get(key).value))
            proposal = products.browse(guesses) if len(guesses) == 1 else none
            return none, proposal, ' '.join(faults) or self._get_unknown_words(proposal)
        unknown = next((key for key in ('code', 'barcode') if key in ids and not ids[key]), None)
        if faults or unknown:
            return none, common, ' '.join(faults) or self.env._(
                "There is no office supply “%(code)s”; the row probably means %(product)s.",
                code=row.get(unknown).value, product=common.display_name)
        if name and not ids['name'] and not self._is_alike(name, names.get(common, ())):
            return none, common, self.env._(
                "The code means %(product)s, but the list says “%(name)s”.", product=common.display_name, name=name)
        return common, none, False

    @api.model
    def _get_unknown_words(self, proposal):
        if proposal:
            return self.env._("There is no such office supply; probably %(product)s is meant.",
                              product=proposal.display_name)
        return self.env._("There is no such office supply. Choose one, or leave the row out.")

    @api.model
    def _get_contradiction(self, ids):
        columns = self._get_columns()
        return self.env._("The row contradicts itself: %(meanings)s. Choose one.", meanings=format_list(self.env, [
            f'{columns[key].label} → {self.env["product.product"].browse(sorted(same)[:1]).display_name}'
            for key, same in ids.items() if same]))

    @api.model
    def _is_alike(self, name, names):
        name = name_key(name)
        return any(
            name in other or other in name or SequenceMatcher(None, name, other).ratio() >= ALIKE for other in names)

    @api.model
    def _get_columns(self):
        return {
            'code': ImportColumn(self.env._("Code"), CODE, supply_headings.CODE),
            'barcode': ImportColumn(self.env._("Barcode"), CODE, supply_headings.BARCODE),
            'name': ImportColumn(self.env._("Product"), TEXT, supply_headings.NAME),
            'quantity': ImportColumn(self.env._("Quantity"), NUMBER, supply_headings.QUANTITY),
            'unit': ImportColumn(self.env._("Unit"), TEXT, supply_headings.UNIT),
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
    _inherit = ['office.import.line.mixin']

    _target_field = 'product_id'
    _proposal_field = 'proposal_id'

    wizard_id = fields.Many2one('office.supply.import', required=True, ondelete='cascade', readonly=True)
    product_id = fields.Many2one('product.product', domain="[('supply_ok', '=', True)]")
    proposal_id = fields.Many2one('product.product', "Probably", readonly=True)
    quantity = fields.Float(digits='Product Unit')
    quantity_fault = fields.Char(readonly=True)
    uom_id = fields.Many2one('uom.uom', "Unit", compute='_compute_uom_id', store=True, readonly=False)
    unknown_unit = fields.Char(readonly=True)

    @api.depends('product_id', 'unknown_unit')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or (not line.unknown_unit and line.product_id.uom_id)

    @api.depends('product_id', 'quantity', 'uom_id', 'doubt', 'quantity_fault', 'unknown_unit')
    @api.depends_context('lang')
    def _compute_message(self):
        for line in self:
            line.message = line._get_message()

    def _get_message(self):
        if not self.product_id:
            return self.doubt or self.env._("There is no such office supply. Choose one, or leave the row out.")
        if not self.product_id.supply_ok or not self.product_id.active:
            return self.env._("This product cannot be asked for. Choose another one.")
        # written so that “not a number” fails, too
        if not 0 < self.quantity <= MAX_QUANTITY:
            return (not self.quantity and self.quantity_fault) or self.env._(
                "The quantity is no number above zero and up to %(max)s.", max=MAX_QUANTITY)
        if self.unknown_unit and not self.uom_id:
            return self.env._("There is no unit “%(unit)s”. Choose one.", unit=self.unknown_unit)
        allowed = self.product_id.uom_id | self.product_id.uom_ids
        if self.uom_id not in allowed:
            return self.env._("%(product)s is handed out by the %(units)s.", product=self.product_id.name,
                              units=format_list(self.env, allowed.mapped('name'), 'or'))
        return self.product_id._get_whole_message(self.quantity, self.uom_id)
