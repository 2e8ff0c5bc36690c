import hashlib
import re
import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS

_TOKEN = re.compile(r'[\w-]{43}', re.ASCII)


class OfficePublicLink(models.Model):
    """What somebody holds who may open the page of a record. Nobody reads it but our own code, and the token nobody."""
    _name = 'office.public.link'
    _description = 'Public Link'
    _inherit = ['office.system.mixin']
    _is_of_system = True
    _rec_name = 'id'

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    token_hash = fields.Char("Hash of the Token", required=True, readonly=True, copy=False, groups=NO_ACCESS)
    expire_datetime = fields.Datetime("Valid Until", readonly=True)

    _token_hash_uniq = models.UniqueIndex('(token_hash)', "Another link has this token.")
    _record_idx = models.Index('(res_model, res_id)')

    @api.model
    def _make(self, record, expire_datetime=None):
        """Return a new token that opens ``record``; it is kept as a hash only, and never to be read again."""
        token = secrets.token_urlsafe(32)
        self._create_as_system([{
            'res_model': record._name, 'res_id': record.id, 'company_id': record._get_public_company().id,
            'token_hash': self._get_hash(token), 'expire_datetime': expire_datetime,
        }])
        return token

    @api.model
    def _find(self, model, token):
        """Return the valid link of ``token`` to a record of ``model``, as superuser, or an empty recordset."""
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            return self.sudo()
        # sudo: nobody may read links; who knows the token may follow this one
        return self.sudo().search(
            Domain('token_hash', '=', self._get_hash(token)) & Domain('res_model', '=', model)
            & (Domain('expire_datetime', '=', False) | Domain('expire_datetime', '>', fields.Datetime.now())))

    @api.model
    def _get_hash(self, token):
        # the token is as random as the hash itself, so that it needs neither salt nor a slow one
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _end_of(self, records):
        """Delete the links to ``records``: from now on they open as little as what never was one."""
        # sudo: nobody may delete links; the caller has checked the rights
        self.sudo().search([('res_model', '=', records._name), ('res_id', 'in', records.ids)]).unlink()

    @api.autovacuum
    def _clear_expired(self):
        models_now = list(self.env.registry.descendants(['office.public.mixin'], '_inherit'))
        # sudo: nobody may delete links
        self.sudo().search(
            Domain('expire_datetime', '<=', fields.Datetime.now()) | Domain('res_model', 'not in', models_now)).unlink()
