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


def _serve(said, user_id, work, arguments):
    # only in the process of the server
    from .server_loaded import connect

    with connect(user_id) as env:
        said.send(('READY',))
        said.recv()
        work(env, lambda *words: said.send(words), *arguments)
        env.cr.commit()
        said.send(('DONE',))
