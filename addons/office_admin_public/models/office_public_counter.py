import hashlib
import threading
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.http import request
from odoo.sql_db import db_connect
from odoo.tools import SQL

MEMORY = 'office_admin_public.counts'
"""Where a request remembers what it has counted."""

AT_ONCE = threading.BoundedSemaphore(4)
"""So many requests of a process count at the same moment, and the others wait for some milliseconds: each holds a
connection already, and a server that is asked by many at once would have none left."""


class OfficePublicCounter(models.Model):
    """How often something was tried within a span of time, for all workers and hosts of the database.

    Its table is not logged: after a crash of the database it is empty, and counting begins anew. Keys are hashes, so
    that no address of a person is kept.
    """
    _name = 'office.public.counter'
    _description = 'Counter of Public Pages'
    _auto = False

    key = fields.Char(required=True, readonly=True)
    end_datetime = fields.Datetime("End of the Span", required=True, readonly=True)
    n = fields.Integer("Tries", required=True, readonly=True)

    def init(self):
        self.env.cr.execute(SQL("""
            CREATE UNLOGGED TABLE IF NOT EXISTS %s (
                key varchar NOT NULL, end_datetime timestamp NOT NULL, n integer NOT NULL,
                PRIMARY KEY (key, end_datetime)
            )""", SQL.identifier(self._table)))

    @api.model
    def _is_within(self, name, value, limit, seconds=60):
        """Count one more try, and return whether no more than ``limit`` were made in this span of time.

        What was counted stays so, also when the transaction is rolled back; a request that the server tries again
        counts once.

        :param str name: what is tried, of one's own module
        :param value: by or with what: an address, a token, the id of a kiosk
        :param int seconds: length of a span; all spans begin at its multiples since 1970
        """
        key = hashlib.sha256(repr((name, str(value), seconds)).encode()).hexdigest()
        memory = request.httprequest.environ.setdefault(MEMORY, {}) if request else {}
        if key not in memory:
            memory[key] = self._count(key, self._get_end(seconds))
        return memory[key] <= limit

    @api.model
    def _get_end(self, seconds):
        """Return when the present span ends (UTC)."""
        span, epoch = timedelta(seconds=seconds), datetime(1970, 1, 1)
        return epoch + ((fields.Datetime.now() - epoch) // span + 1) * span

    @api.model
    def _count(self, key, end_datetime):
        """Add one, and return the sum; of many at once each gets another number."""
        [(count,)] = self._run(SQL(
            """INSERT INTO %(table)s AS counter (key, end_datetime, n) VALUES (%(key)s, %(end)s, 1)
               ON CONFLICT (key, end_datetime) DO UPDATE SET n = counter.n + 1 RETURNING n""",
            table=SQL.identifier(self._table), key=key, end=end_datetime))
        return count

    @api.autovacuum
    def _clear_past(self):
        self._run(SQL(
            "DELETE FROM %s WHERE end_datetime < %s RETURNING n", SQL.identifier(self._table), fields.Datetime.now()))

    @api.model
    def _run(self, query):
        """Return the rows of ``query``, which is committed at once.

        On a connection of its own, which no rollback reaches and which may write where a page only reads; on what is
        committed at that moment, so that nobody who counts meanwhile is refused.
        """
        with AT_ONCE, db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(query)
            return cr.fetchall()
