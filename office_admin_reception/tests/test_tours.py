from odoo.tests import HttpCase, tagged

from .common import OfficeVisitMixin


class VisitTours(OfficeVisitMixin, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _start(self, path, tour, user):
        self.start_tour(f'/odoo/{path}', tour, login=user.login)
        self.env.invalidate_all()

    def _find(self, name):
        return self.env['office.visit.guest'].search([('name', '=', name), ('company_id', '=', self.company.id)])


@tagged('post_install', '-at_install', 'browser')
class TestVisitTours(VisitTours):

    def test_r121_the_day_of_the_desk(self):
        visit = self._announce(hours=0)
        self._start('guests-today', 'visit_desk', self.desk)
        self.assertEqual(visit.state, 'arrived')
        self.assertRecordValues(self._find("Bob Kay").visit_id, [{
            'state': 'left', 'employee_id': self.colleague_employee.id, 'requester_id': self.desk.id}])


@tagged('post_install', '-at_install', 'browser')
class TestVisitPhoneTours(VisitTours):
    browser_size = '390x844'
    touch_enabled = True

    def test_r121_announced_and_received(self):
        self._start('my-guests/new', 'visit_announce_phone', self.user)
        visit = self._find("Ann Lee").visit_id
        self.assertEqual((visit.state, visit.employee_id), ('expected', self.user_employee))
        visit.guest_ids.with_user(self.desk)._sign_in('desk')
        self._start('my-office', 'visit_receive_phone', self.user)
        self.assertEqual(visit.state, 'inside')

    def test_a_list_of_guests_is_imported_into_a_new_visit(self):
        self._start('my-guests/new', 'visit_import_phone', self.user)
        visit = self._find("Carol").visit_id
        self.assertEqual((visit.state, visit.requester_id, visit.guest_ids.sorted('id').mapped('email')),
                         ('draft', self.user, ["bob@example.com", False]))
