"""Pictures are taken by ``./office shots`` in each language, from a real server on the database of the tests."""

import resource

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from tools import screens, shots


@pytest.fixture
def administrator():
    """The login of the administrator, who speaks their own language again afterwards."""
    def get(cr):
        return api.Environment(cr, SUPERUSER_ID, {}).ref('base.user_admin')

    with Registry(get_db_name()).cursor() as cr:
        login, lang = get(cr).login, get(cr).lang
    yield login
    with Registry(get_db_name()).cursor() as cr:
        get(cr).lang = lang


@pytest.fixture
def memory():
    """As much memory as the browser takes: Odoo has limited what this process and its children may reserve."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.browser
@pytest.mark.usefixtures('memory')
def test_a_picture_in_each_language(administrator, tmp_path):
    only = {'login': [administrator], 'screen': ['office-cards'], 'lang': None, 'width': ['1400']}
    assert shots.take_from(get_db_name(), only, tmp_path) == 0
    pictures = [(tmp_path / lang / '1400' / 'admin-office-cards.png').read_bytes() for lang in screens.LANGUAGES]
    assert all(picture.startswith(b'\x89PNG') for picture in pictures)
    assert len(set(pictures)) == len(screens.LANGUAGES), "they say it in words of their own"


def test_screens_have_names_of_their_own_and_people_who_see_them():
    names = [screen.name for screen in screens.find()]
    assert len(names) == len(set(names))
    assert all({*screen.logins} <= {*screens.LOGINS} for screen in screens.find())
