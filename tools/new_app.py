"""A new app with one request: Odoo's own scaffold, with our template."""

import re

from tools import modules, paths, process, setup
from tools.console import Failure, say

_TEMPLATE = paths.TOOLS / 'app_template'
_VERBS = paths.ROOT / 'tests' / 'verbs.md'
_LIKE = 'office.test.request', 'office_admin_test.'
"""The model and the groups whose verbs a new request has."""


def make(name, odoo=None):
    """Make the module ``office_admin_<name>`` in ``addons/``, and say its verbs once more in ``tests/verbs.md``.

    :param str name: what people ask for, one lower-case word
    :raise Failure: it cannot be the name of a module, or there is such a module
    """
    if not re.fullmatch('[a-z]{3,20}', name):
        raise Failure(f"{name!r} cannot be the name of an app: use one word of 3 to 20 lower-case letters.")
    module = f'office_admin_{name}'
    if module in modules.with_tests():
        raise Failure(f"There is a module {module}: choose another name.")
    with setup.ready(odoo):
        process.run([paths.PYTHON, '-m', 'odoo', 'scaffold', '-t', _TEMPLATE, module, modules.FOLDERS[0]], 'scaffold')
    _VERBS.write_text(_add_verbs(_VERBS.read_text(), name))
    say(f"addons/{module} is there. What to do with it stands in docs/new-app.md; to try it:")
    say(f"    ./office test addons/{module}")


def _add_verbs(text, name):
    """The tables with the rows of the new request behind those that they are like."""
    model, groups = _LIKE
    lines = []
    waiting = []
    for line in text.splitlines():
        if line.startswith(f'| {model} |'):
            waiting.append(line.replace(model, f'office.{name}.request').replace(groups, f'office_admin_{name}.'))
        else:
            lines += waiting
            waiting = []
        lines.append(line)
    return '\n'.join(lines + waiting) + '\n'
