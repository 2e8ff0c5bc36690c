"""Lanes of the suite, and what its classes cost.

Each process that runs tests has its own copy of the database. A class is run by one of them. All tests that start a
browser (``@tagged('browser')``) are run by one, as two browsers on two cores keep each other waiting until they give
up; what takes long begins first.
"""

import gc
import json
import os
import shutil
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_odoo
from _pytest.unittest import TestCaseFunction
from xdist.scheduler import LoadScopeScheduling

from odoo.tests import TransactionCase
from odoo.tools import config as odoo_config

from tools import test_caches

# seconds of the processor that a class may take in Python, which do not depend on what else runs on the machine:
# above the first it is named, above the second the suite fails. A browser waits for its own clicks, and what is
# tagged ``long`` says why.
GOAL, LIMIT = 20, 120

# how long each class took, the longest first
_SECONDS = Path(__file__).with_name('.odoo') / 'log' / 'test_seconds.txt'

_BROWSER, _LONG = 'browser', 'long'
_LANES, _BEGUN = pytest.StashKey(), pytest.StashKey()
_seconds, _elapsed = defaultdict(float), defaultdict(float)


def _tags(item):
    return getattr(item.cls, 'test_tags', None) or {marker.name for marker in item.iter_markers()}


def _class_name(nodeid):
    return nodeid.rpartition('::')[0]


def pytest_configure(config):
    for marker in (_BROWSER, _LONG):
        config.addinivalue_line('markers', marker)
    folder = tempfile.TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    config.stash[_LANES] = Path(folder.name, 'lanes.json')
    test_caches.install()
    pytest_odoo._shared_filestore = _own_filestore
    TestCaseFunction.addSubTest = _report_failure


@pytest.fixture(scope='session', autouse=True)
def quick_garbage(load_registry):
    """Look for garbage among what tests make: what Odoo has loaded stays, and is looked through ever again else."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _report_failure(item, test_case, test, exc_info, report=TestCaseFunction.addSubTest):
    """Report a subtest that fails; there are tens of thousands, and a report costs as much as many of them."""
    if exc_info is not None:
        report(item, test_case, test, exc_info)


@contextmanager
def _own_filestore(original_database, database):
    """Give the database of a process files of its own: pytest-odoo lets all processes share those of the original one.

    At the end of a class Odoo deletes the files that the database of its own process does not know, and another server
    on the database looks for its files where Odoo keeps them.
    """
    source, target = (Path(odoo_config.filestore(name)) for name in (original_database, database))
    if source == target:
        yield
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(target, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    # a sort keeps the order within a class
    items.sort(key=lambda item: (_BROWSER not in _tags(item), _LONG not in _tags(item)))
    if lanes := getattr(config, 'workerinput', {}).get('lanes'):
        # all write the same, and none reads before all have
        Path(lanes).write_text(json.dumps([item.nodeid for item in items if _BROWSER in _tags(item)]))


class Lanes(LoadScopeScheduling):
    """A class is run by one process, and all classes with a browser by the same.

    xdist knows the names of the tests only; what is tagged, the processes write to a file.
    """

    def __init__(self, config, log):
        super().__init__(config, log)
        self.lanes = config.stash[_LANES]
        self.with_browser = None

    def _split_scope(self, nodeid):
        if self.with_browser is None:
            self.with_browser = set(json.loads(self.lanes.read_text()))
        return _BROWSER if nodeid in self.with_browser else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Lanes(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput['lanes'] = str(node.config.stash[_LANES])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    item.stash[_BEGUN] = time.process_time(), os.times().elapsed  # which no test freezes
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    result = yield
    if (nextitem is None or nextitem.cls is not item.cls) and issubclass(item.cls or object, TransactionCase):
        test_caches.end_class(item.cls)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == 'teardown':
        processor, elapsed = item.stash[_BEGUN]
        report.user_properties.append(('elapsed', os.times().elapsed - elapsed))
        if _tags(item).isdisjoint((_BROWSER, _LONG)):
            report.user_properties.append(('processor', time.process_time() - processor))
    return report


def pytest_runtest_logreport(report):
    if report.when == 'teardown':
        properties, name = dict(report.user_properties), _class_name(report.nodeid)
        _seconds[name] += properties.get('processor', 0)
        _elapsed[name] += properties.get('elapsed', 0)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 0 and any(seconds > LIMIT for _name, seconds in _find_slow(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption('durations') and not hasattr(config, 'workerinput'):
        lines = (f'{seconds:.1f} {name}\n' for name, seconds in sorted(_elapsed.items(), key=lambda pair: -pair[1]))
        _SECONDS.write_text(''.join(lines))
    if slow := _find_slow(config):
        terminalreporter.section(f"Classes that take more than {GOAL} s of the processor: make quicker, or split")
        for name, seconds in slow:
            terminalreporter.line(f"{seconds:6.1f} s  {name}")


def _find_slow(config):
    """The classes that take too long, the slowest first, when the whole suite ran."""
    if not config.getoption('durations') or hasattr(config, 'workerinput'):
        return []
    slow = [(name, seconds) for name, seconds in _seconds.items() if seconds > GOAL]
    return sorted(slow, key=lambda pair: -pair[1])
