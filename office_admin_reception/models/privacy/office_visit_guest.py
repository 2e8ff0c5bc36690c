import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.office_admin_base.photo import read_photo
from odoo.addons.office_admin_base.typed import plain

SHOWN = 4
"""So many characters of the number of a document are kept."""

SIDE = 800
"""The longer side of a photo, in pixels."""


class OfficeVisitGuest(models.Model):
    """What is asked of guests for some purposes only."""
    _inherit = 'office.visit.guest'

    document_number = fields.Char(
        "Document (Last Four)", copy=False,
        help="Kept to tell people of the same name apart. Only the last four characters of the number are stored, "
             "whatever is typed.")
    # in the table and not as an attachment, which people could replace afterwards
    photo = fields.Image(
        copy=False, attachment=False, max_width=SIDE, max_height=SIDE,
        help="Kept for the reason that the purpose of the visit gives, and not without one.")
    asks_document = fields.Boolean(related='visit_id.purpose_id.asks_document')
    photo_reason = fields.Char(related='visit_id.purpose_id.photo_reason')

    _document_number_masked = models.Constraint(
        f'CHECK(char_length(document_number) <= {SHOWN})',
        f"Only the last {SHOWN} characters of the number of a document are kept.")

    @api.constrains('document_number', 'photo')
    def _check_asked(self):
        for guest in self:
            purpose = guest.visit_id.purpose_id
            if guest.document_number and not purpose.asks_document:
                raise ValidationError(self.env._(
                    "%(guest)s: the purpose “%(purpose)s” asks for no document. Leave its number empty.",
                    guest=guest.name, purpose=purpose.name))
            if guest.photo and not purpose.photo_reason:
                raise ValidationError(self.env._(
                    "%(guest)s: the purpose “%(purpose)s” gives no reason for a photo. Leave it empty.",
                    guest=guest.name, purpose=purpose.name))

    @api.model
    def default_get(self, fields):
        return self._mask(super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._mask(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._mask(vals))

    @api.model
    def _mask(self, vals):
        """Return ``vals`` with no more of a document and of a photo than is kept."""
        if vals.get('document_number'):
            vals = {**vals, 'document_number': plain(str(vals['document_number'])).strip()[-SHOWN:]}
        if vals.get('photo'):
            vals = {**vals, 'photo': base64.b64encode(read_photo(self.env, self._decode(vals['photo']), SIDE))}
        return vals

    @api.model
    def _decode(self, text):
        try:
            return base64.b64decode(text)
        except (ValueError, TypeError):  # it is refused as no photo
            return b''

    def _check_not_locked(self, names):
        super()._check_not_locked(names)
        self._get_parents()._check_not_erased()
