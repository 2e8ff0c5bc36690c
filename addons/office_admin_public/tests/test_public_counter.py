from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from time import sleep
from types import SimpleNamespace
from unittest.mock import patch

from freezegun import freeze_time

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.office_admin_public.models import office_public_counter

from .common import PublicMixin


@tagged('post_install', '-at_install')
class TestPublicCounter(PublicMixin, TransactionCase):

    def setUp(self):
        super().setUp()
        self.counter = self.env['office.public.counter']

    def test_exactly_the_limit_passes_at_once(self):
        key, end = 'at once', datetime(2100, 1, 1)
        with ThreadPoolExecutor(8) as pool:
            counts = list(pool.map(lambda _i: self.counter._count(key, end), range(40)))
        self.assertEqual(sorted(counts), list(range(1, 41)))

    def test_many_at_once_need_few_connections(self):
        """Each request has a connection already; with another one each, a busy server had none left."""
        used, most = [], []

        @contextmanager
        def cursor():
            with db_connect(self.env.cr.dbname).cursor() as cr:
                used.append(cr)
                most.append(len(used))
                sleep(0.01)
                yield cr
                used.remove(cr)

        connect = patch.object(office_public_counter, 'db_connect', lambda _name: SimpleNamespace(cursor=cursor))
        with connect, ThreadPoolExecutor(20) as pool:
            counts = list(pool.map(lambda _i: self.counter._count('few', datetime(2100, 1, 1)), range(40)))
        self.assertEqual(sorted(counts), list(range(1, 41)))
        self.assertLessEqual(max(most), 4)

    def test_limits_are_apart_by_name_value_and_time(self):
        with freeze_time('2026-11-30 08:00:10'):
            self.assertEqual([self.counter._is_within('a', 1, 2) for _i in range(3)], [True, True, False])
            self.assertTrue(self.counter._is_within('a', 2, 2))
            self.assertTrue(self.counter._is_within('b', 1, 2))
            self.assertTrue(self.counter._is_within('a', 1, 2, seconds=3600))
        with freeze_time('2026-11-30 08:00:59'):
            self.assertFalse(self.counter._is_within('a', 1, 2))
        with freeze_time('2026-11-30 08:01:00'):
            self.assertTrue(self.counter._is_within('a', 1, 2))

    def test_a_rollback_does_not_take_it_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.counter._is_within('a', 1, 1)
            raise ZeroDivisionError
        self.assertFalse(self.counter._is_within('a', 1, 1))

    def test_only_what_is_past_is_cleared_and_no_address_is_kept(self):
        with freeze_time('2026-11-30 08:00:10'):
            self.counter._is_within('a', '192.0.2.7', 9)
            self.counter._is_within('a', '192.0.2.7', 9, seconds=86400)
        rows = self.counter._run(SQL("SELECT key, end_datetime FROM office_public_counter ORDER BY end_datetime"))
        self.assertEqual([end for _key, end in rows], [datetime(2026, 11, 30, 8, 1), datetime(2026, 12, 1)])
        self.assertNotIn('192.0.2.7', str(rows))
        with freeze_time('2026-11-30 08:01:01'):
            self.counter._clear_past()
        self.assertEqual(
            self.counter._run(SQL("SELECT end_datetime FROM office_public_counter")), [(datetime(2026, 12, 1),)])

    def test_its_table_is_not_logged(self):
        self.env.cr.execute("SELECT relpersistence FROM pg_class WHERE relname = 'office_public_counter'")
        self.assertEqual(self.env.cr.fetchone()[0], 'u')

    def test_nonsense_in_the_settings_means_the_usual_limit(self):
        settings = self.env['res.config.settings'].with_user(self.env.ref('base.public_user'))
        for text, limit in (('5', 5), ('0', 60), ('-3', 60), ('many', 60), ('', 60)):
            self._set_limits(requests=text)
            self.assertEqual(settings._get_public_limit('requests', 60), limit)
