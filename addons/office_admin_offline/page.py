"""A page of a phone that works without network: its shell, which holds no data, and the worker that keeps it."""
import hashlib
import json

from markupsafe import Markup

from odoo.http import request
from odoo.tools import file_open

from .terms import get_terms

FOLDER = '/office_admin_offline/static/src'
MODULES = tuple(f'{FOLDER}/{name}' for name in (
    'offline_page.js', 'elements.js', 'outbox.js', 'sender.js', 'offline_page.css'))

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "connect-src 'self'",
    "media-src 'self' blob:", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"))


class OfflinePages:
    """What a controller of such a page inherits beside ``Controller``.

    It has the routes ``_offline_path``, which answers :meth:`_show_shell`; ``sw.js`` below it, which answers
    :meth:`_show_service_worker`, both for the public; and for users the ``jsonrpc`` routes ``data`` and ``send``. What
    the first of these answers is kept on the phone: a dict with at least ``uid``, ``name`` and ``lang`` of the user.
    The other one takes ``rows`` and answers ``{'kept': keys, 'refused': {key: sentence}}``, see ``rows.py``. The first
    of ``_offline_files`` makes a page that extends ``OfflinePage`` of ``offline_page.js``.
    """

    _offline_path = None
    """Address of the page."""

    _offline_name = None
    """What a phone calls that which it keeps of the page."""

    _offline_files = ()
    """Addresses of the files of the page: first its script, then other scripts and styles."""

    _offline_attributes = {}
    """``{attribute: value}`` of the element in which the page is shown; a value that is an address is kept as well."""

    def _get_offline_terms(self, env):
        """Hook: ``{name: text}`` in the language of ``env``; ``{…}`` are filled in by the page. Call super and add."""
        return get_terms(env)

    def _show_shell(self):
        return self._answer(self._render_shell(), 'text/html; charset=utf-8', ('Content-Security-Policy', POLICY))

    def _show_service_worker(self):
        with file_open(f'{FOLDER}/service_worker.js'.lstrip('/')) as file:
            script = file.read()
        values = {'PREFIX': f'{self._offline_name}-', 'VERSION': self._get_version(), 'SHELL': self._get_shell()}
        head = ''.join(f'const {name} = {json.dumps(value)};\n' for name, value in values.items())
        return self._answer(
            head + script, 'text/javascript; charset=utf-8', ('Service-Worker-Allowed', self._offline_path))

    def _get_shell(self):
        """Return the addresses of all that the page needs without network."""
        return [self._offline_path, *self._get_files()]

    def _get_files(self):
        return [*self._offline_files, *MODULES, *self._offline_attributes.values()]

    def _render_shell(self):
        # no template of a view: nothing of it is translated by the language of whoever asks first
        languages = request.env['res.lang'].sudo().get_installed()
        texts = {code: self._get_offline_terms(request.env(context={'lang': code})) for code, _name in languages}
        # inside a script nothing is escaped, so that nothing there may end it
        safe = Markup(json.dumps(texts).replace('<', r'\u003c'))
        return request.env['ir.qweb']._render('office_admin_offline.page', {
            'modules': [self._offline_files[0], *MODULES[-1:], *self._offline_files[1:]],
            'attributes': self._offline_attributes, 'texts': safe, 'title': next(iter(texts.values()))['title']})

    def _get_version(self):
        """Return what changes with each file of the shell, so that phones fetch it anew."""
        total = hashlib.sha256(self._render_shell().encode())
        for path in self._get_files():
            with file_open(path.lstrip('/'), 'rb') as file:
                total.update(hashlib.sha256(file.read()).digest())
        return total.hexdigest()[:16]

    def _answer(self, content, mimetype, *headers):
        return request.make_response(content, [
            ('Content-Type', mimetype), ('Cache-Control', 'no-cache'), ('X-Content-Type-Options', 'nosniff'),
            ('Referrer-Policy', 'same-origin'), *headers])
