from odoo import api, models

from .res_config_settings import REQUESTS


class OfficePublicMixin(models.AbstractModel):
    """A record with a page that somebody from outside opens by a link: a guest, a driver, a tablet at the door.

    The contract, for an app:

    - ``_public_path`` says where the page is; ``_make_public_token`` returns the token, once and never again, for the
      mail, the QR code or the tablet; ``_get_public_address`` the address with it. The verb that calls them has checked
      who may do that. ``_end_public_links`` ends all links of a record; a new token ends none.
    - ``_is_public`` says whether the page is to be seen now. What is archived, deleted or has changed its company has
      no page, and looks like a link that never was.
    - The controller is ``class MyPages(PublicPages, Controller)``, see ``controllers/office_public_pages.py``.
    """
    _name = 'office.public.mixin'
    _description = 'Record with a Public Page'

    _public_path = None
    """Where the page is, with a slash at both ends; behind it stands the token."""

    def unlink(self):
        links = self.env['office.public.link']
        result = super().unlink()
        links._end_of(self)
        return result

    def _make_public_token(self, expire_datetime=None):
        """Return a new token that opens the page of this record. Only its hash is kept, so it is shown or sent now.

        :param expire_datetime: until when it does so (UTC); without it, until the links of the record are ended
        """
        self.ensure_one()
        return self.env['office.public.link']._make(self, expire_datetime)

    def _get_public_address(self, token):
        """Return the absolute address of the page that ``token`` opens."""
        self.ensure_one()
        return f'{self.get_base_url()}{self._public_path}{token}'

    def _end_public_links(self):
        """From now on no link opens these records that was given out before."""
        self.env['office.public.link']._end_of(self)

    def _get_public_company(self):
        """Hook: the company whose page it is."""
        self.ensure_one()
        return self.company_id if 'company_id' in self._fields and self.company_id else self.env.company

    def _get_public_lang(self):
        """Hook: code of the language in which whoever holds the link reads, or ``''`` for that of their browser."""
        return ''

    def _get_public_requests(self):
        """Hook: how often the page answers in a minute, for all its links and readers together."""
        return self.env['res.config.settings']._get_public_limit('requests', REQUESTS)

    def _is_public(self):
        """Hook: whether the page is to be seen now; else it is as if there were none."""
        self.ensure_one()
        return bool(self.active) if 'active' in self._fields else True

    @api.model
    def _find_public(self, token, company=None):
        """Return the record of this model that ``token`` opens, as superuser in its company, or nothing.

        :param company: the only company whose records are found, where the page belongs to one
        """
        link_sudo = self.env['office.public.link']._find(self._name, token)
        record_sudo = self.sudo().browse(link_sudo.res_id).exists() if link_sudo else self.sudo().browse()
        if not record_sudo:
            return record_sudo
        owner = link_sudo.company_id
        # sudo: whoever holds the link is nobody here; the page says what they may see
        record_sudo = record_sudo.with_context(allowed_company_ids=owner.ids)
        is_open = record_sudo._get_public_company() == owner and company in (None, owner) and record_sudo._is_public()
        return record_sudo if is_open else record_sudo.browse()
