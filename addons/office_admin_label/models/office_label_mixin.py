from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.office_admin_base.typed import plain

SIZES = ('50x30', '60x40', '70x20')
"""Width and height of the labels, in mm."""


class OfficeLabelMixin(models.AbstractModel):
    """A thing on which a label sticks: its code as text, and as a QR code that a phone opens on it.

    Its forms and lists have a button of :meth:`action_print_labels`.
    """
    _name = 'office.label.mixin'
    _description = 'Thing with a Label'

    _label_code_field = 'name'
    """The stored field with the code that people read on the label and type."""

    label_count = fields.Integer(
        "Labels Printed", compute='_compute_label_count', compute_sudo=True,
        help="How often a label was printed; more than once where one was lost or worn off.")

    def _compute_label_count(self):
        labels = self.env['office.label']._get_labels_of(self)
        for thing in self:
            thing.label_count = labels[thing.id].print_count if thing.id in labels else 0

    def action_print_labels(self):
        """Return the dialog that prints labels of these things."""
        self._check_can_print_labels()
        return self.env['office.label.print']._open_about(
            self, self.env._("Print Labels"), size=self[:1]._get_label_size())

    @api.model
    def action_open_scanned(self, code):
        """Open the thing whose label was scanned, or whose code was scanned or typed.

        :param str code: an address on a label, or a code
        :return: an action: its form, or the list of those that have this code in several companies
        :raise UserError: the user may read nothing of this code
        """
        code = str(code)
        things = self._find_scanned_anywhere(code)
        if not things:
            raise UserError(self.env._(
                "Nothing that you may see has the code %(code)s.", code=self.env['office.label']._get_readable(code)))
        if len(things) == 1:
            return things.get_formview_action()
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'name': self.env._("Scanned"),
            'views': [(False, 'list'), (False, 'form')], 'domain': [('id', 'in', things.ids)],
            'context': {'active_test': False}}

    def _check_can_print_labels(self):
        """Hook: raise that labels of these things are not for the user, or not to be had now."""
        self.check_access('write')
        if missing := self.filtered(lambda thing: not thing._get_label_code()):
            raise UserError(self.env._(
                "%(things)s: there is no code yet that a label could say.",
                things=', '.join(missing[:10].mapped('display_name'))))

    def _get_label_code(self):
        """Hook: the code on the label, by which the thing is known in its company."""
        self.ensure_one()
        return self[self._label_code_field]

    def _get_label_lines(self):
        """Hook: what else people read: the first line large, on up to two lines, the others small."""
        self.ensure_one()
        return [self.display_name, format_date(self.env, self._get_label_company()._get_office_today())]

    def _get_label_company(self):
        """Hook: the company whose name stands on the label."""
        self.ensure_one()
        return self.company_id if 'company_id' in self._fields and self.company_id else self.env.company

    def _get_label_size(self):
        """Hook: which of :data:`SIZES` the dialog proposes."""
        return SIZES[0]

    def _get_label_notice(self):
        """Hook: what to say to who reads the label of a thing that is not in use any more, before it is opened."""
        return ''

    @api.model
    def _find_scanned_anywhere(self, text):
        """Return the things of ``text``, which was scanned or typed, in all companies of the user."""
        return self.with_context(allowed_company_ids=self.env.user._get_company_ids())._find_scanned([text])[text]

    @api.model
    def _find_scanned(self, texts):
        """Return ``{text: things}`` of what was scanned or typed: the address on a label, or a code.

        Of all texts, with nothing where the user may read nothing of that code in their companies of now. What is not
        in use any more is found, too. A code may be typed in small letters.

        :param texts: strings
        """
        tokens = self.env['office.label']._read_tokens(texts)
        labels_sudo = self.env['office.label'].sudo().search(
            [('token', 'in', list(tokens)), ('res_model', '=', self._name)])
        ids = {text: label.res_id for label in labels_sudo for text in tokens[label.token]}
        addresses = {text for same in tokens.values() for text in same}
        codes = {text: plain(text) for text in texts if text not in addresses}
        things = self.with_context(active_test=False).search(Domain('id', 'in', list(ids.values())) | Domain(
            self._label_code_field, 'in', list({*codes.values(), *(code.upper() for code in codes.values())})))
        by_id, by_code = things.grouped('id'), things.grouped(self._label_code_field)
        return {text: by_code.get(codes[text]) or by_code.get(codes[text].upper(), self.browse()) if text in codes
                else by_id.get(ids.get(text), self.browse()) for text in texts}
