"""The browser's part of ``./office shots``, run inside the virtual environment."""

import json
import sys
import xmlrpc.client

from playwright.sync_api import Error, sync_playwright

from tools import paths
from tools.console import say, step
from tools.screens import EVERYBODY, LANGUAGES, SCREENS, WIDTHS

_CHROMIUM = '/usr/bin/chromium'
_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
          '--disable-component-update', '--disable-sync']
_PHONE_FROM = 500       # narrower than this is a phone
_PATIENCE = 30_000      # milliseconds


class Camera:
    """One browser that walks the screens and collects what goes wrong on the way."""

    def __init__(self, browser, url):
        self.browser = browser
        self.url = url
        self.faults = []

    def visit(self, login, language, width, screens):
        """Take the pictures of ``screens`` as one person on one device."""
        context = self._new_context(language, width)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        where = f'{language} {width} {login}'
        page.on('console', lambda message: self._hear(where, message))
        page.on('pageerror', lambda error: self.faults.append(f'{where} {page.url}: {error}'))
        try:
            self._log_in(page, login)
            for screen in screens:
                self._take(page, screen, where, paths.SHOTS / language / str(width) / f'{login}-{screen.name}.png')
        except Error as error:
            self.faults.append(f'{where} log in: {error}')
        finally:
            context.close()

    def _new_context(self, language, width):
        is_phone = width < _PHONE_FROM
        return self.browser.new_context(
            viewport={'width': width, 'height': WIDTHS[width]}, device_scale_factor=1, is_mobile=is_phone,
            has_touch=is_phone, locale=language.replace('_', '-'), reduced_motion='reduce')

    def _log_in(self, page, login):
        page.goto(f'{self.url}/web/login')
        page.locator('input[name=login]').fill(login)
        page.locator('input[name=password]').fill(login)
        page.locator('form.oe_login_form button[type=submit]').click()
        page.locator('.o_web_client .o_navbar, .o_main_navbar').first.wait_for()

    def _take(self, page, screen, where, path):
        try:
            page.goto(self.url + screen.path)
            _wait_until_drawn(page)
            if screen.steps:
                screen.steps(page)
                _wait_until_drawn(page)
        except Error as error:
            self.faults.append(f'{where} {screen.name}: {error}')
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)

    def _hear(self, where, message):
        if message.type == 'error':
            self.faults.append(f'{where} {message.location.get("url")}: {message.text}')


class Office:
    """The server, asked as its administrator."""

    def __init__(self, url, database):
        uid = xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/common').authenticate(database, 'admin', 'admin', {})
        models = xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/object')
        self._call = lambda *words: models.execute_kw(database, uid, 'admin', 'res.users', *words)

    def logins(self):
        """The people of the demo company who are there."""
        found = {user['login'] for user in self._call('search_read', [[('share', '=', False)]], {'fields': ['login']})}
        return [login for login in EVERYBODY if login in found]

    def speak(self, language):
        """Give everybody this language. The database is a copy: nobody has to be given the old one back."""
        self._call('write', [self._call('search', [[('login', 'in', EVERYBODY)]]), {'lang': language}])


def main(url, database, only):
    """Take the pictures.

    :param only: as JSON, lists of names by login, screen, lang and width; null for all
    :return: 1 if anything went wrong, else 0
    """
    only = {key: set(names or ()) for key, names in json.loads(only).items()}
    office = Office(url, database)
    logins = [login for login in office.logins() if not only['login'] or login in only['login']]
    screens = [screen for screen in SCREENS if not only['screen'] or screen.name in only['screen']]
    languages = [language for language in LANGUAGES if not only['lang'] or language in only['lang']]
    widths = [width for width in WIDTHS if not only['width'] or str(width) in only['width']]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        camera = Camera(browser, url)
        for language in languages:
            office.speak(language)
            for login in logins:
                own = [screen for screen in screens if login in screen.logins]
                with step(f"{language} {login}: {len(own)} screens"):
                    for width in widths:
                        camera.visit(login, language, width, own)
        browser.close()
    for fault in camera.faults:
        say(f"    {fault}")
    return int(bool(camera.faults))


def _wait_until_drawn(page):
    """Until the client has its data and its fonts, and shows no sign of loading."""
    page.locator('.o_action_manager > *, .o_home_menu').first.wait_for()
    page.wait_for_load_state('networkidle')
    page.locator('.o_loading_indicator, .o_blockUI').first.wait_for(state='hidden')
    page.evaluate('document.fonts.ready')


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
