import base64
import binascii
import io

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .spreadsheet import read_rows

MAX_NUMBER = 1e12


class OfficeSupplyImportMixin(models.AbstractModel):
    """A spreadsheet that is read, shown row by row, and taken over as a whole or not at all."""
    _name = 'office.supply.import.mixin'
    _description = 'Import of a Spreadsheet'

    _max_rows = 1000

    file = fields.Binary("Spreadsheet", attachment=False)
    file_name = fields.Char()
    template = fields.Binary(compute='_compute_template')
    bad_count = fields.Integer("Rows to Mend", compute='_compute_bad_count')

    @api.depends_context('lang')
    def _compute_template(self):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({'bold': True})
            for column, words in enumerate(self._get_columns().values()):
                sheet.write(0, column, words[0], bold)
                sheet.set_column(column, column, 20)
        self.template = base64.b64encode(content.getvalue())

    @api.depends('line_ids.message', 'line_ids.is_left_out')
    def _compute_bad_count(self):
        for wizard in self:
            wizard.bad_count = len(wizard.line_ids.filtered(lambda line: line.message and not line.is_left_out))

    def action_template(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{self._name}/{self.id}/template/{self._get_template_name()}.xlsx?download=true',
            'target': 'download',
        }

    def action_read(self):
        """Read the file and show what each row means; nothing is made yet."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the spreadsheet that you want to import."))
        try:
            content = base64.b64decode(self.file, validate=False)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole. Upload it again.")) from error
        name = self.file_name or self.env._("The file")
        (_number, headings), *rows = read_rows(self.env, name, content, self._max_rows)
        names = self._map_columns(name, headings)
        self.line_ids.unlink()
        self.env[self.line_ids._name].create(self._prepare_lines([
            (number, {names[index]: cell for index, cell in enumerate(cells) if index in names and cell is not None})
            for number, cells in rows]))
        return self._reopen()

    def _reopen(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env['ir.model']._get(self._name).name,  # in the user's language
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'extra-large'},
        }

    @api.model
    def _map_columns(self, name, headings):
        """Return ``{index: key}`` for the columns that are known.

        :raise UserError: one that must be there is missing
        """
        keys = {word.lower(): key for key, words in self._get_columns().items() for word in words}
        found = {
            index: keys[str(heading).lower().strip(' *')] for index, heading in enumerate(headings)
            if heading is not None and str(heading).lower().strip(' *') in keys}
        for group in self._get_required_columns():
            if not group & set(found.values()):
                raise UserError(self.env._(
                    "%(file)s: the first row has no heading %(columns)s. Download the template to see how it is done.",
                    file=name, columns=format_list(
                        self.env, [self._get_columns()[key][0] for key in self._get_columns() if key in group], 'or')))
        return found

    def _get_good_lines(self):
        """:raise UserError: a row is not sound and was not left out, or nothing remains"""
        kept = self.line_ids.filtered(lambda line: not line.is_left_out)
        if bad := kept.filtered('message'):
            raise UserError(self.env._(
                "Nothing was imported: mend or leave out %(count)s rows first, for example row %(row)s: %(message)s",
                count=len(bad), row=bad[0].number, message=bad[0].message))
        if not kept:
            raise UserError(self.env._("Nothing was imported: no row is left. Upload a file and read it first."))
        return kept

    @api.model
    def _read_number(self, cell):
        """Return the number in a cell; None if there is none, and False if it is no number of zero or more."""
        if cell is None or isinstance(cell, bool):
            return None if cell is None else False
        try:
            number = float(cell)
        except (TypeError, ValueError):
            return False
        return number if 0 <= number <= MAX_NUMBER else False  # so that “not a number” is none, too

    @api.model
    def _get_uoms(self):
        """Return ``{name: units}``, by their names in English and in the language of the user."""
        found = {}
        for lang in {'en_US', self.env.lang or 'en_US'}:
            for uom in self.env['uom.uom'].with_context(lang=lang).search([]):
                name = uom.name.lower()
                found[name] = found.get(name, self.env['uom.uom']) | uom.with_env(self.env)
        return found

    @api.model
    def _get_row_text(self, cells):
        return ' · '.join(str(cell)[:60] for cell in cells.values())

    @api.model
    def _get_columns(self):
        """Hook: ``{key: (heading of the template, other headings)}``."""
        return {}

    @api.model
    def _get_required_columns(self):
        """Hook: sets of keys; of each set, one column must be there."""
        return []

    @api.model
    def _get_template_name(self):
        """Hook: the name of the template, without its ending."""
        return 'template'

    def _prepare_lines(self, rows):
        """Hook: values of the preview.

        :param list rows: ``[(row number, {key: cell})]``
        """
        return []


class OfficeSupplyImportLineMixin(models.AbstractModel):
    """A row of a spreadsheet, and what is wrong with it."""
    _name = 'office.supply.import.line.mixin'
    _description = 'Row of a Spreadsheet'
    _order = 'number, id'

    number = fields.Integer("Row", readonly=True)
    text = fields.Char("In the File", readonly=True)
    is_left_out = fields.Boolean("Leave Out")
    message = fields.Char("To Mend", compute='_compute_message')

    def _compute_message(self):
        """Hook: say what is wrong with the row."""
        self.message = False
