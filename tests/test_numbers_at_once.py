"""Numbers when many draw at the same moment, give up, or die: real transactions and processes."""
import threading
import time
import uuid
from contextlib import ExitStack
from functools import partial

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from .at_once import at_once, browse, commit, make_draft, office  # noqa: F401 (a fixture)
from .server import Server, no_process_is_left  # noqa: F401 (a fixture)


@pytest.fixture
def draw():
    """A function that draws numbers of a new kind of document; they stay in the test database."""
    code = f'T{uuid.uuid4().hex[:8]}'
    return lambda env, count=1: list(
        env['office.number.counter']._draw(code, env['res.company'].browse(1), 2026, count))


@pytest.fixture
def begin():
    """A function that begins a transaction, whose snapshot is taken at once."""
    with ExitStack() as stack:
        def begin():
            env = api.Environment(stack.enter_context(Registry(get_db_name()).cursor()), SUPERUSER_ID, {})
            env.cr.execute("SELECT 1")
            return env

        yield begin


class _Waiting:
    """Work in a thread that waits for a lock of ``env``."""

    def __init__(self, env, work, *arguments):
        self.outcome = []
        self.thread = threading.Thread(target=self._run, args=(work, *arguments), daemon=True)
        self.thread.start()
        self._wait_until_blocked(env.cr._cnx.get_backend_pid())

    def _run(self, work, *arguments):
        try:
            self.outcome.append(work(*arguments))
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            self.outcome.append(error)

    def _wait_until_blocked(self, holder):
        with Registry(get_db_name()).cursor() as cr:
            for _try in range(1000):
                cr.execute("SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))", [holder])
                if cr.fetchone():
                    return
                time.sleep(0.02)
        raise AssertionError("it does not wait")

    def finish(self):
        self.thread.join(timeout=20)
        [outcome] = self.outcome
        return outcome


def test_who_waited_gets_the_next_number_at_the_first_try(begin, draw):
    first, second, third = begin(), begin(), begin()
    assert draw(first, 3) == [1, 2, 3]
    waiting = _Waiting(first, draw, second, 2)
    first.cr.commit()
    assert waiting.finish() == [4, 5]
    second.cr.commit()
    assert draw(third) == [6], "its snapshot is older than all these numbers"


def test_number_of_who_gives_up_goes_to_who_waits_for_it(begin, draw):
    first, second, third = begin(), begin(), begin()
    assert draw(first, 2) == [1, 2]
    waiting = _Waiting(first, draw, second)
    first.cr.rollback()
    assert waiting.finish() == [1]
    second.cr.commit()
    assert draw(third) == [2]


def test_one_transaction_draws_again_after_others_have(begin, draw):
    first, second = begin(), begin()
    assert draw(first) == [1]
    first.cr.commit()
    assert draw(second) == [2]
    assert draw(second, 2) == [3, 4]


def _submit(ids, tries, env):
    tries.append(ids)
    request = env['office.test.request'].browse(ids)
    request.action_submit()
    return request.name


def test_many_submit_at_the_same_moment_and_nobody_has_to_try_again(office):  # noqa: F811
    for user in (office.user, office.stranger):  # the first request of all begins to count
        commit(office, user, partial(_submit, make_draft(office, user), []))
    tries = []
    users = [office.user, office.colleague, office.stranger, office.officer] * 3
    drafts = [(user, make_draft(office, user)) for user in users]
    names = at_once(office, *((user, partial(_submit, ids, tries)) for user, ids in drafts))
    assert all(isinstance(name, str) for name in names), names
    assert len(tries) == len(drafts), "each needs one try"
    numbers = sorted(int(name[-4:]) for name in names)
    assert numbers == list(range(numbers[0], numbers[0] + len(drafts)))


def test_numbers_ascend_in_the_order_of_the_log(office):  # noqa: F811
    drafts = [(user, make_draft(office, user)) for user in [office.user, office.colleague] * 4]
    at_once(office, *((user, partial(_submit, ids, [])) for user, ids in drafts))
    with office.registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        company = browse(env, office.company)
        steps = env['office.transition'].search([
            ('res_model', '=', 'office.test.request'), ('verb', '=', 'submit'), ('company_id', '=', company.id)])
        requests = env['office.test.request'].browse(steps.mapped('res_id'))
        numbers = [int(request.name[-4:]) for request in requests]
        assert numbers == list(range(1, len(numbers) + 1))
        moments = steps.mapped('datetime')
        assert moments == sorted(moments)


def _submit_and_wait(env, say, request_id):
    """Submit a request, say its number, and wait for the end before anything is committed."""
    request = env['office.test.request'].browse(request_id)
    request.action_submit()
    env.flush_all()
    say('NUMBER', request.name)
    time.sleep(60)


def test_number_of_a_killed_server_is_given_to_the_next(office):  # noqa: F811
    [dead], [alive] = (make_draft(office, office.user) for _number in range(2))
    server = Server(_submit_and_wait, dead, user_id=office.user[1][0])
    try:
        server.start()
        [number] = server.wait_for('NUMBER')
    finally:
        server.kill()
    assert commit(office, office.user, partial(_submit, [alive], [])) == number
    state, name = commit(office, office.user, lambda env: (
        env['office.test.request'].browse(dead).state, env['office.test.request'].browse(dead).name))
    assert (state, name) == ('draft', False)
