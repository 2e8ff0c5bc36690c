import base64
import io
from datetime import timedelta

from lxml import html
from PIL import Image

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.office_admin_base.photo import MAX_BYTES
from odoo.addons.office_admin_base.tests.test_photo import make_photo

from .common import PublicMixin


@tagged('post_install', '-at_install')
class TestPublicPage(PublicMixin, HttpCase):
    """What somebody from outside gets, on the page of ``office.test.thing``."""

    def setUp(self):
        super().setUp()
        self.token = self.chair._make_public_token()

    def _get(self, token, query='', **kwargs):
        return self.url_open(f'/office/test/thing/{token}{query}', allow_redirects=False, **kwargs)

    def _send(self, content, token=None):
        return self.url_open(
            f'/office/test/thing/{token or self.token}/photo', files={'photo': ('photo.jpg', content, 'image/jpeg')})

    def test_the_page_is_closed_and_light(self):
        page = self._get(self.token)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Office Chair", page.text)
        self.assertTrue(page.text.startswith('<!DOCTYPE html>'))
        policy = page.headers['Content-Security-Policy']
        for part in (
                "default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'"):
            self.assertIn(part, policy)
        self.assertNotIn('unsafe', policy)
        for name, value in {
                'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'X-Frame-Options': 'DENY',
                'X-Content-Type-Options': 'nosniff'}.items():
            self.assertEqual(page.headers[name], value)
        self.assertNotIn('Set-Cookie', page.headers)
        tree = html.fromstring(page.text)
        inline = '//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), "on")]'
        self.assertEqual(tree.xpath(inline), [])
        for address in tree.xpath('//script/@src | //link[@rel="stylesheet"]/@href'):
            self.assertTrue(address.startswith('/office_admin_public/static/'), address)
            self.assertEqual(self.url_open(address).status_code, 200)

    def test_it_speaks_the_language_of_its_reader(self):
        self.env['res.lang']._activate_lang('zh_CN')
        for query, accept, lang in (
                ('', 'zh-CN,zh;q=0.9', 'zh-CN'), ('', 'de', 'en-US'), ('?lang=zh_CN', 'en', 'zh-CN'),
                ('', 'zh-TW', 'zh-CN'), ('?lang=xx_XX', 'en', 'en-US'), ('?lang=%22%3E', 'en', 'en-US')):
            page = self._get(self.token, query, headers={'Accept-Language': accept})
            self.assertEqual(html.fromstring(page.text).get('lang'), lang, (query, accept))

    def test_another_language_is_offered_where_it_can_be_opened(self):
        self.env['res.lang']._activate_lang('zh_CN')
        with self.assertNoLogs('odoo.addons.base.models.ir_qweb', 'WARNING'):
            page, refused = self._get(self.token), self._send(b'nothing')
        self.assertEqual(html.fromstring(page.text).xpath('//nav/a/@href'), ['?lang=zh_CN', '?lang=en_US'])
        # a form cannot be opened again by a link
        self.assertFalse(html.fromstring(refused.text).xpath('//nav'))

    def test_what_opens_nothing_gets_one_answer(self):
        expired = self.chair._make_public_token(fields.Datetime.now() - timedelta(minutes=1))
        hidden, moved, gone = self.chair.copy({'active': False}), self.chair.copy(), self.chair.copy()
        tokens = [thing._make_public_token() for thing in (hidden, moved, gone)]
        moved.company_id = self.env['res.company'].create({'name': "Elsewhere"})
        gone.unlink()
        pages = [self._get(token) for token in ('x' * 43, 'short', expired, *tokens)]
        self.chair._end_public_links()
        pages.append(self._get(self.token))
        pages.append(self._send(make_photo(), token=self.token))
        for page in pages:
            self.assertEqual((page.status_code, page.text), (404, pages[0].text))
            # the date of the answer is all that differs
            self.assertEqual({**page.headers, 'Date': ''}, {**pages[0].headers, 'Date': ''})
        self.assertIn("This link opens nothing", pages[0].text)
        self.assertNotIn(self.company.name, pages[0].text)

    def test_who_asks_too_often_waits(self):
        self._set_limits(requests=3)
        other = self.chair._make_public_token()
        pages = [self._get(token) for token in (self.token, self.token, other, other, self.token)]
        self.assertEqual([page.status_code for page in pages], [200, 200, 200, 429, 429])
        self.assertEqual(pages[-1].headers['Retry-After'], '60')
        self.assertEqual(pages[-1].headers['Cache-Control'], 'no-store')
        self.assertIn("Please wait a minute", pages[-1].text)

    def test_who_guesses_waits_and_the_right_link_still_opens(self):
        self._set_limits(failures=3)
        self.assertEqual([self._get(f'guess{i}').status_code for i in range(5)], [404, 404, 404, 429, 429])
        self.assertEqual(self._get(self.token).status_code, 200)

    def test_a_photo_is_kept_anew_or_refused_with_a_sentence(self):
        exif = Image.Exif()
        exif[0x010F] = "Spy Phone"
        page = self._send(make_photo(size=(3200, 1600), exif=exif) + b'<script>')
        # who loads the page anew sends nothing again
        self.assertEqual((page.status_code, page.request.method, len(page.history)), (200, 'GET', 1))
        self.assertEqual(page.history[0].headers['Cache-Control'], 'no-store')
        kept = base64.b64decode(self.chair.photo)
        self.assertEqual(Image.open(io.BytesIO(kept)).size, (1600, 800))
        self.assertNotIn(b'Spy Phone', kept)
        for content in (b'<svg/>', b'', b'x' * (MAX_BYTES + 1)):
            page = self._send(content)
            self.assertEqual((page.status_code, page.headers['Cache-Control']), (422, 'no-store'))
            self.assertIn("That could not be done", page.text)
        self.assertEqual(self._send(b'x' * (MAX_BYTES + 2 * 1024 ** 2)).status_code, 413)
        self.assertEqual(base64.b64decode(self.chair.photo), kept)

    def test_a_request_that_is_tried_again_counts_once(self):
        # the route only reads, so that Odoo starts it anew once something is written
        self._set_limits(requests=1)
        show = type(self.env['office.test.thing'])._is_public

        def write(thing):
            thing.place = "seen"
            thing.flush_recordset()
            return show(thing)
        self.patch(type(self.env['office.test.thing']), '_is_public', write)
        self.assertEqual(self._get(self.token).status_code, 200)
        self.assertEqual(self.chair.place, "seen")
        self.assertEqual(self._get(self.token).status_code, 429)
