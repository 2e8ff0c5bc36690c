"""People who act at the same moment, with real transactions, in an office that stays in the test database."""
import threading
import uuid
from functools import partial

import pytest

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin


def make_office(part):
    """Make and commit an office of its own of ``part``; numbers and history cannot be deleted, so it stays.

    :return: a class whose records are ``(model, ids)``
    """

    class Office(part):
        registry = Registry(get_db_name())

    with Office.registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        Office._set_up_office(f"Concurrent {uuid.uuid4().hex[:8]}")
        Office.second_officer = Office._create_user('sup_second', 'office_admin_base.position_officer')
        for name, value in vars(Office).copy().items():
            if hasattr(value, 'ids') and hasattr(value, '_name'):
                setattr(Office, name, (value._name, value.ids))
    return Office


@pytest.fixture(scope='module')
def office():
    """An office with the request that needs nothing else."""
    return make_office(OfficeTestMixin)


def browse(env, reference):
    model, ids = reference
    return env[model].browse(ids)


def commit(office, user, work):
    """Run ``work(env)`` in a transaction of its own, tried again as the server would do."""
    with office.registry.cursor() as cr:
        env = api.Environment(cr, user[1][0], {})
        return retrying(partial(work, env), env)


def at_once(office, *jobs):
    """Run ``(user, work)`` in threads that start at the same moment; return results and errors."""
    barrier = threading.Barrier(len(jobs))
    outcomes = [None] * len(jobs)

    def run(index, user, work):
        first = threading.Event()

        def start_together(env):
            if not first.is_set():  # only the first try waits for the others
                first.set()
                env.cr.execute("SELECT 1")  # the snapshot is taken now
                barrier.wait(timeout=20)
            return work(env)

        try:
            outcomes[index] = commit(office, user, start_together)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            outcomes[index] = error

    threads = [threading.Thread(target=run, args=(index, *job)) for index, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return outcomes


def make_draft(office, user, **line):
    """Make a request of ``user`` with one line of these values."""
    return commit(office, user, lambda env: env[office.request_model].create(
        {'line_ids': [Command.create(line or {'name': "Chair"})]}).ids)


def make_approved(office, **line):
    ids = make_draft(office, office.user, **line)
    commit(office, office.user, lambda env: env[office.request_model].browse(ids).action_submit())
    commit(office, office.head, lambda env: env[office.request_model].browse(ids).action_approve())
    return ids
