from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import RequestMatrixTests

from .disposal_common import OfficeDisposalCommon

DIALOGS = ('office.asset.register', 'office.asset.change', 'office.asset.correct')


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
        return super()._make_record(model, state, user)
