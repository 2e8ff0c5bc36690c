"""Two people take the last piece of one quota at the same moment, with real transactions."""
from odoo.exceptions import UserError

from .test_concurrency import _at_once, _browse, _commit, _make_draft, office  # noqa: F401 (a fixture)


def _limit(office, quantity=5, **values):  # noqa: F811
    def work(env):
        return env['office.supply.quota'].create({
            'company_id': _browse(env, office.company).id, 'is_strict': True, 'quantity': quantity,
            'product_tmpl_id': _browse(env, office.paper).product_tmpl_id.id, **{
                name: value if isinstance(value, str) else _browse(env, value).id for name, value in values.items()},
        }).ids

    return _commit(office, office.manager, work)


def _submit(ids):
    def work(env):
        request = env['office.supply.request'].browse(ids)
        request.action_submit()
        return request.state

    return work


def _end(office, ids):  # noqa: F811
    _commit(office, office.manager, lambda env: env['office.supply.quota'].browse(ids).unlink())


def test_r23_one_person_cannot_spend_the_last_piece_twice(office):  # noqa: F811
    quota = _limit(office)
    first, second = (_make_draft(office, office.user, 3) for _ in range(2))
    outcomes = _at_once(office, (office.user, _submit(first)), (office.user, _submit(second)))
    _end(office, quota)
    assert outcomes.count('submitted') == 1
    [error] = [outcome for outcome in outcomes if outcome != 'submitted']
    assert isinstance(error, UserError)
    assert "only 2 Units of 5 Units left" in str(error)


def test_r23_two_people_cannot_spend_the_last_piece_of_their_department(office):  # noqa: F811
    quota = _limit(office, 8, holder_type='department', department_id=office.sales)
    first, second = _make_draft(office, office.user, 3), _make_draft(office, office.colleague, 3)
    outcomes = _at_once(office, (office.user, _submit(first)), (office.colleague, _submit(second)))
    _end(office, quota)
    assert outcomes.count('submitted') == 1
    [error] = [outcome for outcome in outcomes if outcome != 'submitted']
    assert isinstance(error, UserError)
    assert "for Sales in" in str(error)


def test_many_people_of_a_department_never_exceed_its_quota(office):  # noqa: F811
    # what other tests of this office have asked for already counts, too
    asked = _commit(office, office.manager, lambda env: sum(env['office.supply.request.line'].sudo().search([
        ('product_id', '=', _browse(env, office.paper).id), ('state', 'in', ('submitted', 'approved', 'done')),
        ('request_id.department_id', '=', _browse(env, office.sales).id)]).mapped('quantity')))
    quota = _limit(office, asked + 8, holder_type='department', department_id=office.sales)
    jobs = [(user, _submit(_make_draft(office, user, 3))) for user in (office.user, office.colleague) * 3]
    outcomes = _at_once(office, *jobs)
    _end(office, quota)
    assert outcomes.count('submitted') == 2, outcomes
    for error in (outcome for outcome in outcomes if outcome != 'submitted'):
        assert isinstance(error, UserError), outcomes
        assert "for Sales in" in str(error)
