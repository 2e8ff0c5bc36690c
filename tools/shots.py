"""Screenshots of every declared screen, as each position, in each language and width."""

import json
import shutil

from tools import database, odoo_command, paths, postgres, process, screens, server, setup, state
from tools.console import Failure, report, say

SHOTS_DATABASE = 'office_shots'

FILTERS = {
    'login': "this login",
    'screen': "the screen of this name (see tests/screens.py of the modules)",
    'lang': "this language, en_US or zh_CN",
    'width': "this width, 1400 or 390",
}


def take(only, odoo=None, keep=False):
    """Take the pictures from a server of its own on a copy of the demo company.

    :param only: lists of names by the keys of ``FILTERS``, None for all
    :param keep: keep the database of the last time and load only what changed
    :return: 1 if the browser or the server had an error on the way, else 0
    """
    _check_names(only)
    with setup.ready(odoo, with_tests=True, with_browser=True), state.reserved(SHOTS_DATABASE):
        if keep and database.is_made(SHOTS_DATABASE):
            database.update(SHOTS_DATABASE)
        else:
            database.renew(SHOTS_DATABASE, demo=True)
        if not any(only.values()):
            shutil.rmtree(paths.SHOTS, ignore_errors=True)     # none of a screen that is gone
        code = take_from(SHOTS_DATABASE, only, paths.SHOTS)
    say(f"Pictures are in {process.shown(paths.SHOTS)}")
    return code


def take_from(name, only, folder):
    """Take the pictures into ``folder`` from a server of its own on the database ``name``.

    The people of the demo company speak the last language afterwards.

    :return: 1 if the browser or the server had an error on the way, else 0
    """
    # Without scheduled actions: what they do would be in some pictures and not in others.
    with server.serving(name, postgres.free_port(8169), 'shots-server', '--max-cron-threads=0') as (url, _child):
        code = process.run_in_front(
            [paths.PYTHON, '-m', 'tools.shots_browser', url, name, folder, json.dumps(only)])
    faults = odoo_command.problems(process.log_path('shots-server'))
    if faults:
        report(Failure("The server logged problems (full log: .odoo/log/shots-server.log)", dict.fromkeys(faults)))
    return int(bool(code or faults))


def _check_names(only):
    known = {
        'login': screens.LOGINS,
        'screen': [screen.name for screen in screens.find()],
        'lang': screens.LANGUAGES,
        'width': [str(width) for width in screens.WIDTHS],
    }
    for option, names in only.items():
        if unknown := set(names or ()) - set(known[option]):
            raise Failure(f"--{option} {', '.join(unknown)}: there is {', '.join(known[option])}.")
