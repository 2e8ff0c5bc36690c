"""Two receptionists at the same moment, with real transactions."""
import base64
from datetime import timedelta
from functools import partial

import pytest

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError

from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin

from .at_once import at_once, browse, commit, make_office


@pytest.fixture(scope='module')
def office():
    return make_office(OfficeVisitMixin)


def announce(office, *guests):
    """Announce guests of these names; return the visit and them."""
    def work(env):
        class Office(OfficeVisitMixin):
            user = env.user
        Office.env = env
        visit = Office._announce(guests=guests)
        return ('office.visit', visit.ids), [('office.visit.guest', guest.ids) for guest in visit.guest_ids]
    return commit(office, office.user, work)


def press(record, method, env):
    return getattr(browse(env, record), method)()


def read(office, record, names):
    return commit(office, office.desk, lambda env: [browse(env, record)[name] for name in names])


def wait(record, name, env):
    """Let the time that the field ``name`` says have come."""
    browse(env, record).sudo()._write_as_system({name: fields.Datetime.now() - timedelta(minutes=1)})


def run(model, method, env):
    """Do what a scheduled action does."""
    getattr(env[model].with_user(SUPERUSER_ID), method)()


def test_two_receptionists_sign_in_the_same_guest(office):
    for _round in range(3):
        visit, [guest] = announce(office, "Ann Lee")
        outcomes = at_once(office, *(
            (desk, partial(press, guest, 'action_sign_in')) for desk in (office.desk, office.second_officer)))
        refused = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
        assert outcomes.count(True) == 1, outcomes
        assert len(refused) == 1, outcomes
        assert "in the house already" in str(refused[0])
        assert read(office, visit, ['state']) == ['arrived']
        assert commit(office, office.desk, lambda env, guest=guest: len(browse(env, guest).stay_ids)) == 1


def test_two_guests_of_a_group_come_and_go_at_once(office):
    for _round in range(3):
        visit, guests = announce(office, "Ann Lee", "Bob")
        desks = office.desk, office.second_officer
        for method, state in (('action_sign_in', 'arrived'), ('action_sign_out', 'left')):
            outcomes = at_once(office, *(
                (desk, partial(press, guest, method)) for desk, guest in zip(desks, guests, strict=True)))
            assert outcomes == [True, True]
            assert read(office, visit, ['state']) == [state]


def test_host_and_desk_receive_at_once(office):
    visit, [guest] = announce(office, "Ann Lee")
    commit(office, office.desk, partial(press, guest, 'action_sign_in'))
    outcomes = at_once(office, *(
        (user, partial(press, visit, 'action_receive')) for user in (office.user, office.desk)))
    assert outcomes.count(True) == 1, outcomes
    assert read(office, visit, ['state']) == ['inside']


def test_two_receptionists_sign_out_the_same_guest(office):
    for _round in range(3):
        visit, [guest] = announce(office, "Ann Lee")
        commit(office, office.desk, partial(press, guest, 'action_sign_in'))
        outcomes = at_once(office, *(
            (desk, partial(press, guest, 'action_sign_out')) for desk in (office.desk, office.second_officer)))
        [refused] = [outcome for outcome in outcomes if outcome is not True]
        assert "is not in the house" in str(refused)
        assert read(office, visit, ['state']) == ['left']
        assert commit(office, office.desk, lambda env, guest=guest: [
            bool(stay.out_datetime) for stay in browse(env, guest).stay_ids]) == [True]


def read_list(office, visit, user):
    """Let ``user`` read a list of two guests for the visit; return the dialog."""
    def work(env):
        wizard = env['office.visit.import'].create({
            'res_model': visit[0], 'res_ids': visit[1], 'file': base64.b64encode(b'Name\nBob\nCarol\n')})
        wizard.action_read()
        return wizard._name, wizard.ids
    return commit(office, user, work)


def test_one_list_is_imported_once(office):
    """By the host and the front desk at the same moment, or by the host who presses twice."""
    for second in (office.desk, None):
        visit, _guests = announce(office, "Ann Lee")
        jobs = [(office.user, read_list(office, visit, office.user))]
        jobs.append((second, read_list(office, visit, second)) if second else jobs[0])
        outcomes = at_once(office, *((user, partial(press, wizard, 'action_import')) for user, wizard in jobs))
        [refused] = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
        assert "already" in str(refused)
        assert commit(office, office.desk, lambda env, visit=visit: browse(env, visit).guest_ids.mapped('name')) == [
            "Ann Lee", "Bob", "Carol"]


def test_two_servers_call_the_next_one_once(office):
    for _round in range(3):
        visit, [guest] = announce(office, "Ann Lee")
        commit(office, office.desk, partial(press, guest, 'action_sign_in'))
        commit(office, office.desk, partial(wait, visit, 'next_call_datetime'))
        outcomes = at_once(office, *((office.manager, partial(run, 'office.visit', '_cron_call')) for _server in 'ab'))
        assert outcomes == [None, None]
        assert commit(office, office.desk, lambda env, visit=visit: browse(env, visit).call_ids.mapped('role')) == [
            'host', 'desk']
