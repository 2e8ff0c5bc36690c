"""What a stocktake changes when several people or servers are at it, and when one of them dies: each thing once."""
import os

import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_assets.models.stocktake import office_asset_stocktake
from odoo.addons.office_admin_assets.tests.stocktake_common import OfficeStocktakeMixin

from .server import Server, no_process_is_left  # noqa: F401 (a fixture)
from .test_two_servers import run_job

THINGS = 24


def run_small(env, say):
    """Carry out what was approved, in small batches."""
    office_asset_stocktake.APPLY_BATCH = 4
    run_job(env, say, '_cron_work', 'office.asset.stocktake')


def approve(env, say, stocktake_id):
    """Approve all of a stocktake, and say whether it was this server."""
    stocktake = env['office.asset.stocktake'].browse(stocktake_id)
    try:
        with env.cr.savepoint():
            stocktake.action_approve()
            env.flush_all()
        env.cr.commit()
        say('APPROVED')
    except Exception as error:  # noqa: BLE001 (the test looks at it)
        env.cr.rollback()
        say('REFUSED', type(error).__name__)


@pytest.fixture
def stocktake():
    """A committed stocktake with things that stand in another room; their moves are explained."""

    class Office(OfficeStocktakeMixin):
        pass

    registry = Registry(get_db_name())
    with registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        Office._set_up_office(f"Stocktake {os.urandom(4).hex()}")
        cards = Office.laptop.browse()
        for number in range(THINGS):
            cards |= Office._create_card("Chair", f'CH-{number}', place_id=Office.room.id)
        found = Office._start_stocktake()
        Office._count_twice(found, lambda user: [
            Office._see(found, card.asset_code, Office.store, user) for card in cards])
        lines = Office.env['office.asset.stocktake.line'].search([
            ('stocktake_id', '=', found.id), ('result', '=', 'wrong_place')])
        Office._decide(lines, remedy='move')
        yielded = found.id, Office.manager.id, cards.ids, Office.store.id
    yield registry, *yielded


def test_each_card_moves_once_although_a_server_is_killed(stocktake):
    registry, stocktake_id, manager_id, card_ids, store_id = stocktake
    with registry.cursor() as cr:
        env = api.Environment(cr, manager_id, {})
        type(env['office.asset.stocktake'])._get_at_once = lambda self: 0
        try:
            env['office.asset.stocktake'].browse(stocktake_id).action_approve()
        finally:
            del type(env['office.asset.stocktake'])._get_at_once
    servers = [Server(run_small) for _number in range(3)]
    first, second, last = servers
    try:
        first.start()
        assert first.wait_for('BATCH') is not None
        first.kill()
        second.start()
        second.finish()
        last.start()
        last.finish()
    finally:
        for server in servers:
            server.kill()
    check_moved(registry, stocktake_id, card_ids, store_id)


def test_approved_on_two_servers_at_once_each_card_moves_once(stocktake):
    registry, stocktake_id, manager_id, card_ids, store_id = stocktake
    servers = [Server(approve, stocktake_id, user_id=manager_id) for _number in range(2)]
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.finish()
    finally:
        for server in servers:
            server.kill()
    check_moved(registry, stocktake_id, card_ids, store_id)


def check_moved(registry, stocktake_id, card_ids, store_id):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        stocktake = env['office.asset.stocktake'].browse(stocktake_id)
        assert not stocktake.job
        lines = stocktake.line_ids.filtered(lambda line: line.equipment_id.id in card_ids)
        assert set(lines.mapped('resolution')) == {'done'}
        for card in env['maintenance.equipment'].browse(card_ids):
            assert card.place_id.id == store_id
            assert card.asset_event_ids.sorted('id').mapped('kind') == ['register', 'move']
