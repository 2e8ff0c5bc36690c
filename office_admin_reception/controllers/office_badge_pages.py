from odoo.http import Controller, route

from odoo.addons.office_admin_public.controllers.office_public_pages import PUBLIC_POST, PublicPages


class OfficeBadgePages(PublicPages, Controller):
    """The guest signs out alone, on the pass on their phone or by the code of their badge."""

    @route('/office/visit/pass/<string:token>/leave', **PUBLIC_POST)
    def leave(self, token, lang=None, **_kwargs):
        def leave(guest):
            guest._sign_out('guest')
            return self._render_public('office_admin_reception.page_goodbye', record=guest)
        return self._serve_public('office.visit.guest', token, leave, lang)
