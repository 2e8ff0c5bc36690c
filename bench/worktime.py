"""What working time costs: adjusted workdays against plain Odoo, and promises by the hundred thousand.

The calendar: planning over a year with ten adjusted workdays, against Odoo's own method. The list: 80 supply requests
with their promises, against the same list without. The two scheduled actions, run to their end: the sweep that
escalates what is late, and the new count after a public holiday was added.

Requests and promises are written by SQL. Their calendar works round the clock, so that the bench can run at any hour;
its two shifts a day are as many as those of an office.
"""
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter
from unittest.mock import patch

import psutil
from lxml import etree

from odoo.fields import Command, Datetime
from odoo.tests import new_test_user

from odoo.addons.office_admin_worktime.models.resource_calendar import ResourceCalendar

SIZES = (1_000, 10_000, 100_000)
LISTED_SIZES = (1_000, 100_000)
LATE_SHARE = 20  # one promise of so many is late
APPROVERS = 20
ROUNDS = 15
PAGE = {'limit': 80, 'count_limit': 10_001}  # as the web client asks for it
PROMISE_FIELDS = ('deadline_datetime', 'deadline_status')

YEAR = 2026
PLANNED_DAYS = 250
ADJUSTED_DAYS = 10

TARGET_PLAN_RATIO, TARGET_LIST_RATIO = 1.3, 1.2
TARGET_SWEEP, TARGET_RECOMPUTE = 60, 300  # seconds
TARGET_MEMORY = 50  # megabytes more after all batches than after the first
TARGET_GROWTH = 2  # times what it takes among 1,000 promises

COLUMNS = ('measure', 'among', 'plain ms', 'ms', 'ratio', 'plain queries', 'queries', 's', 's/1,000', 'MB more',
           'target', 'ok')


def run(env):
    """:return: rows of the table that ``./office bench worktime`` prints"""
    rows = plan_a_year(env)
    office = Office(env)
    writes, recomputes = [], []
    for size in SIZES:
        office.fill(size)
        if size in LISTED_SIZES:
            rows += office.open_lists(size)
        if size == SIZES[-1]:
            rows.append(office.sweep(size))
        writes.append(office.add_holiday(size))
        recomputes.append(office.recompute(size))
    _judge_growth(writes, 'ms')
    _judge_growth(recomputes, 's/1,000')
    return [{column: row.get(column) for column in COLUMNS} for row in [*rows, *writes, *recomputes]]


def plan_a_year(env):
    """Plan over the same days of a year by Odoo's method alone and by ours, before and after days were adjusted."""
    calendar = env['resource.calendar'].create({'name': "Bench Office Hours", 'tz': 'Asia/Shanghai'})
    start = datetime(YEAR, 1, 1)
    rows = []
    for adjusted in (0, ADJUSTED_DAYS):
        saturdays = [date(YEAR, 1, 3) + timedelta(weeks=4 * number) for number in range(adjusted)]
        env['office.adjusted.workday'].create([{'calendar_id': calendar.id, 'date': day} for day in saturdays])
        with _without_our_override(calendar):
            expected = calendar.plan_days(PLANNED_DAYS, start)
        assert calendar.plan_days(PLANNED_DAYS + adjusted, start) == expected
        row = {'measure': f"plan_days over a year, {adjusted} adjusted workdays"} | _compare(
            env, lambda: _plan_plainly(calendar, start),
            lambda days=PLANNED_DAYS + adjusted: calendar.plan_days(days, start))
        rows.append(_judge(row, 'ratio', TARGET_PLAN_RATIO))
    return rows


def _plan_plainly(calendar, start):
    with _without_our_override(calendar):
        calendar.plan_days(PLANNED_DAYS, start)


@contextmanager
def _without_our_override(calendar):
    name = '_attendance_intervals_batch'
    model = type(calendar)
    with patch.object(model, name, getattr(super(ResourceCalendar, model), name)):
        yield


class Office:
    """An office with requests, each of which has an open promise: one of twenty is late and due for the head."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        self.calendar = self._create_calendar()
        self.company.resource_calendar_id = self.calendar
        self.officer = self._create_user('officer', 'base.group_user,office_admin_base.position_officer')
        self.keeper = self._create_user('keeper', 'base.group_user,base.group_erp_manager')
        self.requester = self._create_user('requester')
        self.department = env['hr.department'].create({'name': "Bench"})
        self.employee = self._create_employee(self.requester)
        self.approvers = [self._create_user(f'approver_{number}') for number in range(APPROVERS)]
        for number, approver in enumerate(self.approvers):
            head = self._create_employee(self._create_user(f'head_{number}'))
            self._create_employee(approver, parent_id=head.id)
        self.products = env['product.product'].create([
            {'name': f"Bench {number}", 'is_storable': True, 'supply_ok': True} for number in range(10)])
        env.cr.commit()

    def _create_calendar(self):
        return self.env['resource.calendar'].create({
            'name': "Bench Round the Clock",
            'tz': 'UTC',
            'attendance_ids': [Command.clear(), *(
                Command.create({'name': "Work", 'dayofweek': str(day), 'hour_from': start, 'hour_to': start + 12,
                                'day_period': 'morning' if start < 12 else 'afternoon'})
                for day in range(7) for start in (0, 12))],
        })

    def _create_user(self, login, groups='base.group_user'):
        # what he is told of waits for him in Odoo, so that no mail is sent
        return new_test_user(
            self.env, login=f'bench_{login}', groups=groups, notification_type='inbox', tz='UTC',
            context={'no_reset_password': True})

    def _create_employee(self, user, **values):
        return self.env['hr.employee'].create({
            'name': user.name, 'user_id': user.id, 'department_id': self.department.id, **values})

    def fill(self, size):
        """Bring the requests to so many, each with two lines, one approver and one open promise."""
        _settle(self.env)
        values = {
            'size': size, 'company': self.company.id, 'requester': self.requester.id, 'employee': self.employee.id,
            'department': self.department.id, 'calendar': self.calendar.id, 'version': self.calendar.worktime_version,
            'approvers': [approver.id for approver in self.approvers], 'products': self.products.ids,
            'uom': self.products.uom_id.id, 'category': self.products.categ_id.id or None, 'now': Datetime.now(),
            'reminder': self.company.office_reminder_hours, 'late_share': LATE_SHARE,
        }
        for statement in (REQUESTS, LINES, APPROVER_RELATION, PROMISES, NEXT_PROMISE):
            self.env.cr.execute(statement, values)
        self.env.cr.execute('ANALYZE')
        self.env.invalidate_all()
        self.env.cr.commit()
        assert self.env['office.deadline'].search_count([('end_datetime', '=', False)]) == size

    def open_lists(self, size):
        """Open the list of 80 requests as an officer: with its promises, sorted by them, and only the late ones."""
        Request = self.env['office.supply.request'].with_user(self.officer)
        arch = etree.fromstring(Request.get_view(view_type='list')['arch'])
        names = [node.get('name') for node in arch.findall('field')]
        assert set(PROMISE_FIELDS) < set(names)
        full = {
            name: {'fields': {'display_name': {}}} if Request._fields[name].type == 'many2one' else {}
            for name in names}
        plain = {name: field for name, field in full.items() if name not in PROMISE_FIELDS}
        order = arch.get('default_order')

        def read(specification, order=Request._order, domain=()):
            found = Request.web_search_read(list(domain), specification, order=order, **PAGE)
            assert len(found['records']) == min(80, found['length'])

        late = [('deadline_status', '=', 'late')]
        stored = [('deadline_datetime', '<', Datetime.now())]
        assert Request.search_count(late) == Request.search_count(stored) == size // LATE_SHARE
        pairs = {
            "list of 80 with promises": (lambda: read(plain), lambda: read(full)),
            "the same, sorted by them": (lambda: read(full), lambda: read(full, order)),
            "only the late ones": (lambda: read(full, domain=stored), lambda: read(full, domain=late)),
        }
        return [
            _judge({'measure': measure, 'among': size} | _compare(self.env, plain_read, our_read),
                   'ratio', TARGET_LIST_RATIO)
            for measure, (plain_read, our_read) in pairs.items()]

    def sweep(self, size):
        """Escalate until nothing is left."""
        late = size // LATE_SHARE
        seconds, queries, memory = self._run_job('_cron_escalate')
        Deadline = self.env['office.deadline']
        assert Deadline.search_count([('outcome', '=', 'missed'), ('rung', '=', 2)]) == late
        assert self.env['mail.activity'].search_count([('res_model', '=', 'office.supply.request')]) == late
        row = {'measure': f"sweep: {late:,} late, told to their heads", 'among': size, 's': seconds,
               's/1,000': 1000 * seconds / late, 'queries': queries, 'MB more': memory}
        _judge(row, 's', TARGET_SWEEP)
        return _judge(row, 'MB more', TARGET_MEMORY)

    def add_holiday(self, size):
        """Add a public holiday before all is due that is not late."""
        # one more in each size, so that each moves all of them
        day = datetime.combine(date.today() + timedelta(days=2 + 2 * SIZES.index(size)), datetime.min.time())
        Leave = self.env['resource.calendar.leaves'].with_user(self.keeper).with_context(
            default_calendar_id=self.calendar.id)
        holiday, seconds = Leave, []
        for _round in range(ROUNDS):
            holiday.unlink()
            seconds.append(_measure(self.env, lambda: Leave.create(
                {'name': "Bench", 'date_from': day, 'date_to': day + timedelta(days=1)}))[0])
            holiday = Leave.search([('calendar_id', '=', self.calendar.id), ('date_from', '=', day)])
        self.env.cr.commit()
        return {'measure': "public holiday, the user’s own write", 'among': size, 'ms': 1000 * median(seconds)}

    def recompute(self, size):
        """Count all promises anew until nothing is left."""
        Deadline = self.env['office.deadline']
        last = Deadline.search([], order='due desc', limit=1).due
        seconds, queries, memory = self._run_job('_cron_recompute')
        assert not Deadline.search_count([('calendar_version', '!=', self.calendar.worktime_version)])
        assert Deadline.search([], order='due desc', limit=1).due - last == timedelta(days=1)
        row = {'measure': "public holiday, promises counted anew", 'among': size, 's': seconds,
               's/1,000': 1000 * seconds / size, 'queries': queries, 'MB more': memory}
        _judge(row, 's', TARGET_RECOMPUTE)
        return _judge(row, 'MB more', TARGET_MEMORY)

    def _run_job(self, method):
        """Run a scheduled action to its end.

        :return: seconds, queries, and the megabytes that were taken from the first batch to the last
        """
        Cron = type(self.env['ir.cron'])
        commit, memory = Cron._commit_progress, []

        def watch(*args, **options):
            result = commit(*args, **options)
            memory.append(psutil.Process().memory_info().rss / 2**20)
            return result

        with patch.object(Cron, '_commit_progress', watch):
            seconds, queries = _measure(self.env, getattr(self.env['office.deadline'], method))
        return seconds, queries, memory[-1] - memory[0]


def _compare(env, plain, ours):
    """Run both by turns, and return the columns with their medians."""
    results = [(_measure(env, plain), _measure(env, ours)) for _round in range(ROUNDS + 1)][1:]  # the first warms up
    plain_seconds, our_seconds = (median(result[side][0] for result in results) for side in (0, 1))
    return {
        'plain ms': 1000 * plain_seconds,
        'ms': 1000 * our_seconds,
        'ratio': round(median(mine[0] / theirs[0] for theirs, mine in results), 2),  # by pairs: the machine is shared
        'plain queries': results[-1][0][1],
        'queries': results[-1][1][1],
    }


def _measure(env, step):
    """Run ``step`` with a cold cache and return the seconds and the number of queries that it took."""
    _settle(env)
    queries = env.cr.sql_log_count
    start = perf_counter()
    step()
    _settle(env)
    return perf_counter() - start, env.cr.sql_log_count - queries


def _settle(env):
    env.cr.flush()
    env.invalidate_all()


def _judge(row, column, limit):
    """Add a target to the row, and whether it is met."""
    row['target'] = ', '.join(filter(None, (row.get('target'), f"{column} ≤ {limit}")))
    row['ok'] = row.get('ok', True) and row[column] <= limit
    return row


def _judge_growth(rows, column):
    """Say that the column must not grow much with the number of promises."""
    for row in rows[1:]:
        _judge(row, column, round(TARGET_GROWTH * rows[0][column], 2))


REQUESTS = """
    INSERT INTO office_supply_request (
        company_id, requester_id, employee_id, department_id, state, name, need_date, submit_datetime,
        hand_out_progress, secrecy_level, create_uid, create_date, write_uid, write_date)
    SELECT %(company)s, %(requester)s, %(employee)s, %(department)s, 'submitted', 'BENCH/' || n,
        %(now)s::date + n::int %% 60, %(now)s, 0, 'public', 1, %(now)s, 1, %(now)s
    FROM generate_series((SELECT count(*) + 1 FROM office_supply_request WHERE name LIKE 'BENCH/%%'), %(size)s) AS n
"""
LINES = """
    INSERT INTO office_supply_request_line (
        request_id, company_id, department_id, employee_id, state, submit_datetime, product_id, product_category_id,
        quantity, handed_quantity, consumed_quantity, uom_id, create_uid, create_date, write_uid, write_date)
    SELECT request.id, company_id, department_id, employee_id, state, submit_datetime,
        (%(products)s)[1 + (request.id + n) %% array_length(%(products)s, 1)], %(category)s,
        5, 0, 0, %(uom)s, 1, %(now)s, 1, %(now)s
    FROM office_supply_request AS request, generate_series(1, 2) AS n
    WHERE request.deadline_id IS NULL
"""
APPROVER_RELATION = """
    INSERT INTO office_supply_request_res_users_rel (office_supply_request_id, res_users_id)
    SELECT id, (%(approvers)s)[1 + id / %(late_share)s %% array_length(%(approvers)s, 1)]
    FROM office_supply_request WHERE deadline_id IS NULL
"""
# Late ones were due an hour ago. The others began in the last 24 hours: half run for eight days, half for 192 hours.
PROMISES = """
    INSERT INTO office_deadline (
        res_model, res_id, kind, company_id, calendar_id, calendar_version, amount, rule, is_received, start, due, soon,
        rung, check_datetime, create_uid, create_date, write_uid, write_date)
    SELECT 'office.supply.request', id, 'answer', company_id, %(calendar)s, %(version)s, amount, rule, false, start,
        due, soon, is_late::int, CASE WHEN is_late THEN due + interval '1 second' ELSE soon END,
        1, %(now)s, 1, %(now)s
    FROM (
        SELECT id, company_id, is_late, amount, rule, start, due, due - interval '1 hour' * %(reminder)s AS soon
        FROM (
            SELECT id, company_id, id %% %(late_share)s = 0 AS is_late,
                CASE WHEN id %% 2 = 0 THEN 'hours' ELSE 'day' END AS rule,
                CASE WHEN id %% %(late_share)s = 0 THEN 48 WHEN id %% 2 = 0 THEN 192 ELSE 8 END AS amount,
                %(now)s - CASE WHEN id %% %(late_share)s = 0 THEN interval '49 hours'
                    ELSE interval '1 second' * (id * 997 %% 86400) END AS start
            FROM office_supply_request WHERE deadline_id IS NULL
        ) AS started, LATERAL (
            SELECT CASE WHEN rule = 'hours' THEN start + interval '1 hour' * amount
                ELSE date_trunc('day', start) + interval '1 day' * (amount + 1) - interval '1 second' END AS due
        ) AS counted
    ) AS promise
"""
NEXT_PROMISE = """
    UPDATE office_supply_request AS request SET deadline_id = deadline.id, deadline_datetime = deadline.due
    FROM office_deadline AS deadline
    WHERE deadline.res_model = 'office.supply.request' AND deadline.res_id = request.id AND request.deadline_id IS NULL
"""
