"""Kiosks that send at the same moment, with real transactions: nothing is lost, and nothing is entered twice."""
from functools import partial

import pytest

from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin
from odoo.addons.office_admin_reception.tests.kiosk import KioskMixin

from .at_once import at_once, browse, commit, make_office

KIOSKS = 50
ENTRY = 'office.kiosk.entry'


class KioskPart(KioskMixin, OfficeVisitMixin):
    """The office of visits with kiosks, and a guest who is expected."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls._set_up_kiosk()
        cls.kiosks = cls.env['office.kiosk'].create([
            {'name': f"Kiosk {number}", 'company_id': cls.company.id} for number in range(KIOSKS)])
        cls.guest = cls._expect()


@pytest.fixture(scope='module')
def office():
    return make_office(KioskPart)


def send(kiosk, values, env):
    kiosk = env['office.kiosk'].browse(kiosk).sudo()
    kiosk.env[ENTRY]._receive(kiosk, {'kind': 'arrive', 'key': 'k' * 32, **values})


def settle(entries, env):
    """Do what the scheduled action does with these, where no other server is at them."""
    browse(env, entries).sudo().filtered(lambda entry: entry.state == 'new').try_lock_for_update()._settle_alone()


def get_entries(office, kiosks):
    return ENTRY, commit(office, office.manager, lambda env: env[ENTRY].search([('kiosk_id', 'in', kiosks)]).ids)


def test_fifty_kiosks_at_once_lose_nothing(office):
    kiosks = office.kiosks[1]
    for part in range(0, KIOSKS, 25):  # so many connections the server has
        sent = kiosks[part:part + 25]
        outcomes = at_once(office, *((office.user, partial(send, kiosk, {'name': "Bob"})) for kiosk in sent))
        assert outcomes == [None] * len(sent)
    assert len(get_entries(office, kiosks)[1]) == KIOSKS


def test_the_same_entry_in_three_requests_at_once(office):
    kiosk = office.kiosk[1][0]
    values = {'name': "Ann Lee", 'organisation': "Acme", 'key': 'twice' * 5}
    assert at_once(office, *((office.user, partial(send, kiosk, values)) for _time in range(3))) == [None] * 3
    entries = get_entries(office, [kiosk])
    assert len(entries[1]) == 1
    # two servers settle it at the same moment, and the guest comes in once
    at_once(office, *((office.manager, partial(settle, entries)) for _server in range(2)))

    def look(env):
        [guest] = browse(env, office.guest)
        return guest.state, guest.visit_id.state, browse(env, entries).mapped('state')

    assert commit(office, office.manager, look) == ('inside', 'arrived', ['done'])
