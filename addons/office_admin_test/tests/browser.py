"""A browser for what tours cannot do: a camera, a network that breaks, a browser that is killed."""

import resource
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import qrcode
from playwright.sync_api import Error, sync_playwright

from odoo.tests.common import HOST, HttpCase, _find_executable

PHONE, DESKTOP = {'width': 390, 'height': 844}, {'width': 1400, 'height': 900}

_FLAGS = ('--no-sandbox', '--disable-gpu', '--no-first-run')

_SIDE = 480
"""Width and height of the picture of the camera, in pixels."""

STUBBORN = 'http://127.0.0.1:8069/o/l/PnIXgR9soP0qCWMxgHrjD3'
"""A code that ZXing does not find while it stands upright."""


def write_camera(path, codes, seconds=1, per_second=5):
    """Write what a camera sees that is held before one QR code after the other, again and again.

    :param list codes: texts; None for nothing
    :param seconds: how long each is seen
    :return: the flags with which Chromium takes it for its camera
    """
    frames = [_draw(code) for code in codes for _frame in range(seconds * per_second)]
    head = f'YUV4MPEG2 W{_SIDE} H{_SIDE} F{per_second}:1 Ip A1:1 C420\n'.encode()
    grey = bytes([128]) * (_SIDE * _SIDE // 2)
    Path(path).write_bytes(head + b''.join(b'FRAME\n' + frame + grey for frame in frames))
    return ('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
            f'--use-file-for-fake-video-capture={path}')


def _draw(code):
    if code is None:
        return bytes([235]) * (_SIDE * _SIDE)
    picture = qrcode.make(code).convert('L').resize((_SIDE, _SIDE))
    return picture.point(lambda light: 16 + light * 219 // 255).tobytes()


@contextmanager
def _memory_of_its_own():
    """Take away the limit that Odoo gives its own process, and that a browser would inherit."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits[1], limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


class BrowserCase(HttpCase):
    """Pages of people in a browser of the test's own.

    The records are looked at outside of ``_open_browser``, since meanwhile they belong to the server.
    """

    @contextmanager
    def _open_browser(self, *flags, folder=None, **options):
        """Provide a browser, while requests are answered.

        :param folder: where it keeps what pages store; then it has one context, which it provides
        :param options: of playwright, such as ``offline`` of that context
        """
        options = {'executable_path': _find_executable(), 'args': [*_FLAGS, *flags], **options}
        with _memory_of_its_own(), self.allow_requests(all_requests=True), sync_playwright() as playwright:
            if folder:
                browser = playwright.chromium.launch_persistent_context(folder, viewport=PHONE, **options)
            else:
                browser = playwright.chromium.launch(**options)
            try:
                yield browser
            finally:
                with suppress(Error):  # it was killed
                    browser.close()
                # what it asked for last works with the cursor of the test
                self._wait_remaining_requests(timeout=60)
        self.env.invalidate_all()

    def _make_session(self, user):
        """Log ``user`` in, and return what a browser needs for it."""
        self.session = None  # others stay logged in
        session = self.authenticate(user.login, user.login)
        # it outlives the browser, as that of Odoo does
        return [{'name': 'session_id', 'value': session.sid, 'domain': HOST, 'path': '/',
                 'expires': time.time() + 3600}]

    def _open_page(self, browser, session, path, viewport=PHONE):
        """Open ``path`` on a device of its own; an error in the console fails the test."""
        context = browser.new_context(viewport=viewport)
        context.add_cookies(session)
        page = context.new_page()
        self._watch(page)
        page.goto(self.base_url() + path)
        return page

    def _watch(self, page):
        page.set_default_timeout(120_000)  # on a busy machine
        page.on('pageerror', lambda error: self.faults.append(str(error)))

    def setUp(self):
        super().setUp()
        self.faults = []

    def tearDown(self):
        super().tearDown()
        self.assertEqual(self.faults, [])
