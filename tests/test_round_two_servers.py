"""Closing and ordering a collection round on servers of which one dies in the middle: nothing lost, nothing twice."""
import os
from collections import Counter
from unittest.mock import patch

import pytest

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.office_admin_supplies.models.round import office_supply_round
from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin

from .server import Server, no_process_is_left  # noqa: F401 (a fixture)
from .test_two_servers import run_job

PRODUCTS, VENDORS = 24, 4
JOB = ('_cron_work', 'office.supply.round')


@pytest.fixture
def closing_round():
    """The id of a committed round that has just been closed, with two requests for each of its products."""

    class Office(OfficeSupplyMixin):
        pass

    registry = Registry(get_db_name())
    with registry.cursor() as cr:
        Office.env = api.Environment(cr, SUPERUSER_ID, {})
        suffix = os.urandom(4).hex()
        Office._set_up_office(f"Round {suffix}")
        vendors = Office.env['res.partner'].create([{'name': f"{suffix} {number}"} for number in range(VENDORS)])
        products = [Office._create_product(f"Thing {number}") for number in range(PRODUCTS)]
        Office.env['product.supplierinfo'].create([
            {'product_tmpl_id': product.product_tmpl_id.id, 'partner_id': vendors[number % VENDORS].id, 'price': 5,
             'company_id': Office.company.id} for number, product in enumerate(products)])
        supply_round = Office.env['office.supply.round'].with_user(Office.officer).create({'title': "Killed"})
        supply_round.action_open()
        for user in (Office.user, Office.colleague):
            request = Office.env['office.supply.request'].with_user(user).create({
                'round_id': supply_round.id, 'line_ids': [
                    Command.create({'product_id': product.id, 'quantity': 3}) for product in products]})
            request.action_submit()
            request.with_user(Office.head).action_approve()
        with patch.object(office_supply_round, 'AT_ONCE', 0):
            supply_round.action_close()
        found = supply_round.id
    yield registry, found
    with registry.cursor() as cr:
        supply_round = api.Environment(cr, SUPERUSER_ID, {})['office.supply.round'].browse(found)
        supply_round._write_as_system({'job': False})


def _kill_one_and_go_on():
    """Kill a server after its first batch, then let two go on at once, and a last one look whether all is done."""
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


def test_round_is_closed_and_ordered_although_a_server_is_killed(closing_round):
    registry, found = closing_round
    _kill_one_and_go_on()
    with registry.cursor() as cr:
        supply_round = api.Environment(cr, SUPERUSER_ID, {})['office.supply.round'].browse(found)
        assert not supply_round.job
        assert len(supply_round.line_ids) == PRODUCTS
        assert set(supply_round.line_ids.mapped('demand_quantity')) == {6.0}
        assert set(supply_round.line_ids.mapped('quantity')) == {6.0}
        asked = Counter(line.product_id for line in supply_round.line_ids.request_line_ids)
        assert asked == Counter({line.product_id: 2 for line in supply_round.line_ids})
        supply_round._write_transition('approved', {}, {})
        officer = supply_round.requester_id
        with patch.object(office_supply_round, 'AT_ONCE', 0):
            supply_round.with_user(officer).action_order()
    _kill_one_and_go_on()
    with registry.cursor() as cr:
        supply_round = api.Environment(cr, SUPERUSER_ID, {})['office.supply.round'].browse(found)
        assert not supply_round.job
        assert set(supply_round.line_ids.mapped('ordered_quantity')) == {6.0}
        assert not any(supply_round.line_ids.mapped('to_order_quantity'))
        lines = supply_round.line_ids
        orders = lines.purchase_line_ids.order_id if 'purchase_line_ids' in lines._fields else lines.move_ids.picking_id
        assert len(orders) == VENDORS
