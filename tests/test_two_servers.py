"""Scheduled actions on two servers at once, and on one that dies in the middle: real processes, real transactions."""
import os
import re
from collections import Counter
from datetime import timedelta

import pytest

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_base.models import office_closing_mixin, office_import_job
from odoo.addons.office_admin_supplies.models.round import office_supply_round
from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_worktime.models import office_deadline

from .server import Server, no_process_is_left, run_twice_and_kill_one, say_batches  # noqa: F401 (a fixture)

PROMISES = 40


def run_job(env, say, method, model='office.deadline'):
    """Run a scheduled action in small batches, and say after each of them that it is committed."""
    office_closing_mixin.CONFIRM_BATCH = office_supply_round.CLOSE_BATCH = office_import_job.BATCH = 4
    office_deadline.RECOMPUTE_BATCH = office_deadline.ESCALATE_BATCH = 4
    say_batches(env, say)
    getattr(env[model], method)()


@pytest.fixture
def promises():
    """Committed requests whose promises became late a moment ago, in an office that never closes."""

    class Office(OfficeTestMixin):
        pass

    registry = Registry(get_db_name())
    with registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        suffix = Office.env['ir.sequence'].search_count([]) and os.urandom(4).hex()
        Office._set_up_office(f"Two Servers {suffix}")
        Office.company.resource_calendar_id = Office.env['resource.calendar'].create({
            'name': "Always", 'tz': 'UTC', 'company_id': Office.company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': "All day", 'dayofweek': str(day), 'hour_from': 0, 'hour_to': 24,
                                'day_period': 'full_day'}) for day in range(7)]})
        Office.boss = Office._create_user('sup_boss')
        Office.head_employee.parent_id = Office._create_employee(Office.boss, Office.office)
        requests = Office.env['office.test.request'].union(
            *(Office._create_request(Office.user) for _number in range(PROMISES)))
        requests.with_user(Office.user).action_submit()
        # other tests that run at the same time commit promises of other models, with the same numbers
        deadlines = Office.env['office.deadline'].search([
            ('res_model', '=', requests._name), ('res_id', 'in', requests.ids), ('end_datetime', '=', False)])
        now = fields.Datetime.now()
        deadlines._write_as_system({
            'start': now - timedelta(days=2), 'due': now - timedelta(minutes=5), 'soon': now - timedelta(hours=4),
            'rung': 1, 'check_datetime': now - timedelta(minutes=5)})
        ids, boss, names = deadlines.ids, Office.boss.id, requests.mapped('name')
        calendar = Office.company.resource_calendar_id.id
    yield registry, ids, boss, names, calendar
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env['office.deadline'].browse(ids)._end('dropped')


def _check_each_was_told_once(registry, ids, boss, names):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        deadlines = env['office.deadline'].browse(ids)
        assert set(deadlines.mapped('rung')) == {2}
        assert set(deadlines.mapped('outcome')) == {'missed'}
        activities = env['mail.activity'].search([
            ('res_model', '=', 'office.test.request'), ('res_id', 'in', deadlines.mapped('res_id')),
            ('user_id', '=', boss)])
        assert Counter(activities.mapped('res_id')) == Counter(deadlines.mapped('res_id'))
        partner = env['res.users'].browse(boss).partner_id
        bodies = env['mail.message'].search([('partner_ids', 'in', partner.ids)]).mapped('body')
        text = ' '.join(re.sub('<[^>]*>', ' ', body) for body in bodies)
        assert Counter(re.findall(r'TST/\d+/\d+', text)) == Counter(names)


def test_two_servers_escalate_at_once_and_one_is_killed(promises):
    registry, ids, boss, names, _calendar = promises
    run_twice_and_kill_one(run_job, '_cron_escalate')
    _check_each_was_told_once(registry, ids, boss, names)


def test_two_servers_count_anew_at_once(promises):
    registry, ids, _boss, _names, calendar = promises
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env['office.deadline'].browse(ids)._write_as_system({'outcome': False})
        env['resource.calendar'].browse(calendar).tz = 'Asia/Tokyo'
    servers = [Server(run_job, '_cron_recompute') for _number in range(2)]
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.finish()
    finally:
        for server in servers:
            server.kill()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        version = env['resource.calendar'].browse(calendar).worktime_version
        assert set(env['office.deadline'].browse(ids).mapped('calendar_version')) == {version}


def test_two_servers_confirm_at_once_and_one_is_killed(promises):
    registry, ids, _boss, _names, _calendar = promises
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        requests = env['office.test.request'].browse(env['office.deadline'].browse(ids).mapped('res_id'))
        # by the door of the engine: what it takes to serve 40 requests is tested elsewhere
        requests._write_transition('done', {
            'confirmation': 'waiting', 'confirm_until': fields.Datetime.now() - timedelta(minutes=5)}, {})
    run_twice_and_kill_one(run_job, '_cron_confirm', 'office.closing.mixin')
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        requests = env['office.test.request'].browse(env['office.deadline'].browse(ids).mapped('res_id'))
        assert set(requests.mapped('confirmation')) == {'automatic'}
        steps = env['office.transition'].search([
            ('res_model', '=', requests._name), ('res_id', 'in', requests.ids), ('verb', '=', 'confirm')])
        assert Counter(steps.mapped('res_id')) == Counter(requests.ids)
