"""Two people take the last piece of one quota at the same moment, with real transactions."""
from odoo.exceptions import UserError

from .at_once import at_once, browse, commit
from .supply_at_once import hand_out, make_draft, office  # noqa: F401 (office is a fixture)


def _limit(office, quantity=5, **values):  # noqa: F811
    def work(env):
        return env['office.supply.quota'].create({
            'company_id': browse(env, office.company).id, 'is_strict': True, 'quantity': quantity,
            'product_tmpl_id': browse(env, office.paper).product_tmpl_id.id, **{
                name: value if isinstance(value, str) else browse(env, value).id for name, value in values.items()},
        }).ids

    return commit(office, office.manager, work)


def _submit(ids):
    def work(env):
        request = env['office.supply.request'].browse(ids)
        request.action_submit()
        return request.state

    return work


def _end(office, ids):  # noqa: F811
    commit(office, office.manager, lambda env: env['office.supply.quota'].browse(ids).unlink())


def test_r23_one_person_cannot_spend_the_last_piece_twice(office):  # noqa: F811
    quota = _limit(office)
    first, second = (make_draft(office, office.user, 3) for _ in range(2))
    outcomes = at_once(office, (office.user, _submit(first)), (office.user, _submit(second)))
    _end(office, quota)
    assert outcomes.count('submitted') == 1
    [error] = [outcome for outcome in outcomes if outcome != 'submitted']
    assert isinstance(error, UserError)
    assert "only 2 Units of 5 Units left" in str(error)


def test_r23_two_people_cannot_spend_the_last_piece_of_their_department(office):  # noqa: F811
    quota = _limit(office, 8, applies_to='department', department_id=office.sales)
    first, second = make_draft(office, office.user, 3), make_draft(office, office.colleague, 3)
    outcomes = at_once(office, (office.user, _submit(first)), (office.colleague, _submit(second)))
    _end(office, quota)
    assert outcomes.count('submitted') == 1
    [error] = [outcome for outcome in outcomes if outcome != 'submitted']
    assert isinstance(error, UserError)
    assert "for Sales in" in str(error)


def test_many_people_of_a_department_never_exceed_its_quota(office):  # noqa: F811
    # what other tests of this office have asked for already counts, too
    asked = commit(office, office.manager, lambda env: sum(env['office.supply.request.line'].sudo().search([
        ('product_id', '=', browse(env, office.paper).id), ('state', 'in', ('submitted', 'approved', 'done')),
        ('request_id.department_id', '=', browse(env, office.sales).id)]).mapped('quantity')))
    quota = _limit(office, asked + 8, applies_to='department', department_id=office.sales)
    jobs = [(user, _submit(make_draft(office, user, 3))) for user in (office.user, office.colleague) * 3]
    outcomes = at_once(office, *jobs)
    _end(office, quota)
    assert outcomes.count('submitted') == 2, outcomes
    for error in (outcome for outcome in outcomes if outcome != 'submitted'):
        assert isinstance(error, UserError), outcomes
        assert "for Sales in" in str(error)


def test_what_is_opened_again_and_what_is_asked_for_do_not_spend_the_same(office):  # noqa: F811
    closed, second = (make_draft(office, office.stranger, quantity) for quantity in (5, 4))
    commit(office, office.stranger, _submit(closed))
    commit(office, office.manager, lambda env: env['office.supply.request'].browse(closed).action_approve())
    commit(office, office.officer, hand_out(closed, 1))
    commit(office, office.officer, lambda env: env['office.supply.request'].browse(closed).action_done())
    quota = _limit(office, 6)
    outcomes = at_once(office, (office.stranger, _reopen(closed)), (office.stranger, _submit(second)))
    _end(office, quota)
    [error] = [outcome for outcome in outcomes if outcome not in ('approved', 'submitted')]
    assert isinstance(error, UserError), outcomes
    assert "6 Units" in str(error)


def _reopen(ids):
    def work(env):
        request = env['office.supply.request'].browse(ids)
        request.action_reopen()
        request._do_with_reason('reopen', "Four are missing")
        return request.state

    return work
