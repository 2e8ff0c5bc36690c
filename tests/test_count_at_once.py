"""Phones that send the same rows at the same moment, with real transactions: each row is kept once."""
from functools import partial

import pytest

from odoo.addons.office_admin_count.tests.common import CountMixin

from .at_once import at_once, browse, commit, make_office

ROW = 'office.count.row'


@pytest.fixture(scope='module')
def office():
    return make_office(CountMixin)


def start_count(office):
    def start(env):
        count = env['office.test.count'].create(
            {'company_id': office.company[1][0], 'counter_ids': [*office.user[1], *office.colleague[1]]})
        count.action_start()
        return count.ids

    return 'office.test.count', commit(office, office.officer, start)


def make_rows(office, count, user, number):
    return commit(office, user, lambda env: [
        CountMixin._make_row(browse(env, count), f'FA-{index}', browse(env, user)) for index in range(number)])


def receive(rows, env):
    return sorted(env[ROW]._receive(rows)['kept'])


def test_same_rows_in_three_requests_at_once(office):
    for _round in range(3):
        count = start_count(office)
        rows = make_rows(office, count, office.user, 5)
        keys = sorted(row['key'] for row in rows)
        assert at_once(office, *((office.user, partial(receive, rows)) for _request in range(3))) == [keys] * 3
        kept = commit(office, office.officer, lambda env, count=count: browse(env, count).row_ids.mapped('client_key'))
        assert sorted(kept) == keys


def test_two_phones_at_once(office):
    count = start_count(office)
    users = (office.user, office.colleague)
    rows = [make_rows(office, count, user, 30) for user in users]
    answers = at_once(office, *((user, partial(receive, own)) for user, own in zip(users, rows, strict=True)))
    assert answers == [sorted(row['key'] for row in own) for own in rows]
    assert commit(office, office.officer, lambda env: browse(env, count).row_count) == 60
