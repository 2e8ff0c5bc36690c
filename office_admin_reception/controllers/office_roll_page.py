from odoo.http import Controller, request, route

from odoo.addons.office_admin_offline.page import OfflinePages

from ..roll_terms import get_roll_terms

PAGE = '/office/roll'
FOLDER = '/office_admin_reception/static/src/house'


class OfficeRollPage(OfflinePages, Controller):
    """The page on which wardens see who is in the house and mark who is safe, also without network."""
    _offline_path = PAGE
    _offline_name = 'office-roll'
    _offline_files = (f'{FOLDER}/roll_page.js', f'{FOLDER}/roll_page.css')

    @route(PAGE, type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def show_page(self, **_kwargs):
        return self._show_shell()

    @route(f'{PAGE}/sw.js', type='http', auth='public', save_session=False, readonly=True, sitemap=False)
    def get_service_worker(self):
        return self._show_service_worker()

    @route(f'{PAGE}/data', type='jsonrpc', auth='user', readonly=True)
    def get_data(self):
        """Return what the phone of a warden keeps, see ``_prepare_page``; of anybody else, that they are none."""
        return request.env['office.roll.call']._prepare_page()

    @route(f'{PAGE}/send', type='jsonrpc', auth='user')
    def receive_rows(self, rows):
        """Keep what the phone sends.

        :return: ``{'kept': keys, 'refused': {key: sentence}}``
        """
        return request.env['office.roll.call']._receive(rows)

    def _get_offline_terms(self, env):
        return super()._get_offline_terms(env) | get_roll_terms(env)
