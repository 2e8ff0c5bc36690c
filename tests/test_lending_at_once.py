"""A badge is lent to one person, also when two people at the front desk lend it at the same moment."""
import pytest

from odoo import fields

from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin

from .at_once import at_once, browse, commit, make_office


@pytest.fixture(scope='module')
def office():
    """An office with a front desk."""
    return make_office(OfficeVisitMixin)


def lend(thing_id, employee):
    """Return the work of the front desk, which lends the thing to ``employee``."""
    def work(env):
        env['office.desk.lend'].create({
            'thing_ids': [thing_id], 'employee_id': browse(env, employee).id,
            'due_date': fields.Date.add(fields.Date.today(), days=7)}).action_confirm()
        return True
    return work


def test_lent_by_two_at_once_it_is_in_one_pair_of_hands(office):
    def make(env):
        return env['office.desk.thing'].create({
            'name': "Badge 12", 'company_id': browse(env, office.company).id}).id

    thing_id = commit(office, office.desk, make)
    outcomes = at_once(
        office, (office.desk, lend(thing_id, office.user_employee)),
        (office.officer, lend(thing_id, office.colleague_employee)))
    assert outcomes.count(True) == 1
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert "Badge 12" in str(refused) and "Lent" in str(refused)
    held = commit(office, office.desk, lambda env: env['office.desk.custody'].search_count(
        [('thing_id', '=', thing_id), ('state', '=', 'held')]))
    assert held == 1
