from odoo.http import Controller, request, route

from odoo.addons.office_admin_offline.page import OfflinePages

from ..terms import get_terms

PAGE = '/office/count'
READER = '/web/static/lib/zxing-library/zxing-library.js'
"""Reads QR and bar codes where the browser cannot do it itself."""


class OfficeCountPage(OfflinePages, Controller):
    """The page on which people count, also without network, and what its service worker keeps of it."""
    _offline_path = PAGE
    _offline_name = 'office-count'
    _offline_files = (
        *(f'/office_admin_count/static/src/count_page/{name}' for name in (
            'count_page.js', 'photo.js', 'count_page.css')),
        '/office_admin_scan/static/src/camera.js', '/office_admin_scan/static/src/readable.js')
    _offline_attributes = {'data-reader': READER}

    @route(PAGE, type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def show_page(self, **_kwargs):
        return self._show_shell()

    @route(f'{PAGE}/sw.js', type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def get_service_worker(self):
        return self._show_service_worker()

    @route(f'{PAGE}/data', type='jsonrpc', auth='user', readonly=True)
    def get_data(self):
        """Return what the phone keeps of the counts of the user: where they count, and nothing of what is there."""
        return request.env['office.count.row']._prepare_page()

    @route(f'{PAGE}/send', type='jsonrpc', auth='user')
    def receive_rows(self, rows):
        """Keep what the phone sends.

        :return: ``{'kept': keys, 'refused': {key: sentence}}``
        """
        return request.env['office.count.row']._receive(rows)

    def _get_offline_terms(self, env):
        return super()._get_offline_terms(env) | get_terms(env)
