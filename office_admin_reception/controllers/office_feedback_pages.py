from odoo.http import Controller, request, route

from odoo.addons.office_admin_public.controllers.office_public_pages import PUBLIC, PUBLIC_POST, PublicPages

PAGE = '/office/visit/feedback/<string:token>'


class OfficeFeedbackPages(PublicPages, Controller):
    """A guest says how the visit was, once; the page names nobody."""

    @route(PAGE, readonly=True, **PUBLIC)
    def show_feedback(self, token, lang=None, **_kwargs):
        def show(feedback):
            return self._render_public(
                'office_admin_reception.page_feedback', record=feedback, ratings=feedback._get_ratings(),
                address=request.httprequest.path)
        return self._serve_public('office.visit.feedback', token, show, lang)

    @route(f'{PAGE}/send', **PUBLIC_POST)
    def take_feedback(self, token, lang=None, rating=None, comment=None, **_kwargs):
        def take(feedback):
            feedback._answer(rating, comment)
            return self._render_public('office_admin_reception.page_feedback_thanks', record=feedback)
        return self._serve_public('office.visit.feedback', token, take, lang)
