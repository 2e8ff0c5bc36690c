"""Lanes of the suite, and what its classes cost.

Two processes run the tests, each with its own copy of the database. A class is run by one of them. All tests that
start a browser (``@tagged('browser')``) are run by one, as two browsers on two cores keep each other waiting until
they give up; what takes long begins first.
"""

from collections import defaultdict

import pytest

# seconds that a class may take; a browser waits for its own clicks, and ``@tagged('long')`` says why in its docstring
LIMIT = 20

_BROWSER, _LONG = 'browser', 'long'
_seconds = defaultdict(float)
_free = set()


def _tags(item):
    return getattr(item.cls, 'test_tags', None) or {marker.name for marker in item.iter_markers()}


def _class_name(nodeid):
    return nodeid.partition('@')[0].rpartition('::')[0]


def pytest_configure(config):
    for marker in (_BROWSER, _LONG):
        config.addinivalue_line('markers', marker)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        lane = _BROWSER if _BROWSER in _tags(item) else _class_name(item.nodeid).replace('::', '.')
        item.add_marker(pytest.mark.xdist_group(lane))
    # a sort keeps the order within a class
    items.sort(key=lambda item: (_BROWSER not in _tags(item), _LONG not in _tags(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    if not _tags(item).isdisjoint((_BROWSER, _LONG)):
        item.user_properties.append(('may take long', True))


def pytest_runtest_logreport(report):
    name = _class_name(report.nodeid)
    _seconds[name] += report.duration
    if ('may take long', True) in report.user_properties:
        _free.add(name)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 0 and _find_slow(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if slow := _find_slow(config):
        terminalreporter.section(f"Classes that take more than {LIMIT} s: make them quicker, or split them")
        for name, seconds in slow:
            terminalreporter.line(f"{seconds:6.1f} s  {name}")


def _find_slow(config):
    """The classes that take too long, the slowest first, when the whole suite ran."""
    if not config.getoption('durations') or hasattr(config, 'workerinput'):
        return []
    slow = [(name, seconds) for name, seconds in _seconds.items() if seconds > LIMIT and name not in _free]
    return sorted(slow, key=lambda pair: -pair[1])
