from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessMatrixTests, OfficeVisitCommon):
    module = 'office_admin_reception'

    def _make_record(self, model, state, user):
        if model in ('office.visit.purpose', 'office.watch.person'):
            return self._make_new(model, user, company_id=user.company_id.id)
        if model == 'office.watch.hit':
            visit = self._make_visit('expected', user)
            return self._make_new(
                model, user, company_id=user.company_id.id, visit_id=visit.id,
                person_id=self._make_record('office.watch.person', 'new', user).id)
        if model.startswith(('office.kiosk', 'office.visit.rule', 'office.visit.signature')):
            record = self._make_new(model, user, **(
                {'company_id': user.company_id.id} if 'company_id' in self.env[model]._fields
                and self.env[model]._fields['company_id'].store else {}))
            if state == 'waiting':
                self._put(record, state)
            return record
        if model == 'office.visit.walk.in':
            return self._make_new(model, user)
        if model in ('office.visit.pass.on', 'office.visit.arrival'):
            visit = self._make_visit('expected', user)
            return self._make_new(model, user, res_model=visit._name, res_ids=visit.ids)
        visit = self._make_visit(state, user)
        match model:
            case 'office.visit.guest':
                return visit.guest_ids
            case 'office.visit.call':
                return visit.call_ids
            case 'office.visit.stay':
                return visit.guest_ids.stay_ids
        return visit

    def _make_visit(self, state, user):
        """Make a visit of ``user``, in ``state``, or of which they are the host, or were told."""
        is_mine = state in ('draft', 'expected', 'left')
        employees = self.env['hr.employee'].search([('user_id', '=', user.id)])
        visit = self._create_visit(
            user if is_mine else self.last, employee_id=state == 'host' and employees.id,
            company_id=user.company_id.id, place_id=False).with_env(self.env)
        self.env['office.visit.call']._create_as_system([{
            'visit_id': visit.id, 'role': 'host', 'told_datetime': visit.create_date,
            'user_id': user.id if state == 'told' else self.last.id}])
        self.env['office.visit.stay']._create_as_system([{
            'visit_id': visit.id, 'guest_id': visit.guest_ids.id, 'in_datetime': visit.create_date, 'in_by': 'desk'}])
        if state != 'draft':
            self._put(visit, state if is_mine else 'expected')
        return visit
