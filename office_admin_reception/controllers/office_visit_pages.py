from odoo.http import Controller, request, route

from odoo.addons.office_admin_public.controllers.office_public_pages import PUBLIC, PublicPages


class OfficeVisitPages(PublicPages, Controller):
    """The pass of a guest: what the invitation says, as it is now, and the QR code for the front desk."""

    @route('/office/visit/pass/<string:token>', readonly=True, **PUBLIC)
    def show_pass(self, token, lang=None, **_kwargs):
        def show(guest):
            picture = request.env['office.label.print']._draw_qr(guest._get_public_address(token))
            return self._render_public(
                'office_admin_reception.page_pass', record=guest, picture=picture, address=request.httprequest.path)
        return self._serve_public('office.visit.guest', token, show, lang)
