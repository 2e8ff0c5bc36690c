import base64

from odoo.http import Controller, request, route

from odoo.addons.office_admin_base.photo import read_photo
from odoo.addons.office_admin_public.controllers.office_public_pages import PUBLIC, PUBLIC_POST, PublicPages

PAGE = '/office/test/thing/<string:token>'


class OfficeTestPages(PublicPages, Controller):
    """The smallest public page: somebody from outside sees a thing, and sends a photo of it."""

    @route(PAGE, readonly=True, **PUBLIC)
    def show_thing(self, token, lang=None, **_kwargs):
        return self._serve_public('office.test.thing', token, self._show, lang)

    @route(f'{PAGE}/photo', **PUBLIC_POST)
    def send_photo(self, token, photo=None, lang=None, **_kwargs):
        def keep(thing):
            thing.photo = base64.b64encode(read_photo(request.env, photo.read() if hasattr(photo, 'read') else b''))
            return request.redirect(f'{thing._public_path}{token}?lang={request.env.lang}')
        return self._serve_public('office.test.thing', token, keep, lang)

    def _show(self, thing):
        return self._render_public('office_admin_test.page_thing', record=thing, address=request.httprequest.path)
