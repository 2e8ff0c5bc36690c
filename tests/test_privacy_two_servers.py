"""Personal data of guests is erased in batches, on several servers, and goes on after one of them was killed."""
from datetime import timedelta

import pytest

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_reception.models.privacy import office_visit_privacy
from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin

from .at_once import make_office
from .server import no_process_is_left, run_twice_and_kill_one, say_batches  # noqa: F401 (a fixture)

VISITS = 40
NAME = "Zdislava Vrbova"


def run_job(env, say):
    """Erase, four visits at a time, and say BATCH after each batch that is committed."""
    office_visit_privacy.BATCH = 4
    say_batches(env, say)
    env['office.visit']._cron_erase()


@pytest.fixture
def visits():
    """Committed visits that ended so long ago that nothing may name their guests any more."""
    office = make_office(OfficeVisitMixin)
    with Registry(get_db_name()).cursor() as cr:
        office.env = env = api.Environment(cr, SUPERUSER_ID, {})
        user = env['res.users'].browse(office.user[1])
        visits = env['office.visit'].union(*(
            office._announce(user, guests=[f"{NAME} {number}"]) for number in range(VISITS)))
        for visit in visits.with_env(env):
            visit._message_log(body=f"{NAME} was here")
        before = fields.Datetime.now() - timedelta(days=400)
        visits = visits.with_env(env)
        visits._write_transition(
            'left', {'begin_datetime': before, 'end_datetime': before + timedelta(hours=1)}, {})
        return visits.ids


def test_two_servers_erase_at_once_and_one_is_killed(visits):
    run_twice_and_kill_one(run_job)
    with Registry(get_db_name()).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        found = env['office.visit'].browse(visits)
        assert all(found.mapped('erased_datetime'))
        assert set(found.guest_ids.mapped('name')) == {'—'}
        assert NAME not in ' '.join(found.message_ids.mapped('body'))
        assert set(found.mapped('state')) == {'left'}
