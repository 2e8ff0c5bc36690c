import base64
import hashlib

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.photo import read_photo

from ...names import normal

SIDE = 800
"""The longer side of a signature, in pixels."""


class OfficeVisitSignature(models.Model):
    """What a guest has signed: which version of which rule, in which words. Written by code only."""
    _name = 'office.visit.signature'
    _description = 'Signature of a Guest'
    _inherit = ['office.system.mixin']
    _order = 'sign_datetime desc, id desc'
    _rec_name = 'rule_id'
    _is_of_system = True

    rule_id = fields.Many2one('office.visit.rule', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    version = fields.Integer(related='rule_id.version', store=True, aggregator=False)
    lang = fields.Char("Language", readonly=True, help="In which the text was read.")
    text_hash = fields.Char(
        "SHA-256 of the Text", required=True, readonly=True, help="Kept as proof of which words were signed.")
    sign_datetime = fields.Datetime("Signed On", required=True, readonly=True)
    # in the table and not as an attachment, which people could replace afterwards
    signature = fields.Image(
        readonly=True, copy=False, attachment=False, max_width=SIDE, max_height=SIDE // 2,
        help="Kept as proof that the guest has agreed.")
    entry_id = fields.Many2one('office.kiosk.entry', readonly=True, index=True, ondelete='restrict')
    guest_id = fields.Many2one('office.visit.guest', readonly=True, index=True, ondelete='restrict')
    mail_key = fields.Char(
        readonly=True, copy=False, index='btree_not_null', groups=fields.NO_ACCESS,
        help="Hash of the e-mail of the guest, kept so that they sign each version once.")
    name_key = fields.Char(
        readonly=True, copy=False, index='btree_not_null', groups=fields.NO_ACCESS,
        help="Hash of the name and organisation of the guest, kept so that they sign each version once.")

    def _assign(self, guest):
        """These were signed by ``guest``, who is recognised by them from now on."""
        self._write_as_system({'guest_id': guest.id, **self._get_keys(guest)})

    @api.model
    def _get_keys(self, guest):
        """Return ``{field: hash}`` by which the same person is found again."""
        keys = {
            'mail_key': normal(guest.email),
            'name_key': guest.organisation and f'{normal(guest.name)}\n{normal(guest.organisation)}'}
        return {name: hashlib.sha256(key.encode()).hexdigest() if key else False for name, key in keys.items()}

    @api.model
    def _read_signature(self, content):
        """Return the drawing in ``content``, bytes of a picture, anew and as base64.

        :raise UserError: it is no picture
        """
        return base64.b64encode(read_photo(self.env, content, SIDE))

    @api.model
    def _get_missing(self, guest, rules):
        """Return those of ``rules`` that ``guest`` has not signed yet, at this visit or an earlier one."""
        keys = [Domain(name, '=', key) for name, key in self._get_keys(guest).items() if key]
        # sudo: the guest asks for what is their own
        signed = self.sudo().search(
            Domain('rule_id', 'in', rules.ids) & Domain.OR([Domain('guest_id', '=', guest.id), *keys]))
        return rules - signed.rule_id
