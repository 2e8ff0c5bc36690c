"""Odoo's caches outlive a test that invalidated none of them.

Odoo empties all after each test, and to fill them again is a fifth of what a test costs. A test leaves the database as
it was, so what was read without changing anything is still true for the next one.
"""

from unittest.mock import patch

from odoo.orm.registry import Registry
from odoo.tests import TransactionCase

_clear_cache, _clear_all_caches, _set_up = Registry.clear_cache, Registry.clear_all_caches, TransactionCase.setUp

_is_stale = _is_class_stale = False


def install():
    """Watch what invalidates caches, from now on."""
    Registry.clear_cache = _watch(_clear_cache)
    Registry.clear_all_caches = _watch(_clear_all_caches)
    TransactionCase.setUp = _set_up_test


def end_class(test_class):
    """Empty the caches after the last test of a class, if one was invalidated since its first line."""
    global _is_class_stale
    if _is_stale or _is_class_stale:
        _empty(test_class.registry)
    _is_class_stale = False


def _watch(clear):
    def clear_and_remember(registry, *names):
        global _is_stale
        _is_stale = True
        clear(registry, *names)

    return clear_and_remember


def _set_up_test(test):
    # what is registered here as the test's last step
    with patch.object(Registry, 'clear_all_caches', _end_test):
        _set_up(test)


def _end_test(registry):
    global _is_class_stale
    if _is_stale:
        _empty(registry)
        _is_class_stale = True  # the class itself may have changed what is read again from now on


def _empty(registry):
    global _is_stale
    _clear_all_caches(registry)
    _is_stale = False
