from contextlib import suppress

from babel import Locale, UnknownLocaleError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_base.spreadsheet import name_key
from odoo.addons.office_admin_base.spreadsheet.values import MAX_TEXT, Read
from odoo.addons.office_admin_base.touch import touch_rows
from odoo.addons.office_admin_base.typed import plain
from odoo.addons.office_admin_base.wizard.office_import_mixin import CODE, TEXT, ImportColumn

from ..names import get_guest_key, normal
from . import guest_headings

TEXTS = ('name', 'organisation', 'email', 'phone', 'plate')
"""What a row says of a guest in words: the fields of the guest have the same names."""


class OfficeVisitImport(models.TransientModel):
    """The guests of one visit, from a spreadsheet; they are added as if they were typed there."""
    _name = 'office.visit.import'
    _description = 'Import Guests'
    _inherit = ['office.import.mixin', 'office.document.wizard.mixin']

    # so few that all are taken over at once: what waits in the background is kept longer than the data of guests
    _max_rows = 300

    line_ids = fields.One2many('office.visit.import.line', 'wizard_id', "Rows")
    is_announced = fields.Boolean(compute='_compute_is_announced')

    @api.depends('res_model', 'res_ids')
    def _compute_is_announced(self):
        for wizard in self:
            wizard.is_announced = wizard._get_documents()[:1].state == 'expected'

    def action_read(self):
        self.ensure_one()
        self._get_visit()
        return super().action_read()

    def action_import(self):
        """Add the guests of all rows that were not left out to the visit, or none of them."""
        self.ensure_one()
        visit = self._get_visit()
        touch_rows(visit)  # so that nobody adds the same guest at the same moment
        lines = self._get_good_lines()
        self._check_each_once(visit, lines)
        visit.write({'guest_ids': [Command.create(line._prepare_guest()) for line in lines]})
        words = self.env._("Guests added: %(count)s", count=len(lines))
        # what was read is not kept beside the visit
        self.file = False
        self.line_ids.unlink()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success', 'message': words, 'next': {'type': 'ir.actions.act_window_close'}},
        }

    def _reopen(self):
        action, visit = super()._reopen(), self._get_documents()
        # it stays a dialog about the visit, and does not become one about itself
        return action | {'context': {
            **action['context'], 'active_model': visit._name, 'active_id': visit[:1].id, 'active_ids': visit.ids}}

    def _get_visit(self):
        """Return the visit, to which the user may add guests now.

        :raise AccessError: it is not for the user
        :raise UserError: the dialog is about something else, or guests cannot be imported any more
        """
        visit = self._get_documents()
        if len(visit) != 1:
            raise UserError(self.env._("Open the visit and use its buttons."))
        visit._check_can_import_guests()
        return visit

    def _get_mixin(self):
        return 'office.visit'

    @api.model
    def _check_each_once(self, visit, lines):
        """:raise UserError: a row has come to mean a guest of another row, or one who was added since it was read"""
        known, rows = {_get_key(guest) for guest in visit.guest_ids}, {}
        for line in lines.filtered(lambda line: not line.is_twin):
            key = _get_key(line)
            if key in known:
                raise UserError(self.env._(
                    "Nothing was imported: %(guest)s of row %(row)s is on %(visit)s already. Leave the row out.",
                    guest=line.name, row=line.number, visit=visit.display_name))
            if (first := rows.setdefault(key, line.number)) != line.number:
                raise UserError(self.env._(
                    "Nothing was imported: rows %(first)s and %(second)s are both %(guest)s. Leave one of them out.",
                    first=first, second=line.number, guest=line.name))

    def _prepare_lines(self, rows):
        guests = self._get_visit().guest_ids
        known, names = {_get_key(guest) for guest in guests}, {normal(guest.name) for guest in guests}
        first_rows, languages, vals_list = {}, self._get_languages(), []
        for row in rows:
            values = self._prepare_line(row, languages)
            key = get_guest_key(values['name'], values['organisation'], values['email'])
            if key[0] and not row.is_left_out:
                first = first_rows.setdefault(key, row.number)
                if key in known or first != row.number:
                    values |= {'is_left_out': True, 'is_twin': True, 'hint': self.env._(
                        "The same guest stands in row %(row)s.", row=first,
                    ) if first != row.number else self.env._("Is on the visit already.")}
                elif key[0] in names:
                    values['hint'] = self.env._("Somebody of this name is on the visit already.")
            vals_list.append(values)
        return vals_list

    def _prepare_line(self, row, languages):
        # what is too long is shown, so that it can be shortened
        unread = [key for key in row.faults if row.get(key).problem != 'long' and key in TEXTS]
        values = {key: '' if key in unread else row.get(key).value or '' for key in TEXTS}
        language = row.get('lang').value or ''
        lang = languages.get(name_key(language))
        hint = language and not lang and self.env._(
            "There is no language “%(words)s” here: the invitation is written in %(language)s.", words=language[:30],
            language=self._get_default_language())
        return {
            'wizard_id': self.id,
            'number': row.number,
            'text': row.text,
            'is_left_out': row.is_left_out,
            'hint': row.hint or hint,
            'doubt': ' '.join(row.faults[key] for key in unread) or False,
            'unread': ','.join(unread) or False,
            'lang': lang,
            **values,
            'email': plain(values['email']),  # @ of a Chinese keyboard
        }

    @api.model
    def _get_default_language(self):
        code = self.env['office.visit.guest'].default_get(['lang']).get('lang')
        return dict(self.env['res.lang'].get_installed()).get(code, code)

    @api.model
    def _get_languages(self):
        """Return ``{name: code}`` of the installed languages, as people call them in any of these."""
        installed = self.env['res.lang'].get_installed()
        found = {}
        for code, name in installed:
            names = [code, code.partition('_')[0], name, *name.split(' / '), name.partition(' (')[0]]
            with suppress(ValueError, UnknownLocaleError):  # Odoo has languages of its own
                locale = Locale.parse(code)
                for other, _name in installed:
                    names += [locale.get_language_name(other), locale.get_display_name(other)]
            for text in filter(None, names):
                for same in (text, text.replace('语', '文')):
                    found.setdefault(name_key(same), code)
        return found

    @api.model
    def _get_columns(self):
        return {
            'name': ImportColumn(self.env._("Full Name"), TEXT, guest_headings.NAME),
            'organisation': ImportColumn(self.env._("Organisation"), TEXT, guest_headings.ORGANISATION),
            'email': ImportColumn(self.env._("E-mail"), TEXT, guest_headings.EMAIL),
            'phone': ImportColumn(self.env._("Phone"), CODE, guest_headings.PHONE),
            'plate': ImportColumn(self.env._("Number Plate"), CODE, guest_headings.PLATE),
            'lang': ImportColumn(self.env._("Language"), TEXT, guest_headings.LANGUAGE),
        }

    @api.model
    def _get_required_columns(self):
        return [{'name'}]

    @api.model
    def _get_template_name(self):
        return 'guests'


class OfficeVisitImportLine(models.TransientModel):
    """One guest of the list, who can be mended before they are added."""
    _name = 'office.visit.import.line'
    _description = 'Guest to Import'
    _inherit = ['office.import.line.mixin']

    wizard_id = fields.Many2one('office.visit.import', required=True, ondelete='cascade', readonly=True)
    name = fields.Char("Guest")
    organisation = fields.Char()
    email = fields.Char("E-mail")
    phone = fields.Char()
    plate = fields.Char("Number Plate")
    lang = fields.Selection(lambda self: self.env['res.lang'].get_installed(), "Language")
    unread = fields.Char(readonly=True)  # the fields of which the doubt is, with commas
    is_twin = fields.Boolean("The Same Guest", readonly=True)  # found when it was read: who takes it in knows of it

    @api.depends(*TEXTS, 'doubt', 'unread')
    @api.depends_context('lang')
    def _compute_message(self):
        columns = self.env['office.visit.import']._get_columns()
        for line in self:
            line.message = line._get_message(columns)

    def _get_message(self, columns):
        unread = (self.unread or '').split(',')
        if self.doubt and any(key in unread and not self[key] for key in TEXTS):
            return self.doubt
        if not (self.name or '').strip():
            return self.env._("The name is missing. Write who comes, or leave the row out.")
        for key in TEXTS:
            if len(self[key] or '') > MAX_TEXT:
                return self.wizard_id._get_problem_words(columns[key].label, Read(problem='long'))
        return self.env['office.visit.guest']._get_email_message(self.email)

    def _prepare_guest(self):
        """Return the values of the guest; their language is that of the host where nothing is said."""
        return {key: self[key] or False for key in TEXTS} | ({'lang': self.lang} if self.lang else {})


def _get_key(guest):
    """Return by what a guest, or a row, is found again."""
    return get_guest_key(guest.name, guest.organisation, guest.email)
