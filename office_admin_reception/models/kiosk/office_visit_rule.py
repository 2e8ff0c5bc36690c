import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [('house', "House Rules"), ('secrecy', "Confidentiality")]


class OfficeVisitRule(models.Model):
    """What guests sign before they come in. What somebody has signed stays as it is; a change is a new version."""
    _name = 'office.visit.rule'
    _description = 'Rule for Guests'
    _inherit = ['office.system.mixin']
    _order = 'kind, version desc'
    _rec_names_search = ['text']

    kind = fields.Selection(KINDS, required=True, default='house')
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    version = fields.Integer(readonly=True, copy=False, aggregator=False)
    text = fields.Text(required=True, translate=True, help="As guests read it, in each language in which they read.")
    begin_date = fields.Date(
        "Valid From", required=True, default=lambda self: self.env.company._get_office_today(),
        help="From this day on, guests sign this version instead of an earlier one.")
    active = fields.Boolean(default=True, help="What is archived is signed by nobody any more.")
    signature_ids = fields.One2many('office.visit.signature', 'rule_id', "Signatures", readonly=True)
    signature_count = fields.Integer("Signed", compute='_compute_signature_count')

    _version_uniq = models.UniqueIndex('(company_id, kind, version)', "This version exists already: save once more.")

    @api.depends('kind', 'version')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for rule in self:
            rule.display_name = self.env._(
                "%(kind)s, version %(version)s", kind=kinds.get(rule.kind, ''), version=rule.version or 1)

    @api.depends('signature_ids')
    def _compute_signature_count(self):
        counts = dict(self.env['office.visit.signature']._read_group(
            [('rule_id', 'in', self.ids)], ['rule_id'], ['__count']))
        for rule in self:
            rule.signature_count = counts.get(rule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        for rule in rules:
            # sudo: also versions that are archived, or of which the user sees nothing
            last = self.sudo().with_context(active_test=False).search(
                [('company_id', '=', rule.company_id.id), ('kind', '=', rule.kind), ('id', '!=', rule.id)],
                order='version desc', limit=1)
            rule._write_as_system({'version': last.version + 1})
        return rules

    def write(self, vals):
        if vals.keys() - {'active'} and not self._is_as_system():
            self._check_unsigned()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._check_unsigned()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def unlink(self):
        self._check_unsigned()
        return super().unlink()

    def _check_unsigned(self):
        """:raise UserError: somebody has signed one of these"""
        self.check_access('read')
        # sudo: a signature of whomever counts
        if signed := self.sudo().filtered('signature_ids').sudo(False):
            raise UserError(self.env._(
                "%(rules)s has been signed, and stays as it is. Make a new version, from the day on which it is valid; "
                "archive this one if nobody shall sign it any more.", rules=signed._get_names()))

    @api.model
    def _get_current(self, company):
        """Return the rules that guests of ``company`` sign today, of each kind the latest version, as superuser."""
        # sudo: whoever comes may read what they are to sign
        rules_sudo = self.sudo().search(
            [('company_id', '=', company.id), ('begin_date', '<=', company._get_office_today())],
            order='kind, begin_date desc, version desc')
        return self.sudo().union(*(same[:1] for same in rules_sudo.grouped('kind').values()))

    def _get_text_hash(self, lang):
        """Return the SHA-256 of the text as it is read in ``lang``, the code of a language."""
        self.ensure_one()
        return hashlib.sha256((self.with_context(lang=lang).text or '').encode()).hexdigest()

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'version', 'signature_ids'}
