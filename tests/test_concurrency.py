"""Two people at the same moment, with real transactions: nothing is lost, nothing happens twice."""
import threading
import uuid
from functools import partial

import pytest

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_supplies.tests.common import SIGNATURE, OfficeSupplyMixin


@pytest.fixture(scope='module')
def office():
    """A committed office of its own; numbers and history cannot be deleted, so it stays in the test database."""

    class Office(OfficeSupplyMixin):
        registry = Registry(get_db_name())

    Office.suffix = uuid.uuid4().hex[:8]
    with Office.registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        Office._set_up_office(f"Concurrent {Office.suffix}")
        Office.second_officer = Office._create_user('sup_second', 'office_admin_base.position_officer')
        Office.clerk = Office._create_user('sup_clerk', 'stock.group_stock_user')
        for name, value in vars(Office).copy().items():
            if hasattr(value, 'ids') and hasattr(value, '_name'):
                setattr(Office, name, (value._name, value.ids))
    return Office


def _browse(env, reference):
    model, ids = reference
    return env[model].browse(ids)


def _commit(office, user, work):
    """Run ``work(env)`` in a transaction of its own, tried again as the server would do."""
    with office.registry.cursor() as cr:
        env = api.Environment(cr, user[1][0], {})
        return retrying(partial(work, env), env)


def _at_once(office, *jobs):
    """Run ``(user, work)`` in threads that start at the same moment; return results and errors."""
    barrier = threading.Barrier(len(jobs))
    outcomes = [None] * len(jobs)

    def run(index, user, work):
        first = threading.Event()

        def start_together(env):
            if not first.is_set():  # only the first try waits for the others
                first.set()
                env.cr.execute("SELECT 1")  # the snapshot is taken now
                barrier.wait(timeout=20)
            return work(env)

        try:
            outcomes[index] = _commit(office, user, start_together)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            outcomes[index] = error

    threads = [threading.Thread(target=run, args=(index, *job)) for index, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return outcomes


def _make_draft(office, user, quantity=5):
    def work(env):
        return env['office.supply.request'].create({'line_ids': [Command.create(
            {'product_id': _browse(env, office.paper).id, 'quantity': quantity})]}).ids

    return _commit(office, user, work)


def _make_approved(office, quantity=5):
    ids = _make_draft(office, office.user, quantity)
    _commit(office, office.user, lambda env: env['office.supply.request'].browse(ids).action_submit())
    _commit(office, office.head, lambda env: env['office.supply.request'].browse(ids).action_approve())
    return ids


def _hand_out(ids, quantity):
    def work(env):
        request = env['office.supply.request'].browse(ids)
        request._hand_out({request.line_ids: quantity}, "Anna", SIGNATURE)
        return request.state

    return work


def test_two_submit_at_the_same_moment_and_get_two_numbers(office):
    def submit(ids, env):
        request = env['office.supply.request'].browse(ids)
        request.action_submit()
        return request.name

    for _round in range(3):
        drafts = [(user, _make_draft(office, user)) for user in (office.user, office.colleague)]
        names = _at_once(office, *((user, partial(submit, ids)) for user, ids in drafts))
        assert all(isinstance(name, str) for name in names), names
        numbers = sorted(int(name[-4:]) for name in names)
        assert numbers[1] == numbers[0] + 1


def test_two_officers_hand_out_the_same_request(office):
    ids = _make_approved(office, 5)
    before = _commit(office, office.officer, partial(_count_stock, office))
    outcomes = _at_once(office, (office.officer, _hand_out(ids, 5)), (office.second_officer, _hand_out(ids, 5)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert isinstance(errors[0], UserError)
    assert "“Hand Out” is not possible for SUP/" in str(errors[0])
    assert "done" in outcomes
    assert _commit(office, office.officer, partial(_count_stock, office)) == before - 5


def test_two_officers_hand_out_parts(office):
    ids = _make_approved(office, 5)
    outcomes = _at_once(office, (office.officer, _hand_out(ids, 3)), (office.second_officer, _hand_out(ids, 3)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert "only 2 Units of Copy Paper A4 are still open" in str(errors[0])
    handed = _commit(
        office, office.officer, lambda env: env['office.supply.request'].browse(ids).line_ids.handed_quantity)
    assert handed == 3


def test_line_is_added_while_its_request_is_submitted(office):
    def add(ids, env):
        env['office.supply.request.line'].create(
            {'request_id': ids[0], 'product_id': _browse(env, office.pen).id, 'quantity': 50})

    for _round in range(3):
        ids = _make_draft(office, office.user)
        submitted, _added = _at_once(
            office, (office.user, lambda env, ids=ids: env['office.supply.request'].browse(ids).action_submit()),
            (office.user, partial(add, ids)))
        assert submitted is True
        states, lines = _commit(office, office.user, lambda env, ids=ids: (
            env['office.supply.request'].browse(ids).line_ids.mapped('state'),
            len(env['office.supply.request'].browse(ids).line_ids)))
        # the line came first and was submitted with the others, or it was refused
        assert set(states) == {'submitted'}
        assert (lines == 1) == isinstance(_added, UserError)


def test_approve_and_cancel_at_the_same_moment(office):
    ids = _make_draft(office, office.user)
    _commit(office, office.user, lambda env: env['office.supply.request'].browse(ids).action_submit())
    _at_once(
        office,
        (office.user, lambda env: env['office.supply.request'].browse(ids)._cancel_each("Not needed.")),
        (office.head, lambda env: env['office.supply.request'].browse(ids).action_approve()),
    )
    state, pickings = _commit(office, office.officer, lambda env: (
        env['office.supply.request'].browse(ids).state,
        env['office.supply.request'].browse(ids).picking_ids.mapped('state')))
    # a request may be cancelled after its approval, but not the other way round
    assert state in ('cancelled', 'approved')
    assert pickings in ([], ['cancel']) if state == 'cancelled' else pickings == ['assigned']


def _count_stock(office, env):
    quants = env['stock.quant'].search([
        ('product_id', '=', office.paper[1][0]), ('location_id.usage', '=', 'internal')])
    return sum(quants.mapped('quantity'))


def test_two_approvers_decide_at_the_same_moment(office):
    def set_up(env):
        rule = env['office.approval.rule'].sudo().search([
            ('res_model', '=', 'office.supply.request'), ('company_id', '=', office.company[1][0])])
        people = [office.head[1][0], office.manager[1][0]]
        rule.step_ids = [Command.clear(), Command.create({'who': 'users', 'user_ids': [Command.set(people)]})]

    _commit(office, office.manager, set_up)
    for verb in ('approve', 'refuse'):
        ids = _make_draft(office, office.user)
        _commit(office, office.user, lambda env, ids=ids: env['office.supply.request'].browse(ids).action_submit())
        outcomes = _at_once(
            office,
            (office.head, lambda env, ids=ids: env['office.supply.request'].browse(ids).action_approve()),
            (office.manager, lambda env, ids=ids, verb=verb: env['office.supply.request'].browse(
                ids)._decide_each(verb, "Because")))
        errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(errors) == 1, outcomes
        assert "is decided already" in str(errors[0])
        decisions, state = _commit(office, office.user, lambda env, ids=ids: (
            env['office.approval.decision'].sudo().search([('res_id', 'in', ids)]).mapped('verb'),
            env['office.supply.request'].browse(ids).state))
        assert len(decisions) == 1
        assert state == {'approve': 'approved', 'refuse': 'refused'}[decisions[0]]


def test_two_people_answer_for_a_hand_over_at_the_same_moment(office):
    ids = _make_approved(office)

    def hand_over(env):
        request = env['office.supply.request'].browse(ids)
        request._decide_owner(_browse(env, office.officer), "For the test.")
        request._hand_over(_browse(env, office.second_officer), "I am away.")

    _commit(office, office.manager, hand_over)
    outcomes = _at_once(
        office,
        (office.second_officer, lambda env: env['office.supply.request'].browse(ids).action_accept_hand_over()),
        (office.officer, lambda env: env['office.supply.request'].browse(ids).action_withdraw_hand_over()),
    )
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert isinstance(errors[0], UserError)
    owner, waits_for, steps = _commit(office, office.officer, lambda env: (
        env['office.supply.request'].browse(ids).owner_id.id,
        env['office.supply.request'].browse(ids).hand_over_to_id.id,
        env['office.hand.over'].sudo().search([('res_id', 'in', ids)]).mapped('outcome')))
    assert not waits_for
    accepted = not isinstance(outcomes[0], Exception)
    assert owner == (office.second_officer if accepted else office.officer)[1][0]
    assert steps == ['decided', 'accepted' if accepted else 'withdrawn']


def test_one_accepts_twice_at_the_same_moment(office):
    ids = _make_approved(office)

    def hand_over(env):
        request = env['office.supply.request'].browse(ids)
        request._decide_owner(_browse(env, office.officer), "For the test.")
        request._hand_over(_browse(env, office.second_officer), "I am away.")

    _commit(office, office.manager, hand_over)
    accept = (office.second_officer, lambda env: env['office.supply.request'].browse(ids).action_accept_hand_over())
    outcomes = _at_once(office, accept, accept)
    assert sum(isinstance(outcome, UserError) for outcome in outcomes) == 1, outcomes
    count = _commit(office, office.officer, lambda env: env['office.supply.request'].browse(ids).hand_over_count)
    assert count == 1


def test_confirm_and_reopen_at_the_same_moment(office):
    ids = _make_approved(office)
    _commit(office, office.officer, lambda env: _hand_out(ids, 5)(env))
    outcomes = _at_once(
        office,
        (office.user, lambda env: env['office.supply.request'].browse(ids)._confirm_each(4, "Fine")),
        (office.user, lambda env: env['office.supply.request'].browse(ids)._reopen_each("Wet")),
    )
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    state, ratings = _commit(office, office.user, lambda env: (
        env['office.supply.request'].browse(ids).state,
        env['rating.rating'].search_count([('res_model', '=', 'office.supply.request'), ('res_id', 'in', ids)])))
    assert (state, ratings) in (('done', 1), ('approved', 0))


def _read_paper(office, env):
    """Return ``(rows, quantity, reserved, reserved for open moves)`` of the paper in the supply room."""
    paper = office.paper[1][0]
    quants = env['stock.quant'].search([('product_id', '=', paper), ('location_id.usage', '=', 'internal')])
    lines = env['stock.move.line'].search([
        ('product_id', '=', paper), ('location_id.usage', '=', 'internal'), ('state', 'not in', ('done', 'cancel'))])
    return (len(quants), sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity')),
            sum(lines.mapped('quantity_product_uom')))


def test_officers_hand_out_the_same_product_to_several_requests(office):
    def shorten(ids, env):
        env['office.supply.request'].browse(ids).sudo().line_ids._get_open_moves()._do_unreserve()

    _rows, before, _reserved, _lines = _commit(office, office.officer, partial(_read_paper, office))
    for _round in range(2):
        first, second, third = _make_approved(office, 5), _make_approved(office, 4), _make_approved(office, 3)
        outcomes = _at_once(
            office, (office.officer, _hand_out(first, 5)), (office.second_officer, _hand_out(second, 3)),
            (office.manager, partial(shorten, third)))
        assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
        before -= 8
        rows, quantity, reserved, on_lines = _commit(office, office.officer, partial(_read_paper, office))
        assert rows == 1, "a second row beside the first is a part of the stock that nobody finds"
        assert quantity == before
        assert reserved == on_lines


def test_the_last_goods_are_reserved_once(office):
    def empty(env):
        rows, quantity, reserved, _lines = _read_paper(office, env)
        env['stock.quant'].sudo()._update_available_quantity(
            _browse(env, office.paper), _browse(env, office.warehouse).lot_stock_id, 5 + reserved - quantity)

    _commit(office, office.manager, empty)
    ids = [_make_draft(office, office.user, 5), _make_draft(office, office.user, 5)]
    for draft in ids:
        _commit(office, office.user, lambda env, ids=draft: env['office.supply.request'].browse(ids).action_submit())
    _rows, quantity, reserved, _lines = _commit(office, office.officer, partial(_read_paper, office))
    assert quantity - reserved == 5
    outcomes = _at_once(office, *(
        (office.head, lambda env, ids=draft: env['office.supply.request'].browse(ids).action_approve())
        for draft in ids))
    assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    rows, quantity, reserved, on_lines = _commit(office, office.officer, partial(_read_paper, office))
    assert (rows, quantity - reserved, reserved - on_lines) == (1, 0, 0)
    outcomes = _at_once(
        office, (office.officer, _hand_out(ids[0], 5)), (office.second_officer, _hand_out(ids[1], 5)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert "are in stock" in str(errors[0])
