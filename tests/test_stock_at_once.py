"""The supply room is counted, moved and handed out from at the same moment, with real transactions."""
from functools import partial

import pytest

from odoo.exceptions import UserError
from odoo.fields import Command

from .test_concurrency import (  # noqa: F401 (office is a fixture)
    _at_once,
    _browse,
    _commit,
    _hand_out,
    _make_approved,
    _read_paper,
    office,
)


def _make_counted(office, missing):  # noqa: F811
    """Return a count in which ``missing`` of the paper are missing, which is to be approved."""
    def start(env):
        count = env['office.supply.count'].create({
            'counter_ids': [Command.set([office.user[1][0], office.colleague[1][0]])], 'note': "At once"})
        count.action_start()
        return count.ids

    ids = _commit(office, office.officer, start)
    _rows, quantity, _reserved, _lines = _commit(office, office.officer, partial(_read_paper, office))

    def enter(second, env):
        count = env['office.supply.count'].browse(ids)
        for line in count.line_ids.filtered(lambda line: line.is_second == second):
            is_paper = line.product_id.id == office.paper[1][0]
            book = line.sudo().book_quantity or sum(line.sudo()._get_quants().mapped('quantity'))
            line.write({'counted_quantity': quantity - missing if is_paper else book})
        count.action_finish()

    _commit(office, office.user, partial(enter, False))
    _commit(office, office.colleague, partial(enter, True))
    return ids


def _approve(ids):
    def work(env):
        env['office.supply.count'].browse(ids).action_approve()
        return 'counted'

    return work


def _assert_books_agree(office, quantity):  # noqa: F811
    rows, there, reserved, on_lines = _commit(office, office.officer, partial(_read_paper, office))
    assert rows == 1, "a second row beside the first is a part of the stock that nobody finds"
    assert there == quantity >= 0
    assert reserved == on_lines <= there


def _set_free(office, free):  # noqa: F811
    """Let so much paper be there as is reserved, and ``free`` more; return how much that is."""
    def work(env):
        _rows, quantity, reserved, _lines = _read_paper(office, env)
        if free + reserved != quantity:
            env['stock.quant'].sudo()._update_available_quantity(
                _browse(env, office.paper), _browse(env, office.warehouse).lot_stock_id, free + reserved - quantity)
        return free + reserved

    return _commit(office, office.manager, work)


@pytest.mark.parametrize('attempt', range(3))
def test_a_count_is_approved_while_goods_are_handed_out(office, attempt):  # noqa: F811
    _set_free(office, 60)
    ids = _make_approved(office, 5)
    count = _make_counted(office, 20)
    before = _commit(office, office.officer, partial(_read_paper, office))[1]
    outcomes = _at_once(office, (office.manager, _approve(count)), (office.officer, _hand_out(ids, 5)))
    assert outcomes == ['counted', 'done']
    _assert_books_agree(office, before - 25)


@pytest.mark.parametrize('attempt', range(3))
def test_a_count_finds_nothing_while_the_last_goods_are_handed_out(office, attempt):  # noqa: F811
    """Only one of both can be right; the other one is told so, and the stock does not become negative."""
    ids = _make_approved(office, 5)
    before = _set_free(office, 0)
    count = _make_counted(office, before)
    outcomes = _at_once(office, (office.manager, _approve(count)), (office.officer, _hand_out(ids, 5)))
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert isinstance(errors[0], UserError)
    assert "has moved since it was counted" in str(errors[0]) or "are in stock" in str(errors[0])
    _assert_books_agree(office, 0 if 'counted' in outcomes else before - 5)
    _set_free(office, 50)


def _count_in_odoo(office, wanted):  # noqa: F811
    def work(env):
        quant = env['stock.quant'].with_context(inventory_mode=True).search([
            ('product_id', '=', office.paper[1][0]), ('location_id.usage', '=', 'internal')])
        quant.inventory_quantity = wanted
        quant.action_apply_inventory()
        return 'counted'

    return work


@pytest.mark.parametrize('attempt', range(3))
def test_odoos_own_count_while_goods_are_handed_out(office, attempt):  # noqa: F811
    ids = _make_approved(office, 5)
    before = _set_free(office, 60)
    outcomes = _at_once(
        office, (office.clerk, _count_in_odoo(office, before - 20)), (office.officer, _hand_out(ids, 5)))
    assert outcomes == ['counted', 'done']
    # counted before the goods went or after: Odoo corrects to what was counted
    there = _commit(office, office.officer, partial(_read_paper, office))[1]
    assert there in (before - 20, before - 25)
    _assert_books_agree(office, there)


def _take_out(office, quantity):  # noqa: F811
    def work(env):
        room = _browse(env, office.warehouse).lot_stock_id
        move = env['stock.move'].create({
            'product_id': office.paper[1][0], 'product_uom_qty': quantity, 'location_id': room.id,
            'location_dest_id': env.ref('stock.stock_location_customers').id, 'company_id': office.company[1][0]})
        move._action_confirm()
        move.write({'quantity': quantity, 'picked': True})
        move._action_done()
        return 'taken'

    return work


@pytest.mark.parametrize('attempt', range(3))
def test_the_warehouse_moves_goods_while_they_are_handed_out(office, attempt):  # noqa: F811
    ids = _make_approved(office, 5)
    before = _set_free(office, 40)
    outcomes = _at_once(office, (office.clerk, _take_out(office, 30)), (office.officer, _hand_out(ids, 5)))
    assert outcomes == ['taken', 'done']
    _assert_books_agree(office, before - 35)
