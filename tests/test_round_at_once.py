"""Several people file into one round, and somebody closes it, at the same moment, with real transactions."""
from odoo.exceptions import UserError
from odoo.fields import Command

from .at_once import at_once, browse, commit
from .supply_at_once import office  # noqa: F401 (office is a fixture)


def _open(office):  # noqa: F811
    def work(env):
        supply_round = env['office.supply.round'].create({'title': "At Once"})
        supply_round.action_open()
        return supply_round.id

    return commit(office, office.officer, work)


def _make_draft(office, user, supply_round):  # noqa: F811
    def work(env):
        return env['office.supply.request'].create({'round_id': supply_round, 'line_ids': [Command.create(
            {'product_id': browse(env, office.paper).id, 'quantity': 1})]}).ids

    return commit(office, user, work)


def _submit(tries, ids):
    def work(env):
        tries.append(ids)
        request = env['office.supply.request'].browse(ids)
        request.action_submit()
        return request.state

    return work


def _close(tries, supply_round):
    def work(env):
        tries.append('close')
        env['office.supply.round'].browse(supply_round).action_close()
        return 'closed'

    return work


def _look(office, supply_round):  # noqa: F811
    """Return the state of the round, and those of its requests."""
    return commit(office, office.officer, lambda env: (
        env['office.supply.round'].browse(supply_round).state,
        env['office.supply.round'].browse(supply_round).sudo().request_ids.mapped('state')))


def test_those_who_file_do_not_wait_for_each_other(office):  # noqa: F811
    supply_round = _open(office)
    # the first of a department makes a place for what it consumes
    commit(office, office.user, _submit([], _make_draft(office, office.user, supply_round)))
    drafts = [(user, _make_draft(office, user, supply_round)) for user in (office.user, office.colleague) * 4]
    tries = []
    outcomes = at_once(office, *((user, _submit(tries, ids)) for user, ids in drafts))
    assert outcomes == ['submitted'] * len(drafts)
    assert _look(office, supply_round) == ('collecting', ['submitted'] * (len(drafts) + 1))
    assert len(tries) == len(drafts), "nobody had to try again because of the others"


def test_who_files_while_it_closes_is_in_or_told(office):  # noqa: F811
    for _round in range(3):
        supply_round = _open(office)
        drafts = [(user, _make_draft(office, user, supply_round)) for user in (office.user, office.colleague)]
        tries = []
        outcomes = at_once(
            office, (office.officer, _close(tries, supply_round)),
            *((user, _submit(tries, ids)) for user, ids in drafts))
        assert outcomes[0] == 'closed', outcomes
        for outcome in outcomes[1:]:
            assert outcome == 'submitted' or isinstance(outcome, UserError), outcomes
        state, states = _look(office, supply_round)
        assert state == 'closed'
        # what nobody has approved in time is not left behind in a round that is closed
        assert 'submitted' not in states, outcomes
