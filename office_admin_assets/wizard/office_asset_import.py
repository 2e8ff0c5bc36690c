from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.spreadsheet import code_key, name_key
from odoo.addons.office_admin_base.wizard.office_import_mixin import CODE, DATE, NUMBER, TEXT, ImportColumn

from . import asset_headings

LINKS = {
    'category': 'maintenance.equipment.category', 'place': 'office.place', 'holder': 'hr.employee',
    'department': 'hr.department', 'vendor': 'res.partner'}
"""The columns by which a row names another record, and of which model."""

FIELDS = {
    'name': 'name', 'category': 'category_id', 'brand': 'asset_brand', 'model': 'model', 'spec': 'asset_spec',
    'serial': 'serial_no', 'quantity': 'asset_quantity', 'unit': 'asset_unit', 'cost': 'cost',
    'acquired': 'asset_acquire_date', 'started': 'asset_start_date', 'warranty': 'warranty_date', 'place': 'place_id',
    'department': 'asset_department_id', 'vendor': 'partner_id'}
"""What a row writes into the card."""


class OfficeAssetImport(models.TransientModel):
    """The ledger that an office has had: a card of each row, with the code that it has."""
    _name = 'office.asset.import'
    _description = 'Import Assets'
    _inherit = ['office.import.mixin']

    _max_rows = 5000

    line_ids = fields.One2many('office.asset.import.line', 'wizard_id', "Rows")

    def action_import(self):
        """Make a card of each row that was not left out; of many, in the background."""
        self.ensure_one()
        self.env['maintenance.equipment']._check_keeps_ledger()
        lines = self._get_good_lines()
        return self._take_rows_over(self.env._("Assets"), 'maintenance.equipment', [
            (line.number, line.text, line._prepare_row()) for line in lines])

    @api.model
    def _get_result_action(self, title, target, ids):
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action') | {
            'name': title, 'domain': [('id', 'in', ids)]}

    @api.model
    def _import_rows(self, rows):
        """Make a card of each of ``rows``, or none.

        :param list rows: what ``_prepare_row`` has made of the lines that the user confirmed
        :return: the ids of the cards
        :raise UserError: a code or a serial number has come into use since the file was read
        """
        equipment = self.env['maintenance.equipment']
        equipment._check_keeps_ledger()
        self._check_still_new(rows)
        made = equipment.create([{
            'company_id': self.env.company.id, 'equipment_assign_to': 'other',
            **{field: row[key] for key, field in FIELDS.items() if row.get(key) and key != 'serial'},
        } for row in rows])
        made._register_each({card: {
            'asset_acquisition': 'opening', 'asset_code': row.get('code'),
            **({'employee_id': row['holder']} if row.get('holder') else {}),
            **({'serial_no': row['serial']} if row.get('serial') else {}),
        } for card, row in zip(made, rows, strict=True)}, self.env._("Taken over from the old ledger"))
        return made.ids

    @api.model
    def _check_still_new(self, rows):
        codes = [row['code'] for row in rows if row.get('code')]
        cards_sudo = self.env['maintenance.equipment'].sudo().with_context(active_test=False)
        if taken := cards_sudo.search(
                [('company_id', '=', self.env.company.id), ('asset_code', 'in', codes)], limit=1):
            raise UserError(self.env._("The code %(code)s has come into use since the file was read. Read it again.",
                                       code=taken.asset_code))

    def _prepare_lines(self, rows):
        known = self._get_known()
        first_rows, vals_list = {}, []
        for row in rows:
            values, faults = self._read_values(row, known)
            if not row.is_left_out:
                faults += self._get_repeated(values, row.number, first_rows)
            vals_list.append({
                'wizard_id': self.id, 'number': row.number, 'text': row.text, 'row_values': values,
                'is_left_out': row.is_left_out, 'hint': row.hint, 'faults': ' '.join(faults) or False,
                **{f'{key}_id': values[key] for key in ('category', 'place', 'holder')}})
        return vals_list

    def _get_known(self):
        """Return what rows can refer to, ``{key: {name: records}}``, and the codes and serial numbers in use."""
        company = Domain('company_id', 'in', [False, self.env.company.id])
        known = {}
        for key, model in LINKS.items():
            domain = company if 'company_id' in self.env[model]._fields else Domain.TRUE
            if key == 'vendor':
                domain &= Domain('is_company', '=', True)
            known[key] = self._get_by_name(self.env[model].sudo().search(domain), key)  # sudo: names of colleagues
        cards_sudo = self.env['maintenance.equipment'].sudo().with_context(active_test=False).search_fetch(
            [('company_id', '=', self.env.company.id), ('asset_code', '!=', False)],
            ['asset_code', 'asset_brand', 'serial_no', 'asset_state'])
        known['codes'] = {code_key(card.asset_code) for card in cards_sudo}
        known['serials'] = {
            (name_key(card.asset_brand or ''), card.serial_no) for card in cards_sudo
            if card.serial_no and card.asset_state != 'ended'}
        return known

    def _get_by_name(self, records, key):
        """Return ``{name: records}``, by name in every language, and by code or number where there is one."""
        names = {'place': ('name', 'complete_name', 'code'), 'holder': ('name', 'barcode', 'work_email'),
                 'category': ('name', 'asset_national_code')}.get(key, ('name',))
        found = {}
        for lang, _name in self.env['res.lang'].get_installed():
            for record in records.with_context(lang=lang):
                for text in filter(None, (record[name] for name in names)):
                    found[name_key(text)] = found.get(name_key(text), records.browse()) | record.with_env(self.env)
        return found

    def _read_values(self, row, known):
        """Return what a row says, ready to be stored, and what is wrong with it."""
        columns, faults, values = self._get_columns(), list(row.faults.values()), {}
        for key, column in columns.items():
            value = row.get(key).value
            if key in LINKS:
                found = known[key].get(name_key(value), ()) if value else ()
                if value and not found:
                    faults.append(self.env._("%(column)s: there is no “%(words)s”. Make it first, or choose another.",
                                             column=column.label, words=value))
                elif len(found) > 1:
                    faults.append(self.env._("%(column)s: several are called “%(words)s”. Write its code or number.",
                                             column=column.label, words=value))
                values[key] = found[0].id if len(found) == 1 else False
            else:
                values[key] = fields.Date.to_string(value) if column.kind == DATE and value else value or False
        for key in ('name', 'category'):
            if not row.get(key).value and key not in row.faults:
                faults.append(self.env._("%(column)s is missing.", column=columns[key].label))
        return values, faults + self._get_impossible(values, known)

    def _get_impossible(self, values, known):
        """Return why there can be no such card."""
        faults = []
        quantity = values['quantity']
        if quantity and (quantity != int(quantity) or quantity > 1_000_000):
            faults.append(self.env._("A card is for whole things."))
        elif quantity and quantity > 1 and values['serial']:
            faults.append(self.env._("With a serial number it is one thing, and no lot of %(count)s.",
                                     count=int(quantity)))
        if values['code'] and code_key(values['code']) in known['codes']:
            faults.append(self.env._("The code %(code)s is in use already.", code=values['code']))
        if values['serial'] and (name_key(values['brand'] or ''), values['serial']) in known['serials']:
            faults.append(self.env._("The serial number %(serial)s is in use already.", serial=values['serial']))
        if values['acquired'] and values['started'] and values['started'] < values['acquired']:
            faults.append(self.env._("It cannot be in use before it was acquired."))
        return faults

    def _get_repeated(self, values, number, first_rows):
        """Return what is wrong since an earlier row has the same code or serial number."""
        faults = []
        for key, same in (('code', values['code'] and code_key(values['code'])),
                          ('serial', values['serial'] and (name_key(values['brand'] or ''), values['serial']))):
            first = first_rows.setdefault((key, same), number) if same else number
            if first != number:
                faults.append(self.env._("%(column)s: the same stands in row %(row)s.",
                                         column=self._get_columns()[key].label, row=first))
        return faults

    @api.model
    def _get_columns(self):
        return {
            'code': ImportColumn(self.env._("Asset Code"), CODE, asset_headings.CODE),
            'name': ImportColumn(self.env._("Name"), TEXT, asset_headings.NAME),
            'category': ImportColumn(self.env._("Category"), TEXT, asset_headings.CATEGORY),
            'brand': ImportColumn(self.env._("Brand"), TEXT, asset_headings.BRAND),
            'model': ImportColumn(self.env._("Model"), TEXT, asset_headings.MODEL),
            'spec': ImportColumn(self.env._("Specification"), TEXT, asset_headings.SPEC),
            'serial': ImportColumn(self.env._("Serial Number"), CODE, asset_headings.SERIAL),
            'quantity': ImportColumn(self.env._("Quantity"), NUMBER, asset_headings.QUANTITY),
            'unit': ImportColumn(self.env._("Unit"), TEXT, asset_headings.UNIT),
            'cost': ImportColumn(self.env._("Cost"), NUMBER, asset_headings.COST),
            'acquired': ImportColumn(self.env._("Acquired On"), DATE, asset_headings.ACQUIRED),
            'started': ImportColumn(self.env._("In Use Since"), DATE, asset_headings.STARTED),
            'warranty': ImportColumn(self.env._("Warranty Until"), DATE, asset_headings.WARRANTY),
            'place': ImportColumn(self.env._("Place"), TEXT, asset_headings.PLACE),
            'holder': ImportColumn(self.env._("Holder"), TEXT, asset_headings.HOLDER),
            'department': ImportColumn(self.env._("Using Department"), TEXT, asset_headings.DEPARTMENT),
            'vendor': ImportColumn(self.env._("Vendor"), TEXT, asset_headings.VENDOR),
        }

    @api.model
    def _get_required_columns(self):
        return [{'name'}, {'category'}]

    @api.model
    def _get_template_name(self):
        return 'assets'


class OfficeAssetImportLine(models.TransientModel):
    """One thing of the old ledger."""
    _name = 'office.asset.import.line'
    _description = 'Asset to Import'
    _inherit = ['office.import.line.mixin']

    wizard_id = fields.Many2one('office.asset.import', required=True, ondelete='cascade', readonly=True)
    row_values = fields.Json(readonly=True)
    faults = fields.Char(readonly=True)
    category_id = fields.Many2one('maintenance.equipment.category', readonly=True)
    place_id = fields.Many2one('office.place', readonly=True)
    holder_id = fields.Many2one('hr.employee', readonly=True)

    @api.depends('faults')
    def _compute_message(self):
        for line in self:
            line.message = line.faults

    def _prepare_row(self):
        """Return what is taken over, as it can wait for the scheduled action."""
        return self.row_values
