"""How the tests are shared out among several processes: a class stays together, and one process has all browsers.

Two browsers at once are slower on two cores than one after the other, and then run out of time.
"""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Name the group of each test, which ``--dist loadgroup`` keeps in one process."""
    for item in items:
        place = item.nodeid.rpartition('::')[0]
        item.add_marker(pytest.mark.xdist_group('tours' if place.endswith('Tours') else place))
