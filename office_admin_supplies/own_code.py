"""What only our own code may do, and nobody by hand: blocks in which it does so, and whether one is open."""
from contextvars import ContextVar

from odoo.addons.office_admin_worktime.held import held

_linking = ContextVar('office_supply_linking', default=False)
_freeing = ContextVar('office_supply_freeing', default=False)
_moving = ContextVar('office_supply_moving', default=frozenset())


def linking():
    """Let our own code, or Odoo's back order, link moves to request lines inside a block."""
    return held(_linking)


def is_linking():
    return _linking.get()


def freeing():
    """Let Odoo take reservations away inside a block, of goods that were moved or counted away."""
    return held(_freeing)


def is_freeing():
    return _freeing.get()


def moving(moves):
    """Let Odoo move ``moves`` inside a block, with all checks passed."""
    return held(_moving, _moving.get() | frozenset(moves._ids))


def is_moving(move):
    return move.id in _moving.get()


def says_more(vals, names=frozenset()):
    """Whether ``vals`` are of other fields than those of ``names``, of an administrator's own, and of the chatter."""
    return any(not name.startswith(('x_', 'message_', 'activity_')) for name in vals.keys() - names)
