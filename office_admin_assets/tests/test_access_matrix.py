from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import RequestMatrixTests

from .buying_common import OfficeAssetRequestMixin
from .disposal_common import OfficeDisposalCommon
from .slip_common import ANSWER

HAND_OUT = 'office.asset.request.hand.out'
DIALOGS = ('office.asset.register', 'office.asset.change', 'office.asset.correct', 'office.asset.fault')


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeDisposalCommon, OfficeAssetRequestMixin):
    module = 'office_admin_assets'

    def _make_record(self, model, state, user):
        if model == 'office.asset.custody':
            return self._make_thing(user)
        if model.startswith('office.asset.slip'):
            return self._make_slip(model, state, user)
        if model.startswith('office.asset.stocktake'):
            return self._make_stocktake(model, state, user)
        if state == 'held':
            return self._create_held(user).asset_event_ids[0]
        if model in DIALOGS:
            card = self._create_held(user)
            return self._make_new(model, user, res_model=card._name, res_ids=card.ids)
        if model == 'office.asset.disposal.record':
            request = self._create_request(user)
            return self._make_new(model, user, res_model=request._name, res_ids=request.ids)
        return self._make_bought(model, state, user) or super()._make_record(model, state, user)

    def _make_bought(self, model, state, user):
        """Make a record of what is asked for, bought and repaired, or nothing."""
        if model in ('office.asset.request', 'office.asset.request.line'):
            request = self._make_asked(state, user)
            return request if model == request._name else request.line_ids
        if model == HAND_OUT:
            request = self._make_asked('submitted', user)
            return self._make_new(model, user, res_model=request._name, res_ids=request.ids)
        if model == f'{HAND_OUT}.line':
            return self._make_new(model, user, card_id=self._create_held(user).id)
        if model == 'office.asset.standard':
            return self._make_new(model, user, price_cap=1, category_id=self._get_category(user).id)
        if model.startswith('office.asset.acceptance') and state != 'new':
            acceptance = self._make_acceptance(state, user)
            return {'office.asset.acceptance.line': acceptance.line_ids,
                    'office.asset.acceptance.check': acceptance.check_ids}.get(model, acceptance)
        if model == 'office.asset.substitute':
            requests = self.env['maintenance.request'].with_company(user.company_id)
            repair = requests.create({
                'name': "Broken", 'maintenance_team_id': requests._get_company_team(user.company_id).id})
            return self._make_new(
                model, user, request_id=repair.id, equipment_id=self._create_held(user).id)
        return None

    def _make_asked(self, state, user):
        """Make a request for things in ``state``."""
        items = [(self._get_category(user), 1, 100)]
        ask = staticmethod(lambda user, **values: self._ask(user, items, **values))
        with patch.object(type(self), '_create_request', ask):
            return self._make_request(state, user)

    def _make_acceptance(self, state, user):
        """Make an acceptance of the company of ``user``, whatever their rights."""
        category = self._get_category(user)
        values = {'note': "Found", 'line_ids': [Command.create({'category_id': category.id, 'name': "Phone"})]}
        acceptance = self.env['office.asset.acceptance'].with_user(user).with_company(user.company_id).sudo().create(
            values).with_env(self.env)
        acceptance._make_checklist()
        if state != 'draft':
            self._put(acceptance, state)
        return acceptance

    def _get_category(self, user):
        return self.category.sudo().copy({'company_id': user.company_id.id, 'asset_checklist': "Works"})

    def _make_thing(self, user):
        return self.env['office.asset.custody'].search([('equipment_id', '=', self._create_held(user).id)])

    def _make_slip(self, model, state, user):
        """Make a slip by which ``user`` brings back what they hold, or a line or a dialog of it."""
        card = self._create_held(user)
        slip = self.env['office.asset.slip'].with_user(user).with_company(user.company_id).create({
            'kind': 'give_back', 'line_ids': [Command.create({'equipment_id': card.id})]})
        if state == 'submitted':
            slip.action_submit()
        slip = slip.with_env(self.env)
        match model.removeprefix('office.asset.slip'):
            case '':
                return slip
            case '.line':
                return slip.line_ids
            case '.answer':
                return self._make_new(model, user, res_model=slip._name, res_ids=slip.ids)
        return self._make_new(model, user, line_id=slip.line_ids.id, wizard_id=self._make_slip(ANSWER, state, user).id)

    def _make_stocktake(self, model, state, user):
        """Make a stocktake in which ``user`` counts, or a team, a thing or a dialog of it."""
        stocktake = self.env['office.asset.stocktake'].create({
            'title': "Yearly", 'company_id': user.company_id.id,
            'team_ids': [Command.create({'user_ids': [Command.set(user.ids)]})]})
        if state != 'new':
            self._put(stocktake, state)
        match model.removeprefix('office.asset.stocktake'):
            case '':
                return stocktake
            case '.team':
                return stocktake.team_ids
        line = self._make_new('office.asset.stocktake.line', user, stocktake_id=stocktake.id)
        return line if model == line._name else self._make_new(model, user, res_model=line._name, res_ids=line.ids)
