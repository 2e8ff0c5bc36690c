from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import RequestMatrixTests

from .disposal_common import OfficeDisposalCommon

DIALOGS = ('office.asset.register', 'office.asset.change', 'office.asset.correct', 'office.asset.fault')


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeDisposalCommon):
    module = 'office_admin_assets'

    def _make_record(self, model, state, user):
        if state == 'held':
            return self._create_held(user).asset_event_ids[0]
        if model in DIALOGS:
            card = self._create_held(user)
            return self._make_new(model, user, res_model=card._name, res_ids=card.ids)
        if model == 'office.asset.disposal.record':
            request = self._create_request(user)
            return self._make_new(model, user, res_model=request._name, res_ids=request.ids)
        if model == 'office.asset.substitute':
            requests = self.env['maintenance.request'].with_company(user.company_id)
            repair = requests.create({
                'name': "Broken", 'maintenance_team_id': requests._get_company_team(user.company_id).id})
            return self._make_new(
                model, user, request_id=repair.id, equipment_id=self._create_held(user).id)
        return super()._make_record(model, state, user)
