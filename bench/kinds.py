"""My Office in an office with many apps: 20 kinds of requests, 100,000 of each, of which 1,000 wait for the office.

The kinds are made from ``office_admin_test`` in a temporary folder and installed for this run only. An employee has
asked for 500 of each kind in the course of years and waits for some; an officer serves them all; a guest is an employee
with access to three of the kinds, who has never asked for anything. Each call starts with a cold cache.
"""
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._addon import load, write_files
from bench._people import make_people
from bench._rows import copy_rows

KINDS, OPEN_TO_ALL = 20, 3
ALL, WAITING, COLLEAGUES = 100_000, 1_000, 200
ROUNDS = 9
LIMIT = 200  # milliseconds
QUERIES = 2  # for each kind that the user can see at all

KIND = """

class BenchKind{number}(models.Model):
    _name = 'bench.kind{number}'
    _description = 'Kind {number}'
    _inherit = 'office.test.request'
    _number_code = 'K{number}'

    line_ids = fields.One2many('bench.kind{number}.line', 'request_id', copy=True)


class BenchKind{number}Line(models.Model):
    _name = 'bench.kind{number}.line'
    _description = 'Item of Kind {number}'
    _inherit = 'office.test.request.line'

    request_id = fields.Many2one('bench.kind{number}', index=True, required=True, ondelete='cascade')
"""
GROUPS = """<odoo>
    <record id="group_all_apps" model="res.groups"><field name="name">All Apps</field></record>
</odoo>"""
RULES = """
    <function model="bench.kind{number}" name="_load_record_rules"/>
    <function model="bench.kind{number}.line" name="_load_record_rules"/>
    <function model="office.approval.rule" name="_create_defaults" eval="[['bench.kind{number}']]"/>
    <record id="card{number}" model="office.desk.card">
        <field name="name">Kind {number}</field>
        <field name="res_model">bench.kind{number}</field>
        <field name="ask_action_id" ref="office_admin_test.office_test_request_action_my"/>
    </record>"""


def run(env):
    """:return: rows of the table that ``./office bench kinds`` prints"""
    with TemporaryDirectory() as folder:
        install(env, Path(folder))
        return measure_all(Office(env(context={'no_reset_password': True})))


def install(env, folder):
    """Make the kinds in ``folder`` and install them."""
    numbers = range(1, KINDS + 1)
    access = ["id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink"]
    for number in numbers:
        group = 'base.group_user' if number <= OPEN_TO_ALL else 'group_all_apps'
        access += [f"access{number}{part},{number}{part},model_bench_kind{number}{part},{group},1,1,1,1"
                   for part in ('', '_line')]
    write_files(folder / 'bench_kinds', ['office_admin_test'], {
        'groups.xml': GROUPS,
        'ir.model.access.csv': '\n'.join(access),
        'rules.xml': f"<odoo>{''.join(RULES.format(number=number) for number in numbers)}</odoo>",
    }, ''.join(KIND.format(number=number) for number in numbers))
    load(env, folder, ['bench_kinds'])


def measure_all(office):
    office.grow()
    rows = []
    for name, user in office.users.items():
        seen = [model for model in office.get_cards(user)._get_desk_models() if model.has_access('read')]
        office.show(user)  # loads the caches once
        measured = [office.measure(user) for _round in range(ROUNDS)]
        milliseconds, queries = 1000 * median(seconds for seconds, _queries in measured), measured[-1][1]
        rows.append({
            'who': name,
            'kinds seen': len(seen),
            'documents of each': ALL,
            'ms': round(milliseconds, 1),
            'queries': queries,
            'target': f"≤ {LIMIT} ms, ≤ {QUERIES} queries for each kind seen",
            'ok': milliseconds <= LIMIT and queries <= QUERIES * len(seen),
        })
    return rows


class Office:
    """The people, and many documents of each kind."""

    def __init__(self, env):
        self.env = env
        self.officer, self.user, self.head = make_people(env, env['hr.department'].create({'name': "Bench"}))
        guest = new_test_user(env, login='bench_guest', groups='base.group_user')
        group = env.ref('bench_kinds.group_all_apps')
        group.user_ids |= self.officer | self.user | self.head
        self.users = {'employee': self.user, 'officer': self.officer, 'guest': guest}
        self.kinds = [env[f'bench.kind{number}'] for number in range(1, KINDS + 1)]

    def grow(self):
        """Have as many documents as wanted: copies of one that went through its verbs, by many colleagues."""
        colleagues = self.env['res.users'].create([
            {'name': f"Colleague {number}", 'login': f"bench_colleague{number}"} for number in range(COLLEAGUES)])
        people = [*colleagues.ids[1:], self.user.id]
        for kind in self.kinds:
            request = kind.with_user(self.user).create({'line_ids': [Command.create({'name': "Pen", 'quantity': 5})]})
            request.action_submit()
            request.with_user(self.head).action_approve()
            self.env.flush_all()
            request = request.sudo().with_env(self.env)
            for state, count in (('done', ALL - WAITING), ('approved', WAITING)):
                ids = copy_rows(
                    self.env, request, count, state=state, name=SQL("%s || number", f"{kind._number_code}/{state}/"),
                    deadline_id=None, deadline_datetime=None,
                    requester_id=SQL("(%s)[1 + number %% %s]", people, COLLEAGUES),
                    employee_id=SQL("CASE WHEN number %% %s = %s THEN %s END", COLLEAGUES, COLLEAGUES - 1,
                                    self.user.employee_id.id),
                    confirmation=SQL("CASE WHEN %s AND number > %s THEN 'waiting' END", state == 'done', ALL - 2_000))
                copy_rows(self.env, request.line_ids, 1, request_id=ids)
            self._promise(request, ids)
            self.env.invalidate_all()
            self.env.cr.commit()
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(kind._table)))
        self.env.cr.execute("ANALYZE office_deadline")
        self.env.cr.commit()

    def _promise(self, request, ids):
        """Give each of these requests the promise of the original, each due at another minute around now."""
        promises = copy_rows(
            self.env, request.deadline_id, 1, res_id=ids, start=SQL("now() at time zone 'UTC' - interval '60 days'"),
            due=SQL("now() at time zone 'UTC' + (number %% 10000 - 5000) * interval '1 minute'"))
        self.env.cr.execute(SQL(
            """UPDATE %s request SET deadline_id = deadline.id, deadline_datetime = deadline.due
                 FROM office_deadline deadline
                WHERE deadline.id = ANY(%s) AND request.id = deadline.res_id""",
            SQL.identifier(request._table), promises))

    def get_cards(self, user):
        return self.env['office.desk.card'].with_user(user)

    def show(self, user):
        self.get_cards(user).get_desk()

    def measure(self, user):
        """:return: the seconds and the number of queries that the page takes"""
        self.env.cr.flush()
        self.env.invalidate_all()
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        self.show(user)
        return perf_counter() - start, self.env.cr.sql_log_count - queries
