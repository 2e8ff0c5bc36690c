import ipaddress

from markupsafe import Markup

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.office_admin_base.photo import MAX_BYTES

from ..models.res_config_settings import FAILURES

PUBLIC = {'type': 'http', 'auth': 'public', 'save_session': False, 'sitemap': False}
"""Options of every route of a public page; add ``readonly=True`` where it only shows something."""

# csrf: there is no session that another site could use; the token in the address is the whole right
PUBLIC_POST = PUBLIC | {'methods': ['POST'], 'csrf': False, 'max_content_length': MAX_BYTES + 1024 ** 2}
"""Options of every route that takes a form, also with a photo."""

HEADERS = {
    'Content-Security-Policy': "; ".join((
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "media-src 'self' blob:", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'")),
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex, nofollow',
}


class PublicPages:
    """What controllers of public pages share. It is no ``Controller``, whose heirs Odoo would make one class of::

        class VisitPages(PublicPages, Controller):

            @route('/office/v/<string:token>', readonly=True, **PUBLIC)
            def show(self, token, lang=None, **_kwargs):
                return self._serve_public('office.visit', token, self._show, lang)

            def _show(self, visit):
                return self._render_public('office_admin_reception.page_visit', visit=visit)

    Its templates call ``office_admin_public.page``, and set ``title`` and, if need be, ``head``; they know ``lang`` and
    ``record``.
    """

    def _serve_public(self, model, token, show, lang=None, company=None):
        """Return what ``show(record)`` answers, with the headers of a public page, and nothing saved if it fails.

        What does not exist, has ended, or is another company's gets one and the same answer. A :class:`UserError` is
        shown as a page.

        :param show: takes the record as superuser, in its company and the language of whoever opens the page
        :param str lang: code of a language that the reader has chosen
        """
        counter, settings = request.env['office.public.counter'], request.env['res.config.settings']
        record_sudo = request.env[model]._find_public(token, company)
        self._set_language(lang, record_sudo and record_sudo._get_public_lang())
        if not record_sudo:
            limit = settings._get_public_limit('failures', FAILURES)
            is_within = counter._is_within('office_admin_public.failure', self._get_address(), limit)
            return self._answer_nothing() if is_within else self._answer_wait()
        # by the record, not the token: another link of the same page is no second quota
        limit = record_sudo._get_public_requests()
        if not counter._is_within('office_admin_public.request', (record_sudo._name, record_sudo.id), limit):
            return self._answer_wait()
        record_sudo = record_sudo.with_context(lang=request.env.lang)
        try:
            with request.env.cr.savepoint():
                response = show(record_sudo)
        except (AccessError, MissingError):
            return self._answer_nothing()
        except UserError as error:
            return self._render_public(
                'office_admin_public.page_sentence', 422, sentence=str(error), record=record_sudo)
        response.headers.update(HEADERS)
        return response

    def _render_public(self, template, status=200, **values):
        """Return the page of ``template``, in the language of its reader."""
        # what a form has led to cannot be opened again in another language
        installed = request.env['res.lang'].sudo().get_installed() if request.httprequest.method != 'POST' else []
        languages = [(code, name.split(' / ')[-1]) for code, name in installed]
        html = request.env['ir.qweb']._render(template, {
            'record': None, 'lang': request.env.lang, 'languages': languages, 'max_bytes': MAX_BYTES, **values})
        headers = [('Content-Type', 'text/html; charset=utf-8'), *HEADERS.items()]
        return request.make_response(Markup('<!DOCTYPE html>') + html, headers, status=status)

    def _answer_nothing(self):
        return self._render_public('office_admin_public.page_nothing', 404)

    def _answer_wait(self):
        response = self._render_public('office_admin_public.page_wait', 429)
        response.headers['Retry-After'] = '60'
        return response

    def _set_language(self, *codes):
        """Go on in the first of these languages that is installed, else in that of the browser."""
        installed = [code for code, _name in request.env['res.lang'].sudo().get_installed()]
        wanted = [code for code in (*codes, request.best_lang) if isinstance(code, str) and code]
        same = [code for name in wanted for code in installed if code == name]
        alike = [code for name in wanted for code in installed if code[:2] == name[:2]]
        request.update_context(lang=next(iter(same or alike or ['en_US' if 'en_US' in installed else installed[0]])))

    def _get_address(self):
        """Return from where the request comes; of IPv6 the network, since a house has all addresses of one."""
        text = request.httprequest.remote_addr or ''
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return text
        return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text
