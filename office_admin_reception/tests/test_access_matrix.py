from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import AccessMatrixTests

from .common import OfficeVisitCommon

OF_HOUSE = (
    'office.visit.area', 'office.visit.permit', 'office.visit.induction', 'office.presence', 'office.presence.mark',
    'office.house.person', 'office.roll.call', 'office.roll.call.person', 'office.roll.call.mark',
    'office.visit.walk.in')

OF_DESK = ('office.desk.', 'office.found.', 'office.visit.feedback', 'office.visit.wait')


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
        if model == 'office.visit.import.line':
            return self._make_new(model, user)
        plain = ('office.kiosk', 'office.visit.rule', 'office.visit.signature', 'office.visit.hold', 'office.visit.sub')
        if model.startswith(plain):
            record = self._make_new(model, user, **(
                {'company_id': user.company_id.id} if 'company_id' in self.env[model]._fields
                and self.env[model]._fields['company_id'].store else {}))
            if state != 'new':
                self._put(record, state)
            return record
        if model.startswith(OF_DESK):
            return self._make_of_desk(model, state, user)
        if model in ('office.visit.pass.on', 'office.visit.arrival', 'office.visit.import'):
            visit = self._make_visit('expected', user)
            return self._make_new(model, user, res_model=visit._name, res_ids=visit.ids)
        if model.startswith('office.emergency') or model in OF_HOUSE:
            return (self._make_of_house if model in OF_HOUSE else self._make_emergency_record)(model, state, user)
        visit = self._make_visit(state, user)
        part = {'office.visit.guest': 'guest_ids', 'office.visit.call': 'call_ids',
                'office.visit.stay': 'guest_ids.stay_ids', 'office.visit.loan': 'loan_ids'}.get(model)
        return visit.mapped(part) if part else visit

    def _make_of_desk(self, model, state, user):
        """Make a record of what the front desk lends, keeps, or measures."""
        if model in ('office.visit.feedback', 'office.visit.wait'):
            guest = self._make_visit('expected', user).guest_ids
            guest._write_as_system({'arrive_datetime': guest.create_date})
            feedback = self.env['office.visit.feedback']._create_as_system([{'guest_id': guest.id}]).with_env(self.env)
            return feedback if model == 'office.visit.feedback' else self.env[model].browse(guest.id)
        if model in ('office.found.claim', 'office.found.hand.out'):
            thing = self._make_record('office.found.thing', 'kept', user)
            return self._make_new(model, user, res_model=thing._name, res_ids=thing.ids)
        record = self._make_new(model, user, company_id=user.company_id.id)
        if state not in ('new', 'held', 'draft'):
            self._put(record, state)
        return record

    def _make_emergency_record(self, model, state, user):
        """Make an emergency of ``user``, in ``state``, or in which they were called; its call; or its kind."""
        company = user.company_id
        kind = self.env['office.emergency.kind'].create({
            'name': "Fire", 'company_id': company.id,
            'step_ids': [Command.create({'user_ids': [Command.set(self.last.ids)]})]})
        if model.endswith(('.kind', '.step')):
            return kind if model.endswith('.kind') else kind.step_ids
        maker = self.last if state == 'called' else user
        emergency = self.env['office.emergency'].with_user(maker).with_company(company).sudo().create({
            'kind_id': kind.id, 'company_id': company.id, 'place_id': False}).with_env(self.env)
        call = self.env['office.emergency.call']._create_as_system([{
            'emergency_id': emergency.id, 'name': "X", 'call_datetime': emergency.create_date,
            'user_ids': (user if state == 'called' else self.last).ids}]).with_env(self.env)
        if state != 'draft':
            self._put(emergency, 'raised')
        return call if model.endswith('.call') else emergency

    def _make_of_house(self, model, state, user):
        """Make a record of areas, contractors, or of who is in the house, or comes in unannounced."""
        values = {'company_id': user.company_id.id} if 'company_id' in self.env[model]._fields else {}
        match model:
            case 'office.presence.mark':
                values['employee_ids'] = [Command.set(self.user_employee.ids)]
            case 'office.presence':
                values['in_datetime'] = fields.Datetime.now()
                if known := self.env[model].search([('user_id', '=', user.id)]):
                    return known
            case 'office.house.person':
                presence = self._make_of_house('office.presence', state, user)
                return self.env[model].search([('employee_id', '=', presence.employee_id.id)])
            case 'office.roll.call':
                values['site_id'] = self._make_new('office.place', user, kind='site', **values).id
            case 'office.roll.call.person' | 'office.roll.call.mark':
                values = {'roll_id': self._make_of_house('office.roll.call', state, user).id}
        record = self._make_new(model, user, **values)
        if 'state' in record._fields and state not in ('new', 'draft'):
            self._put(record, state)
        return record

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
        self.env['office.visit.loan']._create_as_system([{
            'visit_id': visit.id, 'guest_id': visit.guest_ids.id, 'begin_datetime': visit.create_date,
            'thing_id': self._make_record('office.desk.thing', 'here', user).id}])
        if state != 'draft':
            self._put(visit, state if is_mine else 'expected')
        return visit
