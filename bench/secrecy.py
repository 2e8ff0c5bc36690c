"""What secrecy costs: a list of 80 among 100,000 documents, and a message to 50 followers, against the same without.

The two models are office documents that differ in the mixin only. One in ten documents is confidential or secret, and
half of these are for the user who looks, by name and by undertaking.
"""
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from odoo.fields import Command, Date
from odoo.tests import new_test_user
from odoo.tools import SQL

from bench._addon import load, write_addon

SIZE = 100_000
PAGE = 80
FOLLOWERS = 50
ROUNDS = 40
WARM_UP = 3  # rounds that fill the caches of the registry
TARGET_LIST = 1.3  # times the same list without
TARGET_MESSAGE = 2.0  # times the same message without
SIGNATURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

PLAIN = """
class BenchPlain(models.Model):
    _name = 'bench.plain'
    _description = 'Document without Secrecy'
    _inherit = ['office.requester.mixin', 'office.deadline.mixin', 'office.workflow.mixin']
"""
SECRET = """
class BenchSecret(models.Model):
    _name = 'bench.secret'
    _description = 'Document with Secrecy'
    _inherit = ['office.secrecy.mixin', 'office.requester.mixin', 'office.deadline.mixin', 'office.workflow.mixin']
"""
RULES = """<odoo>
    <record id="bench_plain_rule_company" model="ir.rule">
        <field name="name">Documents: companies of the user</field>
        <field name="model_id" ref="model_bench_plain"/>
        <field name="domain_force">[('company_id', 'in', company_ids)]</field>
    </record>
    <record id="bench_secret_rule_company" model="ir.rule">
        <field name="name">Secret documents: companies of the user</field>
        <field name="model_id" ref="model_bench_secret"/>
        <field name="domain_force">[('company_id', 'in', company_ids)]</field>
    </record>
    <record id="bench_secret_rule_cleared" model="ir.rule">
        <field name="name">Secret documents: who is cleared</field>
        <field name="model_id" ref="model_bench_secret"/>
        <field name="domain_force">[('is_cleared', '=', True)]</field>
    </record>
</odoo>
"""
FILL = """
    INSERT INTO bench_plain (
        name, amount, state, company_id, requester_id, create_uid, create_date, write_uid, write_date)
    SELECT 'Bench ' || n, n, 'draft', %(company)s, 1 + n %% 2, 1, now(), 1, now()
    FROM generate_series(1, %(count)s) AS n;
    INSERT INTO bench_secret (
        name, amount, state, company_id, requester_id, create_uid, create_date, write_uid, write_date, secrecy_level)
    SELECT 'Bench ' || n, n, 'draft', %(company)s, 1 + n %% 2, 1, now(), 1, now(),
        CASE n %% 20 WHEN 0 THEN 'secret' WHEN 1 THEN 'confidential' WHEN 2 THEN 'internal' ELSE 'public' END
    FROM generate_series(1, %(count)s) AS n;
    INSERT INTO bench_secret_res_users_rel (bench_secret_id, res_users_id)
    SELECT id, %(user)s FROM bench_secret WHERE secrecy_level IN ('secret', 'confidential') AND amount::int %% 40 < 20;
    ANALYZE bench_plain; ANALYZE bench_secret; ANALYZE bench_secret_res_users_rel;
"""


def run(env):
    """:return: rows of the table that ``./office bench secrecy`` prints"""
    with TemporaryDirectory() as folder:
        write_addon(Path(folder) / 'bench_secrecy', ['office_admin_base'], [PLAIN, SECRET], {'rules.xml': RULES})
        load(env, folder, ['bench_secrecy'])
        bench = Bench(env)
        return [*bench.read_lists(), bench.post_message()]


class Bench:
    """A reader and fifty followers, all of whom have signed, and the documents."""

    def __init__(self, env):
        self.env = env(context={'no_reset_password': True})
        self.user, *followers = (
            new_test_user(self.env, login=f'bench_{number}', groups='base.group_user', notification_type='inbox')
            for number in range(FOLLOWERS + 1))
        self.followers = self.env['res.users'].union(*followers)
        for user in self.user | self.followers:
            self.env['office.secrecy.undertaking'].create({
                'user_id': user.id, 'level': 'secret', 'training_date': Date.today(),
            }).with_user(user)._sign(SIGNATURE)
        self.env.flush_all()
        self.env.cr.execute(SQL(FILL, company=self.env.company.id, count=SIZE, user=self.user.id))

    def read_lists(self):
        """Read the first page of a list with its count, as the web client does, and search in it."""
        name = {'fields': {'display_name': {}}}
        specification = {
            'name': {}, 'amount': {}, 'state': {}, 'note': {}, 'company_id': name,
            'requester_id': name, 'department_id': name, 'deadline_datetime': {}, 'deadline_status': {},
            'activity_state': {}, 'message_needaction': {}}
        for name, domain, order in (
                ("list of 80, latest first", [], 'id desc'),
                ("list of 80, sorted", [], 'amount desc'),
                ("list of 80, searched", [('name', 'like', '77')], 'id desc')):
            lists = [
                partial(self.env[model].with_user(self.user).web_search_read, domain, specification, limit=PAGE,
                        order=order, count_limit=10_001)
                for model in ('bench.plain', 'bench.secret')
            ]
            yield self.compare(name, lists, TARGET_LIST)

    def post_message(self):
        """Post a message that reaches fifty followers."""
        documents = []
        for model, values in (('bench.plain', {}), ('bench.secret', {
                'secrecy_level': 'secret', 'allowed_user_ids': [Command.set((self.followers | self.user).ids)]})):
            document = self.env[model].create({'name': "Bench", **values})
            document.message_subscribe(self.followers.partner_id.ids)
            documents.append(document.with_user(self.user))
        return self.compare(f"message to {FOLLOWERS} followers", [
            partial(document.message_post, body="Bench", message_type='comment', subtype_xmlid='mail.mt_comment')
            for document in documents], TARGET_MESSAGE)

    def compare(self, name, steps, target):
        """Measure both sides in turn, so that the machine treats them alike."""
        times = [[], []]
        queries = [0, 0]
        for _round in range(WARM_UP + ROUNDS):
            for side, step in enumerate(steps):
                seconds, queries[side] = self.measure(step)
                times[side].append(seconds)
        plain, ours = (1000 * median(one[WARM_UP:]) for one in times)
        return {
            'measure': name, 'plain ms': round(plain, 1), 'ours ms': round(ours, 1), 'ratio': round(ours / plain, 2),
            'plain queries': queries[0], 'ours queries': queries[1], 'target': f"ratio ≤ {target}",
            'ok': ours / plain <= target}

    def measure(self, step):
        self.env.cr.flush()
        self.env.invalidate_all()
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        step()
        self.env.cr.flush()
        return perf_counter() - start, self.env.cr.sql_log_count - queries
