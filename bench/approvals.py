"""What approval costs: against documents without it, against OCA's base_tier_validation, and after years of decisions.

Supply requests are measured as they are. To compare on the same documents, three small models are made in a temporary
folder and installed for this run only: without approval, with our mixin, and with OCA's. OCA's add-on is downloaded
into that folder; where that fails, the rows that need it say so.

What is past and what waits is written by SQL. All of it was asked for by one employee and decided by one head, which is
the worst case. Nobody's mails are sent: what people are told of waits for them in Odoo.
"""
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

from lxml import etree

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from bench._approvals_addons import FILL, install
from bench.supplies import Office

COUNT = 100  # documents at once
ROUNDS = 5
SUPPLY_ROUNDS = 3  # each makes a thousand moves of stock
COUNTER_ROUNDS = 25
PAST_SIZES = (1_000, 100_000)
WAITING = 10_000

TARGET_SUBMIT = 15  # queries per document that approval adds
TARGET_APPROVE = 0.5  # times what OCA takes
TARGET_WRITE = 4  # queries for all documents
TARGET_COUNTER_QUERIES, TARGET_COUNTER = 1, 50  # milliseconds

JOIN = "a user joins a group"  # and no row of what is past is written or locked

COLUMNS = ('measure', 'past', 'ms', 'queries', 'against', 'its ms', 'its queries', 'ratio', 'more queries/doc',
           'target', 'ok')

# Five in force, of which only the last fits documents of 500.
AMOUNT = 500
CONDITIONS = ("[('company_id.name', '=', 'Elsewhere')]", "[('create_date', '<', '2000-01-01')]")
RULES = [{'max_amount': 100}, {'min_amount': 10_000}, *({'domain': text} for text in CONDITIONS), {}]
TIERS = ["[('amount', '<', 100)]", "[('amount', '>=', 10000)]", *CONDITIONS, False]


def run(env):
    """:return: rows of the table that ``./office bench approvals`` prints"""
    with TemporaryDirectory() as folder:
        has_oca = install(env, Path(folder))
        bench = Bench(env)
        rows = [*bench.supply_requests(), *bench.against_oca(has_oca), *bench.write_field(has_oca)]
        few, many = (bench.after_years(size) for size in PAST_SIZES)
        grown = {measure: _compare(measure, many[measure], f"{PAST_SIZES[0]:,} past", few[measure]) for measure in few}
        _judge(grown[JOIN], 'queries', few[JOIN][1])
        rows += [row | {'past': PAST_SIZES[1]} for row in grown.values()]
        rows += bench.count_waiting()
    return [{column: row.get(column) for column in COLUMNS} for row in rows]


class Bench:
    """The people, their rules, and documents that one employee submits and his head approves."""

    def __init__(self, env):
        self.env = env
        office = Office(env(context={'no_reset_password': True}))
        self.office, self.user, self.head = office, office.user, office.head
        (office.user | office.head | office.officer).notification_type = 'inbox'
        office.products.standard_price = AMOUNT / 5 / len(office.products)  # five of each are asked for
        Rule = env['office.approval.rule']
        Rule.search([('res_model', '=', 'office.supply.request')]).active = False
        for model in ('office.supply.request', 'bench.ours'):
            self.rule = Rule.create([
                {'name': f"Bench {number}", 'sequence': number, 'res_model': model, **values,
                 'step_ids': [Command.create({'who': 'superior'})]}
                for number, values in enumerate(RULES)])[-1]
        if 'bench.oca' in env:
            self._create_tiers()
        env.cr.commit()

    def _create_tiers(self):
        model = self.env['ir.model']._get('bench.oca')
        self.env['tier.definition'].create([
            {'name': f"Bench {number}", 'model_id': model.id, 'reviewer_id': self.head.id, 'definition_domain': domain,
             'notify_on_create': True}  # as our approvers are told
            for number, domain in enumerate(TIERS)])
        self.env['tier.validation.exception'].create({
            'model_id': model.id, 'field_ids': model.field_id.filtered(lambda field: field.name == 'note').ids})

    def supply_requests(self):
        """Submit supply requests and approve them from the list; others go the same way and nobody is asked."""
        ours, plain = [], []
        for _round in range(SUPPLY_ROUNDS + 1):
            submit, *_later = self.office.requests(COUNT)
            let_pass = partial(submit.__self__.with_user(self.office.officer)._transition, 'approve', by=ENGINE)
            with self._without_approval():
                plain.append([self.measure(submit), self.measure(let_pass)])
            submit, *_later = self.office.requests(COUNT)
            ours.append([self.measure(submit), self.measure(self._get_approvals(submit.__self__).action_approve)])
            assert set(submit.__self__.mapped('state')) == {'approved'}
        submitted, approved = _compare_each(
            [f"submit {COUNT} supply requests, {len(RULES)} rules", f"approve {COUNT} supply requests from the list"],
            ours, "without approval", plain)
        return [_judge(submitted, 'more queries/doc', TARGET_SUBMIT), approved]

    def _without_approval(self):
        """Return a context in which supply requests are submitted and nobody is asked."""
        patches = ExitStack()
        patches.enter_context(patch.object(type(self.env['office.approval']), '_make_plans', lambda *_args: None))
        patches.enter_context(
            patch.object(type(self.env['office.supply.request']), '_start_approval', lambda *_args: None))
        return patches

    def against_oca(self, has_oca):
        """Submit and approve the same documents with our engine and with OCA's, which approves one at a time."""
        measures = [f"submit {COUNT} documents", f"approve {COUNT} documents from the list", "approve one document"]
        if not has_oca:
            return [_skipped(measure) for measure in measures]
        ours, theirs = [], []
        for _round in range(ROUNDS + 1):
            ours.append(self._submit_and_approve('bench.ours'))
            theirs.append(self._submit_and_approve('bench.oca'))
        submitted, approved, approved_one = _compare_each(measures, ours, "OCA", theirs)
        del approved_one['more queries/doc']
        return [submitted, _judge(approved, 'ratio', TARGET_APPROVE), approved_one]

    def _submit_and_approve(self, model):
        """Return what it takes to submit many, to approve them in one go, and to approve one more."""
        documents, one = self._create_documents(model), self._create_documents(model, 1)
        steps = [self.measure(documents.action_submit)]
        one.action_submit()
        for some in (documents, one):
            # OCA's documents are approved when somebody who may has confirmed what was validated
            approve = self._get_approvals(some).action_approve if model == 'bench.ours' \
                else some.with_user(self.head).action_approve
            steps.append(self.measure(approve))
        assert set((documents | one).mapped('state')) == {'approved'}
        return steps

    def write_field(self, has_oca):
        """Write a harmless field on documents under approval."""
        measure = f"write one field on {COUNT} under approval"
        models = ('bench.plain', 'bench.ours', *(['bench.oca'] if has_oca else []))
        documents = {model: self._create_documents(model) for model in models}
        results = {model: self._write_notes(documents[model]) for model in models}
        self._get_approvals(documents['bench.ours']).action_approve()  # so that nothing waits
        rows = [_compare(measure, results['bench.ours'], "without approval", results['bench.plain'])]
        rows.append(_compare(measure, results['bench.ours'], "OCA", results['bench.oca']) if has_oca
                    else _skipped(measure))
        return [_judge(rows[0], 'queries', TARGET_WRITE), *rows[1:]]

    def _write_notes(self, documents):
        documents.action_submit()
        return _median([self.measure(lambda text=text: documents.write({'note': text}))
                        for text in map(str, range(ROUNDS + 1))])

    def after_years(self, size):
        """Measure with so many past approvals.

        :return: ``{measure: (seconds, queries)}``
        """
        self._fill(size, 'approved', Datetime.now())
        submitted, listed, approved = [], [], []
        for _round in range(ROUNDS + 1):
            documents = self._create_documents('bench.ours')
            submitted.append(self.measure(documents.action_submit))
            listed.append(self.measure(self._open_list))
            approved.append(self.measure(self._get_approvals(documents).action_approve))
        return {
            f"submit {COUNT} documents": _median(submitted),
            f"list of 80 of {COUNT} waiting for me": _median(listed),
            f"approve {COUNT} documents from the list": _median(approved),
            JOIN: self._join_group(),
        }

    def _join_group(self):
        """Let the head join a group, and see that nothing of the past is touched."""
        group = self.env.ref('office_admin_base.position_officer')
        results = []
        for _round in range(ROUNDS + 1):
            before = self._get_fingerprint()
            results.append(self.measure(lambda: self.head.write({'group_ids': [Command.link(group.id)]})))
            assert self._get_fingerprint() == before, "a row of the past was touched"
            self.head.group_ids = [Command.unlink(group.id)]
        return _median(results)

    def _get_fingerprint(self):
        """Return what changes with every row that is written or locked, in all tables of approvals."""
        return [
            self.env.execute_query(SQL(
                "SELECT count(*), sum(hashtext(ctid::text || ' ' || xmin::text || ' ' || xmax::text)) FROM %s",
                SQL.identifier(self.env[model]._table)))
            for model in ('office.approval', 'office.approval.step', 'office.approval.assignment',
                          'office.approval.decision')]

    def count_waiting(self):
        """Count what waits for the head, and open the list of it, among all that is past."""
        self._fill(WAITING, 'submitted', None)
        Approval = self.env['office.approval'].with_user(self.head)
        domain = [('is_mine', '=', True)]
        assert Approval.search_count(domain) == WAITING
        counted = _median([self.measure(lambda: Approval.search_count(domain)) for _round in range(COUNTER_ROUNDS)])
        listed = _median([self.measure(self._open_list) for _round in range(ROUNDS + 1)])
        row = {'measure': f"counter of {WAITING:,} waiting for me", 'past': PAST_SIZES[1], **_cells(counted)}
        _judge(row, 'queries', TARGET_COUNTER_QUERIES)
        return [_judge(row, 'ms', TARGET_COUNTER),
                {'measure': f"list of 80 of {WAITING:,} waiting for me", 'past': PAST_SIZES[1], **_cells(listed)}]

    def _open_list(self):
        """Read the list as the web client does."""
        Approval = self.env['office.approval'].with_user(self.head)
        names = [node.get('name') for node in etree.fromstring(
            Approval.get_view(view_type='list')['arch']).findall('field')]
        specification = {name: {'fields': {'display_name': {}}} if Approval._fields[name].relational else {}
                         for name in names}
        found = Approval.web_search_read([('is_mine', '=', True)], specification, limit=80, count_limit=10_001)
        assert len(found['records']) == 80

    def _create_documents(self, model, count=COUNT):
        return self.env[model].with_user(self.user).create(
            [{'name': f"Bench {number}", 'amount': AMOUNT} for number in range(count)])

    def _get_approvals(self, documents):
        return documents.sudo().approval_id.with_user(self.head)

    def _fill(self, count, state, end):
        """Add so many approvals in ``state``, with their documents."""
        self._settle()
        self.env.cr.execute(FILL, {
            'count': count, 'state': state, 'end': end, 'now': Datetime.now(), 'amount': AMOUNT, 'rule': self.rule.id,
            'company': self.env.company.id, 'currency': self.env.company.currency_id.id, 'user': self.user.id,
            'head': self.head.id})
        self.env.cr.execute('ANALYZE')
        self.env.cr.commit()
        self.env.invalidate_all()

    def measure(self, step):
        """Run ``step`` with a cold cache and return the seconds and the number of queries that it took.

        Who asks is read before, as each request does to know their language and company.
        """
        self._settle()
        (self.user | self.head).mapped('share')
        queries = self.env.cr.sql_log_count
        start = perf_counter()
        step()
        self._settle()
        return perf_counter() - start, self.env.cr.sql_log_count - queries

    def _settle(self):
        self.env.cr.flush()
        self.env.invalidate_all()


def _median(results):
    """Return the median seconds and queries; the first result, of caches that were empty, does not count."""
    return tuple(median(result[side] for result in results[1:]) for side in (0, 1))


def _cells(result, prefix=''):
    seconds, queries = result
    return {f'{prefix}ms': 1000 * seconds, f'{prefix}queries': queries}


def _compare(measure, ours, against, theirs):
    """Return a row with our seconds and queries, and those of what it is measured against."""
    return {
        'measure': measure, **_cells(ours), 'against': against, **_cells(theirs, 'its '),
        'ratio': round(ours[0] / theirs[0], 2), 'more queries/doc': (ours[1] - theirs[1]) / COUNT,
    }


def _compare_each(measures, ours, against, theirs):
    """Return a row for each measure; ``ours`` and ``theirs`` have a list of results in this order per round."""
    return [_compare(measure, _median(mine), against, _median(its))
            for measure, mine, its in zip(measures, zip(*ours, strict=True), zip(*theirs, strict=True), strict=True)]


def _skipped(measure):
    return {'measure': measure, 'against': "OCA: not measured, could not be downloaded"}


def _judge(row, column, limit):
    """Add a target to the row, and whether it is met."""
    row['target'] = ', '.join(filter(None, (row.get('target'), f"{column} ≤ {limit}")))
    row['ok'] = row.get('ok', True) and row[column] <= limit
    return row
