from odoo.http import Controller, request, route

from odoo.addons.office_admin_public.controllers.office_public_pages import PUBLIC, PUBLIC_POST, PublicPages

KIOSK = '/office/kiosk/<string:token>'

ENTRIES = 60
"""How often in a minute one kiosk sends what guests have typed; what is more waits on the tablet until the next one."""

# a signature, and some names
KIOSK_POST = PUBLIC_POST | {'max_content_length': 512 * 1024}


class OfficeKioskPages(PublicPages, Controller):
    """The page of a kiosk, and what it sends. No answer says anything of a guest or a host."""

    @route(KIOSK, readonly=True, **PUBLIC)
    def show_kiosk(self, token, lang=None, **_kwargs):
        return self._serve_public('office.kiosk', token, self._show_kiosk, lang)

    @route(f'{KIOSK}/check', readonly=True, **KIOSK_POST)
    def check_code(self, token, code=None, lang=None, **_kwargs):
        """Say which rules are to be signed: all, but for whoever holds the code of a guest who has signed them."""
        def check(kiosk):
            if not self._is_within_entries(kiosk):
                return self._answer_wait()
            rules = request.env['office.visit.rule']._get_current(kiosk.company_id)
            guest = request.env['office.kiosk.entry']._find_by_code(kiosk, code)
            if guest and rules:
                rules = request.env['office.visit.signature']._get_missing(guest, rules)
            return request.make_json_response({'rules': rules.ids})
        return self._serve_public('office.kiosk', token, check, lang)

    @route(f'{KIOSK}/send', **KIOSK_POST)
    def take_entry(self, token, lang=None, signature=None, **values):
        """Take down what a guest has typed or scanned. The answer is always the same."""
        def take(kiosk):
            if not self._is_within_entries(kiosk):
                return self._answer_wait()
            content = signature.read() if hasattr(signature, 'read') else b''
            request.env['office.kiosk.entry'].sudo()._receive(kiosk, {**values, 'signature': content})
            return request.make_json_response({'taken': True})
        return self._serve_public('office.kiosk', token, take, lang)

    def _is_within_entries(self, kiosk):
        return request.env['office.public.counter']._is_within('office_admin_reception.kiosk', kiosk.id, ENTRIES)

    def _show_kiosk(self, kiosk):
        languages = kiosk._get_languages()
        if request.env.lang not in dict(languages):
            request.update_context(lang=languages[0][0])
        kiosk = kiosk.with_context(lang=request.env.lang)
        company, purposes = kiosk.company_id, kiosk._get_purposes()
        return self._render_public(
            'office_admin_reception.page_kiosk', record=kiosk, languages=languages,
            address=request.httprequest.path, purposes=purposes, welcome=company.office_visit_welcome,
            notice=company._get_visit_notice(), notice_summary=company._get_visit_notice_summary(purposes),
            rules=request.env['office.visit.rule'].with_context(lang=request.env.lang)._get_current(company))
