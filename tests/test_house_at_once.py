"""People who act at the same moment in an emergency, with real transactions."""
import uuid
from datetime import datetime, timedelta, timezone
from functools import partial

import pytest

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin

from .at_once import at_once, browse, commit, make_office
from .test_visits_at_once import press, run, wait

EMERGENCY, ROLL = 'office.emergency', 'office.roll.call'


class HousePart(OfficeVisitMixin):
    """The office of visits with a kind of emergency, for which two colleagues are called, then the head."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.kind = cls.env['office.emergency.kind'].create({
            'name': "Fire", 'company_id': cls.company.id, 'step_ids': [
                Command.create({'user_ids': [Command.set((cls.colleague | cls.stranger).ids)]}),
                Command.create({'user_ids': [Command.set(cls.head.ids)], 'sequence': 20})]})
        cls.guest = cls._let_in(guests=["Ann Lee"]).guest_ids.with_env(cls.env)


@pytest.fixture(scope='module')
def office():
    return make_office(HousePart)


def call_for_help(office):
    def work(env):
        emergency = env[EMERGENCY].create({'kind_id': office.kind[1][0], 'place_id': office.site[1][0]})
        emergency.action_raise()
        return EMERGENCY, emergency.ids
    return commit(office, office.user, work)


def read(office, record, get):
    return commit(office, office.manager, lambda env: get(browse(env, record)))


def test_two_take_one_emergency(office):
    for _round in range(3):
        emergency = call_for_help(office)
        outcomes = at_once(office, *(
            (user, partial(press, emergency, 'action_take')) for user in (office.colleague, office.stranger)))
        [refused] = [outcome for outcome in outcomes if outcome is not True]
        assert isinstance(refused, UserError), outcomes
        assert "Somebody Takes It" in str(refused)
        taker = (office.colleague, office.stranger)[outcomes.index(True)]
        assert read(office, emergency, lambda found: (
            found.take_user_id.ids, found.call_ids.answer_user_id.ids)) == (taker[1], taker[1])


def test_two_servers_and_one_who_cannot_come_call_the_next_one_once(office):
    for _round in range(3):
        emergency = call_for_help(office)
        commit(office, office.manager, partial(wait, emergency, 'next_datetime'))
        outcomes = at_once(
            office, *((office.manager, partial(run, EMERGENCY, '_cron_call_on')) for _server in 'ab'),
            (office.colleague, partial(press, emergency, 'action_call_on')))
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        names = read(office, emergency, lambda found: found.call_ids.user_ids.ids)
        assert set(names) == {*office.colleague[1], *office.stranger[1], *office.head[1]}
        # who presses when the next one was called just now asks for one more
        assert read(office, emergency, lambda found: len(found.call_ids)) in (2, 3)


def test_two_phones_mark_the_same_person(office):
    now = datetime.now(timezone.utc)

    def say(user, what, seconds, env):
        return env[ROLL]._receive([{
            'key': str(uuid.uuid4()), 'uid': user[1][0], 'time': (now + timedelta(seconds=seconds)).isoformat(),
            'what': what, 'scope': f'{office.company[1][0]},{office.site[1][0]}', 'kind': 'real',
            'person': f'guest,{office.guest[1][0]}', 'person_name': "Ann Lee"}])

    for number, (first, second, status) in enumerate((
            (('missing', -9), ('safe', -5), 'safe'), (('safe', -4), ('missing', -1), 'missing'))):
        outcomes = at_once(office, *(
            (user, partial(say, user, *said)) for user, said in (
                (office.desk, second), (office.second_officer, first))))
        assert [len(outcome['kept']) for outcome in outcomes] == [1, 1], outcomes
        [roll] = commit(office, office.manager, lambda env: env[ROLL].search([]).ids)

        def look(found):
            [person] = found.person_ids.filtered(lambda each: each.name == "Ann Lee")
            return person.status, len(found.mark_ids)
        assert read(office, (ROLL, [roll]), look) == (status, 2 * (number + 1))


def test_an_emergency_and_a_phone_start_one_roll_call(office):
    emergency = call_for_help(office)
    outcomes = at_once(office, *(
        (user, partial(press, emergency, 'action_roll_call')) for user in (office.desk, office.second_officer)))
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert {outcome['res_id'] for outcome in outcomes} == set(read(
        office, emergency, lambda found: found.roll_call_id.ids))
