"""An office with a supply room whose people act at the same moment."""
import pytest

from odoo.addons.office_admin_supplies.tests.common import SIGNATURE, OfficeSupplyMixin

from . import at_once


class SupplyOffice(OfficeSupplyMixin):

    @classmethod
    def _set_up_office(cls, name):
        super()._set_up_office(name)
        cls.clerk = cls._create_user('sup_clerk', 'stock.group_stock_user')


@pytest.fixture(scope='module')
def office():
    return at_once.make_office(SupplyOffice)


def make_draft(office, user, quantity=5):
    return at_once.make_draft(office, user, product_id=office.paper[1][0], quantity=quantity)


def make_approved(office, quantity=5):
    return at_once.make_approved(office, product_id=office.paper[1][0], quantity=quantity)


def hand_out(ids, quantity):
    def work(env):
        request = env['office.supply.request'].browse(ids)
        request._hand_out({request.line_ids: quantity}, "Anna", SIGNATURE)
        return request.state

    return work


def read_paper(office, env):
    """Return ``(rows, quantity, reserved, reserved for open moves)`` of the paper in the supply room."""
    paper = office.paper[1][0]
    quants = env['stock.quant'].search([('product_id', '=', paper), ('location_id.usage', '=', 'internal')])
    lines = env['stock.move.line'].search([
        ('product_id', '=', paper), ('location_id.usage', '=', 'internal'), ('state', 'not in', ('done', 'cancel'))])
    return (len(quants), sum(quants.mapped('quantity')), sum(quants.mapped('reserved_quantity')),
            sum(lines.mapped('quantity_product_uom')))
