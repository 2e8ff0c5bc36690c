import base64
import binascii
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import xlsxwriter
from openpyxl.utils import get_column_letter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..spreadsheet import find_table, open_sheets
from ..spreadsheet.table import find_best_columns, heading_keys
from ..spreadsheet.values import Read, read_code, read_date, read_number, read_text

CODE, DATE, NUMBER, TEXT = 'code', 'date', 'number', 'text'


class ImportColumn(NamedTuple):
    """A column that an import understands.

    ``label`` is its heading in the template, translated: it is found in every installed language. ``names`` are other
    headings that people use, in any language.
    """
    label: str
    kind: str = TEXT
    names: tuple = ()


@dataclass
class ImportRow:
    """A row as it was read: ``{key: Read}``, what is wrong with it, and why it is left out, if it is."""
    number: int
    text: str
    reads: dict
    faults: dict = field(default_factory=dict)  # {key: sentence}
    hint: str = ''
    is_left_out: bool = False

    def get(self, key):
        return self.reads.get(key) or Read()


class OfficeImportMixin(models.AbstractModel):
    """A spreadsheet that is read, shown row by row, and taken over once the user confirms it.

    A model inherits it, has ``line_ids`` of a model with ``office.import.line.mixin``, and says what it understands
    (``_get_columns``, ``_get_required_columns``) and what a row becomes (``_prepare_lines``). Nothing is stored but
    the preview until the user presses the button of that model, which takes over what ``_get_good_lines`` returns; for
    each row a record of its own, by ``_take_rows_over``.
    """
    _name = 'office.import.mixin'
    _description = 'Import of a Spreadsheet'

    _max_rows = 1000
    _rows_at_once = 200  # so many are taken over while the user waits

    file = fields.Binary("Spreadsheet", attachment=False)
    file_name = fields.Char()
    template = fields.Binary(compute='_compute_template')
    summary = fields.Text("What Was Understood", readonly=True)
    is_imported = fields.Boolean(readonly=True)
    bad_count = fields.Integer("Rows to Mend", compute='_compute_counts')
    proposal_count = fields.Integer("Proposals", compute='_compute_counts')
    counts = fields.Char("Result", compute='_compute_counts')

    @api.depends_context('lang')
    def _compute_template(self):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as book:
            sheet = book.add_worksheet()
            bold, text = book.add_format({'bold': True}), book.add_format({'num_format': '@'})
            for index, column in enumerate(self._get_columns().values()):
                sheet.write(0, index, column.label, bold)
                # a code in a column of text keeps its zeros
                sheet.set_column(index, index, 20, text if column.kind == CODE else None)
        self.template = base64.b64encode(content.getvalue())

    @api.depends('line_ids.status', 'line_ids.has_proposal')
    @api.depends_context('lang')
    def _compute_counts(self):
        for wizard in self:
            counts = Counter(wizard.line_ids.mapped('status'))
            wizard.bad_count = counts['mend']
            wizard.counts = self.env._("Ready: %(good)s · To mend: %(bad)s · Left out: %(left)s",
                                       good=counts['good'], bad=counts['mend'], left=counts['left_out'])
            wizard.proposal_count = len(wizard.line_ids.filtered('has_proposal'))

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
        # more than may be imported: titles, totals and remarks come on top
        sheets = open_sheets(self.env, name, content, 2 * self._max_rows + 200)
        table = self._find_table(name, sheets)
        rows = [self._read_row(row) for row in table.rows if row.ignored != 'unknown']
        self.line_ids.unlink()
        self.write({'summary': self._get_summary(sheets, table), 'is_imported': False})
        self.env[self.line_ids._name].create(self._prepare_lines(rows))
        return self._reopen()

    def action_take_proposals(self):
        """Take in every row to mend what is probably meant."""
        self.ensure_one()
        for line in self.line_ids.filtered('has_proposal'):
            line[line._target_field] = line[line._proposal_field]
        return self._reopen()

    def action_leave_out(self):
        """Leave out every row that is still to be mended."""
        self.ensure_one()
        self.line_ids.filtered(lambda line: line.status == 'mend').is_left_out = True
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
    def _find_table(self, name, sheets):
        """:raise UserError: no visible sheet has the headings, nothing is below them, or too much"""
        words = self._get_heading_words()
        required = self._get_required_columns()
        table = find_table(sheets, words, required)
        if table is None:
            self._refuse_headings(name, sheets, words, required)
        if table.sheet.is_cut or sum(not row.ignored for row in table.rows) > self._max_rows:
            raise UserError(self.env._(
                "%(file)s has too many rows: at most %(rows)s. Split it, or delete what is no part of the list.",
                file=name, rows=self._max_rows))
        if not table.rows:
            raise UserError(self.env._(
                "%(file)s holds nothing to import: it needs a row of headings and at least one row below it. Download "
                "the template and fill it in.", file=name))
        return table

    @api.model
    def _get_heading_words(self):
        """Return ``{heading: key}`` with the headings in all installed languages, and all others."""
        words = {}
        for code, _name in self.env['res.lang'].get_installed():
            for key, column in self.with_context(lang=code)._get_columns().items():
                for heading in (column.label, *column.names):
                    for text in list(heading_keys(heading))[:2]:
                        words.setdefault(text, key)
        return words

    @api.model
    def _refuse_headings(self, name, sheets, words, required):
        if not any(sheet.rows for sheet in sheets):
            raise UserError(self.env._(
                "%(file)s holds nothing to import: it needs a row of headings and at least one row below it. Download "
                "the template and fill it in.", file=name))
        columns = self._get_columns()
        if hidden := [sheet.name for sheet in sheets if sheet.is_hidden and find_table(
                [sheet.__class__(sheet.name, rows=sheet.rows)], words, required)]:
            raise UserError(self.env._(
                "%(file)s: only the hidden sheet “%(sheet)s” has the headings of this list, and hidden sheets are not "
                "read. Unhide it and upload the file again.", file=name, sheet=hidden[0]))
        found = find_best_columns(sheets, words)
        missing = next(group for group in required if not group & found) if any(
            not group & found for group in required) else required[0]
        raise UserError(self.env._(
            "%(file)s: on no visible sheet is a row of headings with all that is needed: no heading %(columns)s. "
            "Download the template to see how it is done.", file=name, columns=format_list(
                self.env, [columns[key].label for key in columns if key in missing], 'or')))

    @api.model
    def _get_summary(self, sheets, table):
        """Return, line by line, what was understood of the file and what was not."""
        columns, name = self._get_columns(), table.sheet.name
        words = self.env._("Headings in row %(row)s.", row=table.heading_number) if not name else self.env._(
            "Sheet “%(sheet)s”, headings in row %(row)s.", sheet=name, row=table.heading_number)
        known = [' → '.join(dict.fromkeys((table.headings[index], columns[key].label)))
                 for index, key in sorted(table.columns.items())]
        lines = [words, self.env._("Understood: %(columns)s.", columns=', '.join(known))]
        unknown = [text for index, text in sorted(table.headings.items()) if index not in table.columns]
        if unknown:
            lines.append(self.env._("Not used: %(columns)s.", columns=', '.join(unknown)))
        twice = [columns[key].label for key, count in Counter(table.columns.values()).items() if count > 1]
        if twice:
            letters = [get_column_letter(index + 1) for index, key in sorted(table.columns.items())
                       if columns[key].label in twice]
            lines.append(self.env._(
                "There more than once: %(columns)s (columns %(letters)s). Rows in which they differ are to be mended.",
                columns=', '.join(twice), letters=', '.join(letters)))
        if table.above:
            lines.append(self.env._("Above the headings, not imported: rows %(rows)s.",
                                    rows=self._get_ranges(table.above)))
        if table.other_names:
            lines.append(self.env._("Not read, though such headings are there: %(sheets)s. Upload them in a file of "
                                    "their own.", sheets=', '.join(f'“{other}”' for other in table.other_names)))
        if hidden := [sheet.name for sheet in sheets if sheet.is_hidden]:
            lines.append(self.env._("Hidden, not read: %(sheets)s.",
                                    sheets=', '.join(f'“{other}”' for other in hidden)))
        if unknown := [row.number for row in table.rows if row.ignored == 'unknown']:
            lines.append(self.env._("Nothing stands in the columns that are used, for example only a running number: "
                                    "rows %(rows)s.", rows=self._get_ranges(unknown)))
        if table.hidden_rows:
            lines.append(self.env._("Rows hidden in the file, for example by a filter: %(count)s. They are read as "
                                    "well.", count=table.hidden_rows))
        return '\n'.join(lines)

    @api.model
    def _get_ranges(self, numbers):
        """Return numbers in a row for people: 1, 5–500."""
        ranges = []
        for number in numbers:
            if ranges and ranges[-1][1] == number - 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
        return ', '.join(str(first) if first == last else f'{first}–{last}' for first, last in ranges[:20])

    @api.model
    def _read_row(self, row):
        columns = self._get_columns()
        read = ImportRow(row.number, ' · '.join(text[:60] for text in row.texts), {})
        if row.ignored:
            read.is_left_out, read.hint = True, self._get_ignored_words()[row.ignored]
        for key, cell in row.cells.items():
            read.reads[key] = found = self._read_cell(columns[key].kind, cell)
            if found.problem:
                read.faults[key] = self._get_problem_words(columns[key].label, found, cell)
        for key in row.clashes:
            read.reads[key] = Read(problem='twice')
            read.faults[key] = self._get_problem_words(columns[key].label, read.reads[key])
        return read

    @api.model
    def _read_cell(self, kind, cell):
        if kind == CODE:
            return read_code(cell)
        if kind == DATE:
            return read_date(cell)
        if kind == NUMBER:
            return read_number(cell, self.env['res.lang']._get_data(code=self.env.lang or 'en_US').decimal_point == ',')
        return read_text(cell)

    @api.model
    def _get_ignored_words(self):
        return {
            'total': self.env._("A total."),
            'remark': self.env._("A remark."),
            'section': self.env._("A title of a section."),
            'instruction': self.env._("An example or an instruction."),
            'heading': self.env._("The headings once more."),
        }

    @api.model
    def _get_problem_words(self, label, read, cell=None):
        """Return what is wrong with a cell, and the way out."""
        words = str((cell.text if cell else read.value) or '')[:30]
        if read.problem == 'number':
            if read.guesses:
                return self.env._("%(column)s: “%(words)s” is no number of zero or more; perhaps %(guess)s.",
                                  column=label, words=words, guess=read.guesses[0])
            return self.env._("%(column)s: “%(words)s” is no number of zero or more.", column=label, words=words)
        return {
            'error': self.env._("%(column)s: the cell shows the error %(words)s. Mend its formula.",
                                column=label, words=words),
            'formula': self.env._("%(column)s: the cell has a formula without its result. Open the file in Excel, WPS "
                                  "or LibreOffice, save it, and upload it again.", column=label),
            'bool': self.env._("%(column)s: the cell holds %(words)s.", column=label, words=words),
            'date': self.env._("%(column)s: the spreadsheet has made a date of it, %(words)s. Format the column as "
                               "text and write it again.", column=label, words=words),
            'digits': self.env._("%(column)s: the spreadsheet has lost digits, only %(words)s is left. Format the "
                                 "column as text and write it again.", column=label, words=words),
            'decimals': self.env._("%(column)s: %(words)s is a number with decimals or below zero. Format the column "
                                   "as text and write it again.", column=label, words=words),
            'no_date': self.env._("%(column)s: “%(words)s” is no date. Write it as year-month-day, such as 2026-03-02.",
                                  column=label, words=words),
            'twice': self.env._("%(column)s stands in two columns, and they differ.", column=label),
            'long': self.env._("%(column)s is longer than 200 letters.", column=label),
        }[read.problem]

    def _get_good_lines(self):
        """Return the rows to import, in their order; from now on the list counts as imported.

        :raise UserError: a row is not sound and was not left out, nothing remains, or it was imported before
        """
        if self.is_imported:
            raise UserError(self.env._("This list is imported already. Read the file again if you want it once more."))
        kept = self.line_ids.filtered(lambda line: not line.is_left_out).sorted('number')
        if bad := kept.filtered('message'):
            raise UserError(self.env._(
                "Nothing was imported. Rows still to be mended or left out: %(count)s. The first is row %(row)s: "
                "%(message)s", count=len(bad), row=bad[0].number, message=bad[0].message))
        if not kept:
            raise UserError(self.env._("Nothing was imported: no row is left. Upload a file and read it first."))
        # who presses twice waits here for the first one, and reads what it has written
        self.is_imported = True
        self.flush_recordset(['is_imported'])
        return kept

    def _take_rows_over(self, title, target, rows):
        """Make a record of ``target`` of each row, or change one; of many, in the background.

        :param str title: what the records are, for people
        :param str target: name of their model
        :param list rows: ``[(row number, text for people, values)]``, where ``values`` can be JSON
        :return: the action that shows what was made, or how far it is
        """
        if len(rows) > self._rows_at_once:
            return self.env['office.import.job']._begin(
                self.file_name or title, self, target, rows)._get_open_action()
        return self._get_result_action(
            title, target, self._import_rows([values for _number, _text, values in rows]))

    @api.model
    def _get_result_action(self, title, target, ids):
        """Hook: the action that shows the records of the model ``target`` that the rows have become."""
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': target,
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'domain': [('id', 'in', ids)],
        }

    @api.model
    def _import_rows(self, rows):
        """Hook: make or change a record for each of ``rows``, values of :meth:`_take_rows_over`, or none of them.

        It may run later, with the rights of the user who has confirmed: what was true then is checked again.

        :return: the ids of the records
        :raise UserError: a row cannot be taken over
        """
        raise NotImplementedError

    @api.model
    def _get_columns(self):
        """Hook: ``{key: ImportColumn}``."""
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

        :param list rows: of :class:`ImportRow`
        """
        return []
