"""The browser's part of ``./office shots``, run inside the virtual environment."""

import json
import sys
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tools import screens, system
from tools.console import say, step

_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
          '--disable-component-update', '--disable-sync']
_PHONE_BELOW = 500      # pixels
_PATIENCE = 30          # seconds
_WORKER = '/bus/websocket_worker_bundle'    # a shared worker's script: its end is never reported
_QUIET = 0.5            # seconds without a request after which a screen is complete


class Camera:
    """One browser that walks the screens and collects what goes wrong on the way."""

    def __init__(self, browser, server, folder):
        self.browser = browser
        self.server = server
        self.folder = folder
        self.faults = []

    def visit(self, login, language, width, wanted):
        """Take the pictures of the ``wanted`` screens as one person on one device."""
        is_phone = width < _PHONE_BELOW
        where = f'{language} {width} {login}'
        context = self.browser.new_context(
            viewport={'width': width, 'height': screens.WIDTHS[width]}, device_scale_factor=1, is_mobile=is_phone,
            has_touch=is_phone, locale=language.replace('_', '-'), timezone_id=screens.TIMEZONE,
            reduced_motion='reduce')
        page = context.new_page()
        page.set_default_timeout(_PATIENCE * 1000)
        page.on('console', lambda message: self._hear(where, message))
        page.on('pageerror', lambda error: self.faults.append(f'{where} {page.url}: {error}'))
        traffic = Traffic(page)
        try:
            self.server.log_in(context, login)
            for screen in wanted:
                path = self.folder / language / str(width) / f'{login}-{screen.name}.png'
                path.parent.mkdir(parents=True, exist_ok=True)
                try:
                    self._show(page, traffic, screen)
                except Error as error:
                    self.faults.append(f'{where} {screen.name}: {error}')
                page.screenshot(path=path)
        finally:
            context.close()

    def _show(self, page, traffic, screen):
        page.goto(self.server.url + screen.path)
        traffic.wait_until_drawn()
        if screen.steps:
            screen.steps(page)
            traffic.wait_until_drawn()

    def _hear(self, where, message):
        if message.type == 'error':
            self.faults.append(f'{where} {message.location.get("url")}: {message.text}')


class Traffic:
    """What a page is still waiting for."""

    def __init__(self, page):
        self.page = page
        self.open = set()
        page.on('request', self._begin)
        page.on('requestfinished', self._end)
        page.on('requestfailed', self._end)

    def _begin(self, request):
        if request.is_navigation_request():
            self.open.clear()
        if _WORKER not in request.url:
            self.open.add(request)

    def _end(self, request):
        self.open.discard(request)

    def wait_until_drawn(self):
        """Until the client shows something, asks for nothing more for a while, and has its fonts."""
        self.page.locator('.o_action_manager > *, .modal-content, #page > *').first.wait_for()
        deadline = time.monotonic() + _PATIENCE
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < _QUIET:
            self.page.wait_for_timeout(50)
            if self.open:
                quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                raise Error(f"still waiting for {', '.join(sorted(request.url for request in self.open))}")
        self.page.evaluate('document.fonts.ready')


class Server:
    """The server, asked as its administrator, and by whoever logs in."""

    def __init__(self, browser, url, database):
        self.url = url
        self.database = database
        self.context = browser.new_context()
        self.log_in(self.context, 'admin')

    def log_in(self, context, login):
        """Give the browser a session of this person; the demo company's passwords equal the logins."""
        answer = self._call(context, '/web/session/authenticate',
                            {'db': self.database, 'login': login, 'password': login})
        if not answer.get('uid'):
            raise SystemExit(f"{login} cannot log in with the password {login}")

    def logins(self):
        """The people of the demo company who are there."""
        found = {user['login'] for user in self._ask('search_read', [[('share', '=', False)], ['login']])}
        return [login for login in screens.LOGINS if login in found]

    def speak(self, language):
        """Give everybody this language. The database is a copy: nobody has to be given the old one back."""
        self._ask('write', [self._ask('search', [[('login', 'in', screens.LOGINS)]]), {'lang': language}])

    def _ask(self, method, arguments):
        return self._call(self.context, '/web/dataset/call_kw',
                          {'model': 'res.users', 'method': method, 'args': arguments, 'kwargs': {}})

    def _call(self, context, path, params):
        answer = context.request.post(self.url + path, data={'jsonrpc': '2.0', 'params': params}).json()
        if 'error' in answer:
            raise SystemExit(f"The server refused: {answer['error']['data']['message']}")
        return answer['result']


def main(url, database, folder, only):
    """Take the pictures.

    :param folder: where the pictures go
    :param only: as JSON, lists of names by login, screen, lang and width; null for all
    :return: 1 if anything went wrong, else 0
    """
    only = json.loads(only)

    def is_wanted(option, name):
        return not only[option] or str(name) in only[option]

    found = [screen for screen in screens.find() if is_wanted('screen', screen.name)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.BROWSER, args=_FLAGS)
        server = Server(browser, url, database)
        camera = Camera(browser, server, Path(folder))
        for language in (language for language in screens.LANGUAGES if is_wanted('lang', language)):
            server.speak(language)
            for login in (login for login in server.logins() if is_wanted('login', login)):
                wanted = [screen for screen in found if login in screen.logins]
                if not wanted:
                    continue
                with step(f"{language} {login}: {', '.join(screen.name for screen in wanted)}"):
                    for width in (width for width in screens.WIDTHS if is_wanted('width', width)):
                        camera.visit(login, language, width, wanted)
        browser.close()
    for fault in dict.fromkeys(camera.faults):
        say(f"    {fault}")
    return int(bool(camera.faults))


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
