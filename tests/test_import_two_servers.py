"""Taking a large list over on servers of which one dies in the middle: each row once, and its user is told."""
import base64
import os
from collections import Counter
from unittest.mock import patch

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin

from .server import Server, no_process_is_left  # noqa: F401 (a fixture)
from .test_two_servers import run_job

ROWS = 24
JOB = ('_cron_work', 'office.import.job')


@pytest.fixture
def import_job():
    """The id of a committed import that has just been confirmed."""

    class Office(OfficeTestMixin):
        pass

    registry = Registry(get_db_name())
    with registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        suffix = os.urandom(4).hex()
        Office._set_up_office(f"Import {suffix}")
        rows = '\n'.join(f'{suffix}-{number},Thing {number}' for number in range(ROWS))
        wizard = Office.env['office.test.import'].with_user(Office.user).create({
            'file': base64.b64encode(f'Code,Purpose\n{rows}\n'.encode()), 'file_name': "all.csv"})
        wizard.action_read()
        with patch.object(registry['office.test.import'], '_rows_at_once', 0):
            found = wizard.action_import()['res_id']
    yield registry, found
    with registry.cursor() as cr:
        api.Environment(cr, SUPERUSER_ID, {})['office.import.job'].browse(found).unlink()


def test_each_row_once_although_a_server_is_killed(import_job):
    registry, found = import_job
    servers = [Server(run_job, *JOB) for _number in range(4)]
    first, *others, last = servers
    try:
        first.start()
        assert first.wait_for('BATCH') is not None
        first.kill()
        for server in others:
            server.start()
        for server in others:
            server.finish()
        last.start()
        last.finish()
    finally:
        for server in servers:
            server.kill()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        job = env['office.import.job'].browse(found)
        assert not job.job
        assert (job.done_count, job.fault_count) == (ROWS, 0)
        slips = env['office.test.slip'].search([('company_id', '=', job.company_id.id)])
        codes = Counter(slips.mapped('note'))
        assert len(codes) == ROWS
        assert set(codes.values()) == {1}
        assert env['mail.message'].search_count([('model', '=', job._name), ('res_id', '=', job.id)]) == 1
