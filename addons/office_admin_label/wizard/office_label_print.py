import base64
from bisect import bisect
from itertools import accumulate, groupby
from typing import NamedTuple
from unicodedata import east_asian_width

import qrcode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.office_label_mixin import SIZES

MAX_LABELS = 1000
SHEET = (210, 297)
"""Width and height of the sheet, A4, in mm."""

MARGIN = 10
"""Least width of the empty edge of a sheet, in mm, which office printers leave white."""


QUIET = 2
"""Width of the white edge of a QR code, in its modules; the edge of the label is white as well."""


class Label(NamedTuple):
    """What one label says, and where on its page it stands, in mm."""

    left: float
    top: float
    qr: str
    company: str
    code: str
    lines: list


class OfficeLabelPrint(models.TransientModel):
    """How labels of some things are printed: how large, on what, and how many."""
    _name = 'office.label.print'
    _description = 'Print Labels'
    _inherit = ['office.document.wizard.mixin']

    size = fields.Selection(
        [(size, f"{size.replace('x', ' × ')} mm") for size in SIZES], required=True, default=SIZES[0])
    layout = fields.Selection(
        [('roll', "Roll: one label per page"), ('sheet', "A4 sheet to cut")], required=True, default='roll',
        string="Print On", help="A roll is for a label printer whose paper is as large as the label. On a sheet the "
        "labels have lines to cut along. Print both in actual size, not fitted to the page.")
    copies = fields.Integer("Labels of Each", required=True, default=1)
    start = fields.Integer(
        "First Free Place", required=True, default=1,
        help="On a sheet of which some labels are used up already, counted by rows from the top left.")
    label_count = fields.Integer("Labels", compute='_compute_label_count')
    again_count = fields.Integer(compute='_compute_label_count')

    @api.depends('res_model', 'res_ids', 'copies')
    def _compute_label_count(self):
        for wizard in self:
            things = wizard._get_documents()
            wizard.label_count = len(things) * max(wizard.copies, 0)
            wizard.again_count = len(things.filtered('label_count'))

    def action_print(self):
        self.ensure_one()
        things = self._get_documents()
        self._check_can_print(things)
        labels = self.env['office.label']._provide(things)
        self.env['office.label'].union(*labels.values())._count_printed(self.copies)
        things.invalidate_recordset(['label_count'], flush=False)
        report = self.env.ref('office_admin_label.office_label_report')
        return report.report_action(self) | {'close_on_report_download': True}

    def _check_can_print(self, things):
        things._check_can_print_labels()
        if self.copies < 1 or self.start < 1:
            raise UserError(self.env._("Print one label of each at least, from the first place on."))
        if len(things) * self.copies > MAX_LABELS:
            raise UserError(self.env._(
                "These would be %(count)s labels. Print %(max)s at a time at most.",
                count=len(things) * self.copies, max=MAX_LABELS))

    @api.model
    def _get_mixin(self):
        return 'office.label.mixin'

    # What the template asks for

    def _get_measures(self):
        """Return the width and height of a label in mm."""
        width, height = self.size.split('x')
        return int(width), int(height)

    def _get_page(self):
        """Return the width and height of a page in mm."""
        return SHEET if self.layout == 'sheet' else self._get_measures()

    def _get_places(self):
        """Return ``[(left, top)]`` of the labels of one page in mm, row by row, the whole in its middle."""
        if self.layout == 'roll':
            return [(0, 0)]
        width, height = self._get_measures()
        columns, rows = (SHEET[0] - 2 * MARGIN) // width, (SHEET[1] - 2 * MARGIN) // height
        left, top = (SHEET[0] - columns * width) / 2, (SHEET[1] - rows * height) / 2
        return [(left + column * width, top + row * height) for row in range(rows) for column in range(columns)]

    def _get_pages(self):
        """Return the labels as lists of :class:`Label`, one for each page.

        :raise UserError: they may not be printed, or were not asked for by the button
        """
        things = self._get_documents()
        self._check_can_print(things)
        labels = self.env['office.label']._get_labels_of(things)
        if len(labels) < len(things):
            raise UserError(self.env._("Press Print, so that the labels are counted."))
        places = self._get_places()
        skipped = (self.start - 1) % len(places)
        all_labels = [(thing, labels[thing.id]) for thing in things for _copy in range(self.copies)]
        pages = []
        for index, (thing, label) in enumerate(all_labels, skipped):
            if not pages or index % len(places) == 0:
                pages.append([])
            pages[-1].append(self._make_label(thing, label, *places[index % len(places)]))
        return pages

    def _make_label(self, thing, label_sudo, left, top):
        code = thing._get_label_code()
        return Label(
            left, top, self._draw_qr(label_sudo._get_address(code)), thing._get_label_company().name, code,
            [line for line in thing._get_label_lines() if line])

    @api.model
    def _draw_qr(self, text):
        """Return a QR code of ``text`` as a picture that stands in the page.

        One stroke for all dark modules beside each other: WeasyPrint takes its time for each point of a path, and the
        package's own pictures have a square for each module.
        """
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
        code.add_data(text)
        rows = code.get_matrix()
        strokes, length = [], len(rows)
        for y, row in enumerate(rows):
            x = 0
            for is_dark, modules in groupby(row):
                width = len(list(modules))
                if is_dark:
                    strokes.append(f'M{x} {y}.5h{width}')
                x += width
        picture = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {length} {length}">'
                   f'<path stroke="#000" d="{"".join(strokes)}"/></svg>')
        return f'data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}'

    @api.model
    def _get_code_points(self, code, millimetres):
        """Return the size in points at which ``code`` fits: a letter of the font is 0.6 of its size wide."""
        return min(9.0, millimetres * 72 / 25.4 / (0.6 * max(len(code), 1)))

    @api.model
    def _cut_name(self, name, points, millimetres, lines):
        """Return ``name`` as far as it fits into so many lines, with an ellipsis if it was cut.

        WeasyPrint cuts a line at the end of a word only, and so none that is all Chinese. Such signs are as wide as
        high, a letter is about 0.6 of that; names without such signs are left to WeasyPrint.

        :param points: size of the font
        :param millimetres: width of a line
        """
        is_wide = [east_asian_width(sign) in 'FW' for sign in name]
        ends = list(accumulate(1 if wide else 0.6 for wide in is_wide))
        room = millimetres * 72 / 25.4 // points * lines
        if not any(is_wide) or ends[-1] <= room:
            return name
        return f'{name[:bisect(ends, room - 1)]}…'
