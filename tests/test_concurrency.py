"""Two people at the same moment, with real transactions: nothing is lost, nothing happens twice."""
from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command

from .at_once import at_once, browse, commit, make_approved, make_draft, office  # noqa: F401 (a fixture)

REQUEST = 'office.test.request'
LINE = 'office.test.request.line'


def test_two_submit_at_the_same_moment_and_get_two_numbers(office):  # noqa: F811
    def submit(ids, env):
        request = env[REQUEST].browse(ids)
        request.action_submit()
        return request.name

    for _round in range(3):
        drafts = [(user, make_draft(office, user)) for user in (office.user, office.colleague)]
        names = at_once(office, *((user, partial(submit, ids)) for user, ids in drafts))
        assert all(isinstance(name, str) for name in names), names
        numbers = sorted(int(name[-4:]) for name in names)
        assert numbers[1] == numbers[0] + 1


def test_line_is_added_while_its_request_is_submitted(office):  # noqa: F811
    def add(ids, env):
        env[LINE].create(
            {'request_id': ids[0], 'name': "Lamp", 'quantity': 50})

    for _round in range(3):
        ids = make_draft(office, office.user)
        submitted, _added = at_once(
            office, (office.user, lambda env, ids=ids: env[REQUEST].browse(ids).action_submit()),
            (office.user, partial(add, ids)))
        assert submitted is True
        states, lines = commit(office, office.user, lambda env, ids=ids: (
            env[REQUEST].browse(ids).line_ids.mapped('state'),
            len(env[REQUEST].browse(ids).line_ids)))
        # the line came first and was submitted with the others, or it was refused
        assert set(states) == {'submitted'}
        assert (lines == 1) == isinstance(_added, UserError)


def test_approve_and_cancel_at_the_same_moment(office):  # noqa: F811
    ids = make_draft(office, office.user)
    commit(office, office.user, lambda env: env[REQUEST].browse(ids).action_submit())
    at_once(
        office,
        (office.user, lambda env: env[REQUEST].browse(ids)._do_with_reason('cancel', "Not needed.")),
        (office.head, lambda env: env[REQUEST].browse(ids).action_approve()),
    )
    # a request may be cancelled after its approval, but not the other way round
    assert commit(office, office.officer, lambda env: env[REQUEST].browse(ids).state) in ('cancelled', 'approved')


def test_two_approvers_decide_at_the_same_moment(office):  # noqa: F811
    def set_up(env):
        rule = env['office.approval.rule'].sudo().search([
            ('res_model', '=', REQUEST), ('company_id', '=', office.company[1][0])])
        people = [office.head[1][0], office.manager[1][0]]
        rule.step_ids = [Command.clear(), Command.create({'who': 'users', 'user_ids': [Command.set(people)]})]

    commit(office, office.manager, set_up)
    for verb in ('approve', 'refuse'):
        ids = make_draft(office, office.user)
        commit(office, office.user, lambda env, ids=ids: env[REQUEST].browse(ids).action_submit())
        outcomes = at_once(
            office,
            (office.head, lambda env, ids=ids: env[REQUEST].browse(ids).action_approve()),
            (office.manager, lambda env, ids=ids, verb=verb: env[REQUEST].browse(
                ids)._decide_each(verb, "Because")))
        errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(errors) == 1, outcomes
        assert "is decided already" in str(errors[0])
        decisions, state = commit(office, office.user, lambda env, ids=ids: (
            env['office.approval.decision'].sudo().search([('res_id', 'in', ids)]).mapped('verb'),
            env[REQUEST].browse(ids).state))
        assert len(decisions) == 1
        assert state == {'approve': 'approved', 'refuse': 'refused'}[decisions[0]]


def test_two_people_answer_for_a_hand_over_at_the_same_moment(office):  # noqa: F811
    ids = make_approved(office)

    def hand_over(env):
        request = env[REQUEST].browse(ids)
        request._decide_owner(browse(env, office.officer), "For the test.")
        request._hand_over(browse(env, office.second_officer), "I am away.")

    commit(office, office.manager, hand_over)
    outcomes = at_once(
        office,
        (office.second_officer, lambda env: env[REQUEST].browse(ids).action_accept_hand_over()),
        (office.officer, lambda env: env[REQUEST].browse(ids).action_withdraw_hand_over()),
    )
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(errors) == 1, outcomes
    assert isinstance(errors[0], UserError)
    owner, waits_for, steps = commit(office, office.officer, lambda env: (
        env[REQUEST].browse(ids).owner_id.id,
        env[REQUEST].browse(ids).hand_over_to_id.id,
        env['office.hand.over'].sudo().search([('res_id', 'in', ids)]).mapped('outcome')))
    assert not waits_for
    accepted = not isinstance(outcomes[0], Exception)
    assert owner == (office.second_officer if accepted else office.officer)[1][0]
    assert steps == ['decided', 'accepted' if accepted else 'withdrawn']


def test_one_accepts_twice_at_the_same_moment(office):  # noqa: F811
    ids = make_approved(office)

    def hand_over(env):
        request = env[REQUEST].browse(ids)
        request._decide_owner(browse(env, office.officer), "For the test.")
        request._hand_over(browse(env, office.second_officer), "I am away.")

    commit(office, office.manager, hand_over)
    accept = (office.second_officer, lambda env: env[REQUEST].browse(ids).action_accept_hand_over())
    outcomes = at_once(office, accept, accept)
    assert sum(isinstance(outcome, UserError) for outcome in outcomes) == 1, outcomes
    count = commit(office, office.officer, lambda env: env[REQUEST].browse(ids).hand_over_count)
    assert count == 1
