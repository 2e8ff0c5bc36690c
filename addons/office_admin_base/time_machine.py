"""Bring documents through their verbs under a given clock: for demo data and tests.

There is no other way to make history: states, numbers and the log are written by
verbs only, at the moment at which the verb runs.
"""
from freezegun import freeze_time


class TimeMachine:
    """A clock for all that happens inside a ``with`` block, on the server and in the database.

    ::

        with TimeMachine(env) as clock:
            clock.travel(datetime(2026, 3, 2, 1, 30))
            request.with_user(user).action_submit()
    """

    def __init__(self, env):
        """:param env: any environment on the cursor whose clock is set"""
        self.env = env

    def __enter__(self):
        self._freezer = freeze_time(self.env.cr.now())
        self._clock = self._freezer.start()
        return self

    def travel(self, moment):
        """Set the clock.

        :param datetime moment: naive, in UTC
        """
        self._settle()
        self._clock.move_to(moment)
        self.env.cr._now = moment  # what create_date and write_date are taken from

    def __exit__(self, *_exc):
        self._settle()
        self._freezer.stop()
        self.env.cr._now = None

    def _settle(self):
        """Write and post all that is pending, as long as the old time holds."""
        self.env.flush_all()
        self.env.cr.precommit.run()
