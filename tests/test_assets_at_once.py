"""Cards of the ledger when several people work at the same moment: real transactions."""
import pytest

from odoo.fields import Command

from odoo.addons.office_admin_assets.tests.common import OfficeAssetMixin
from odoo.addons.office_admin_test.tests.common import SIGNATURE

from .at_once import at_once, browse, commit, make_office


@pytest.fixture(scope='module')
def office():
    """An office with places and a class of things."""
    return make_office(OfficeAssetMixin)


def register(office, serial=False):
    """Return the work of an officer who enters a thing and registers it."""
    def work(env):
        card = env['maintenance.equipment'].create({
            'name': "Laptop", 'category_id': browse(env, office.category).id, 'equipment_assign_to': 'other',
            'asset_brand': "Acme", 'company_id': browse(env, office.company).id, 'serial_no': serial})
        card._register_cards({'asset_acquisition': 'bought'}, "At once")
        return card.id, card.asset_code
    return work


def test_each_card_has_its_own_code(office):
    people = (office.officer, office.second_officer) * 2
    outcomes = at_once(office, *((user, register(office)) for user in people))
    numbers = sorted(int(code.rpartition('-')[2]) for _id, code in outcomes)
    assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_one_serial_number_is_one_card(office):
    outcomes = at_once(office, *((user, register(office, 'S1')) for user in (office.officer, office.second_officer)))
    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


def test_moved_by_two_people_it_stands_in_one_place_and_the_time_line_agrees(office):
    card_id, _code = commit(office, office.officer, register(office))

    def move(place):
        return lambda env: env['maintenance.equipment'].browse(card_id)._move(browse(env, place))

    outcomes = at_once(office, (office.officer, move(office.room)), (office.second_officer, move(office.store)))
    assert outcomes == [None, None]

    def read(env):
        card = env['maintenance.equipment'].browse(card_id)
        first, second = card.asset_event_ids.sorted('id')[1:]
        return first.place_to_id == second.place_from_id, second.place_to_id == card.place_id

    assert commit(office, office.officer, read) == (True, True)


def test_of_two_documents_about_one_card_one_is_submitted(office):
    card_id, _code = commit(office, office.officer, register(office))

    def ask(env):
        disposal = env['office.asset.disposal'].create({
            'company_id': browse(env, office.company).id, 'note': "Broken",
            'employee_id': browse(env, office.user_employee).id,
            'line_ids': [Command.create({'equipment_id': card_id})]})
        disposal.action_submit()
        return disposal.name

    outcomes = at_once(office, (office.officer, ask), (office.second_officer, ask))
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert "finished or cancelled first" in str(refused)


def hand_over(office, card_id, employee):
    """Return the work of an officer who hands a card to ``employee`` by a slip."""
    def work(env):
        slip = env['office.asset.slip'].create({
            'company_id': browse(env, office.company).id, 'employee_id': browse(env, employee).id,
            'line_ids': [Command.create({'equipment_id': card_id})]})
        slip.action_submit()
        return slip.id
    return work


def test_a_card_gets_into_one_slip(office):
    card_id, _code = commit(office, office.officer, register(office))
    outcomes = at_once(
        office, (office.officer, hand_over(office, card_id, office.user_employee)),
        (office.second_officer, hand_over(office, card_id, office.colleague_employee)))
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    refused, = (outcome for outcome in outcomes if isinstance(outcome, Exception))
    assert "already" in str(refused)


def test_confirmed_and_cancelled_at_once_it_is_one_of_both(office):
    card_id, _code = commit(office, office.officer, register(office))
    slip_id = commit(office, office.officer, hand_over(office, card_id, office.user_employee))
    at_once(
        office, (office.user, lambda env: env['office.asset.slip'].browse(slip_id)._receive("User", SIGNATURE, {})),
        (office.officer, lambda env: env['office.asset.slip'].browse(slip_id).action_cancel()))

    def read(env):
        slip = env['office.asset.slip'].browse(slip_id)
        card = slip.line_ids.equipment_id
        held = env['office.asset.custody'].search_count([('equipment_id', '=', card_id), ('state', '=', 'held')])
        return slip.state, bool(card.employee_id), held, card.asset_document_name

    assert commit(office, office.officer, read) in (('done', True, 1, False), ('cancelled', False, 0, False))
