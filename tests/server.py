"""Real Odoo processes on the test database, which can be killed: each is a fork of one that has all modules loaded."""
import multiprocessing
import os
from multiprocessing import forkserver, resource_tracker

import pytest

from odoo.tests.common import get_db_name

# read by the process from which they are forked, when it starts
_DATABASE = 'OFFICE_TEST_DATABASE'

_context = multiprocessing.get_context('forkserver')
_context.set_forkserver_preload(['tests.server_loaded'])


@pytest.fixture(scope='module', autouse=True)
def no_process_is_left():
    """End what the servers are forked from: Odoo's classes of tests end every process that they find, and wait."""
    yield
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()


class Server:
    """An Odoo process that runs ``work(env, say)`` when it is told to.

    ``work`` is a function of a module; what it says by ``say``, the test waits for. The process says READY before and,
    once all is committed, DONE.
    """

    def __init__(self, work, *arguments, user_id=1):
        os.environ[_DATABASE] = get_db_name()
        self.said, server_end = _context.Pipe()
        self.process = _context.Process(target=_serve, args=(server_end, user_id, work, arguments))
        self.process.start()
        server_end.close()

    def wait_for(self, word):
        """Return what the server says after ``word``, of all that it says up to there; None if it died before."""
        try:
            while (said := self.said.recv())[0] != word:
                pass
        except EOFError:
            return None
        return said[1:]

    def start(self):
        assert self.wait_for('READY') is not None
        self.said.send('go')

    def kill(self):
        self.process.kill()
        self.process.join()

    def finish(self):
        """Let the server finish its work."""
        assert self.wait_for('DONE') is not None
        self.process.join()


def say_batches(env, say):
    """Say BATCH after each batch that a scheduled action commits; in the process of a server, which ends with it."""
    cron = type(env['ir.cron'])
    commit = cron._commit_progress

    def commit_and_say(self, *arguments, **values):
        result = commit(self, *arguments, **values)
        say('BATCH')
        return result

    cron._commit_progress = commit_and_say


def run_twice_and_kill_one(work, *arguments):
    """Do ``work``, which says BATCH, on two servers at once, kill one in the middle, and do it once more."""
    servers = [Server(work, *arguments) for _number in range(2)]
    try:
        for server in servers:
            server.start()
        assert servers[0].wait_for('BATCH') is not None
        servers[0].kill()
        servers[1].finish()
        # what the dead one had in hand is as it was, and the next run does it
        survivor = Server(work, *arguments)
        servers.append(survivor)
        survivor.start()
        survivor.finish()
    finally:
        for server in servers:
            server.kill()


def _serve(said, user_id, work, arguments):
    # only in the process of the server
    from .server_loaded import connect

    with connect(user_id) as env:
        said.send(('READY',))
        said.recv()
        work(env, lambda *words: said.send(words), *arguments)
        env.cr.commit()
        said.send(('DONE',))
