import hashlib
import json

from markupsafe import Markup

from odoo.http import Controller, request, route
from odoo.tools import file_open

from ..terms import get_terms

PAGE = '/office/count'
MODULES = (
    *(f'/office_admin_count/static/src/count_page/{name}' for name in (
        'count_page.js', 'elements.js', 'outbox.js', 'photo.js', 'sender.js', 'count_page.css')),
    '/office_admin_scan/static/src/camera.js', '/office_admin_scan/static/src/readable.js')
READER = '/web/static/lib/zxing-library/zxing-library.js'
"""Reads QR and bar codes where the browser cannot do it itself."""

SHELL = (PAGE, *MODULES, READER)
"""All that the page needs without network; it holds no data."""

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "connect-src 'self'",
    "media-src 'self' blob:", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"))


class OfficeCountPage(Controller):
    """The page on which people count, also without network, and what its service worker keeps of it."""

    @route(PAGE, type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def show_page(self, **_kwargs):
        return self._answer(self._render_page(), 'text/html; charset=utf-8', ('Content-Security-Policy', POLICY))

    @route(f'{PAGE}/sw.js', type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def get_service_worker(self):
        with file_open('office_admin_count/static/src/count_page/service_worker.js') as file:
            script = file.read()
        head = f'const VERSION = {json.dumps(self._get_version())};\nconst SHELL = {json.dumps(SHELL)};\n'
        return self._answer(head + script, 'text/javascript; charset=utf-8', ('Service-Worker-Allowed', PAGE))

    @route(f'{PAGE}/data', type='jsonrpc', auth='user', readonly=True)
    def get_data(self):
        """Return what the phone keeps of the counts of the user: where they count, and nothing of what is there."""
        return request.env['office.count.row']._prepare_page()

    @route(f'{PAGE}/send', type='jsonrpc', auth='user')
    def receive_rows(self, rows):
        """Keep what the phone sends.

        :return: ``{'kept': keys, 'refused': {key: sentence}}``
        """
        return request.env['office.count.row']._receive(rows if isinstance(rows, list) else [])

    def _render_page(self):
        # no template of a view: nothing of it is translated by the language of whoever asks first
        languages = request.env['res.lang'].sudo().get_installed()
        texts = {code: get_terms(request.env(context={'lang': code})) for code, _name in languages}
        # inside a script nothing is escaped, so that nothing there may end it
        safe = Markup(json.dumps(texts).replace('<', r'\u003c'))
        return request.env['ir.qweb']._render(
            'office_admin_count.page', {'modules': MODULES, 'reader': READER, 'texts': safe})

    def _get_version(self):
        """Return what changes with each file of the shell, so that phones fetch it anew."""
        total = hashlib.sha256(self._render_page().encode())
        for path in (*MODULES, READER):
            with file_open(path.lstrip('/'), 'rb') as file:
                total.update(hashlib.sha256(file.read()).digest())
        return total.hexdigest()[:16]

    def _answer(self, content, mimetype, *headers):
        return request.make_response(content, [
            ('Content-Type', mimetype), ('Cache-Control', 'no-cache'), ('X-Content-Type-Options', 'nosniff'),
            ('Referrer-Policy', 'same-origin'), *headers])
