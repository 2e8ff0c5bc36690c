"""Who adds guests from a list, to which visits: judged by the server, whatever a screen or a script sends."""
import base64
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_test.tests.attacks import AttackMixin, Refused

from .test_guest_import import GuestImportCommon, GuestImportMixin


@tagged('post_install', '-at_install')
class TestGuestImportRights(GuestImportCommon):

    def _make(self, visit, user, **values):
        """Make the dialog without its button."""
        return self.env['office.visit.import'].with_user(user).create({
            'res_model': visit._name, 'res_ids': visit.ids,
            'line_ids': [Command.create({'name': "Eve", 'number': 2})], **values})

    def test_who_may_change_the_visit_imports(self):
        for state, user in (
                ('draft', self.user), ('expected', self.user), ('expected', self.colleague), ('expected', self.desk)):
            visit = self._create_visit(employee_id=self.colleague_employee.id)
            if state == 'expected':
                visit.action_announce()
            with self.subTest(state=state, user=user.login):
                self._read(visit, ("Bob", None), user=user).action_import()
                self.assertEqual(self._get_names(visit), ["Ann Lee", "Bob"])

    def test_nobody_else_does(self):
        draft, visit = self._create_visit(), self._announce()
        self.env['office.visit.call']._create_as_system([{
            'visit_id': visit.id, 'role': 'host', 'told_datetime': visit.create_date, 'user_id': self.stranger.id}])
        for about, user in (
                (draft, self.colleague), (draft, self.desk), (draft, self.manager), (draft, self.auditor),
                (visit, self.colleague), (visit, self.stranger), (visit, self.auditor)):
            with self.subTest(state=about.state, user=user.login):
                with self.assertRaises(AccessError):
                    about.with_user(user).action_import_guests()
                with self.assertRaises(AccessError):
                    self._make(about, user).action_import()
                with self.assertRaises(AccessError):
                    self._make(about, user, file=base64.b64encode(b'Name\nEve\n')).action_read()
        self.assertEqual(self._get_names(draft) + self._get_names(visit), ["Ann Lee", "Ann Lee"])

    def test_only_before_the_guests_arrive(self):
        for verbs in (['arrive'], ['arrive', 'leave'], ['cancel'], ['miss']):
            visit = self._announce()
            wizard = self._read(visit, ("Bob", None))
            for verb in verbs:
                visit.with_user(self.desk)._transition(verb)
            visit.invalidate_recordset()
            with self.subTest(state=visit.state):
                for user in (self.user, self.desk):
                    # what has ended, nobody changes
                    with self.assertRaises(UserError):
                        visit.with_user(user).action_import_guests()
                for method in ('action_read', 'action_import'):
                    with self.assertRaises(UserError):
                        getattr(wizard, method)()
                self.assertEqual(self._get_names(visit), ["Ann Lee"])
        visit = self._let_in()
        with self.assertRaisesRegex(UserError, "has begun: .* Add who comes later one by one"):
            visit.action_import_guests()

    def test_another_company_is_closed(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreigner = self._create_user('sup_foreigner')
        foreigner.write({'company_ids': [Command.set(elsewhere.ids)], 'company_id': elsewhere.id})
        visit = self._create_visit(foreigner, company_id=elsewhere.id, place_id=False)
        for user in (self.user, self.desk, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._make(visit, user)
        self.user.company_ids += elsewhere
        own = self._create_visit(self.user, company_id=elsewhere.id, place_id=False, employee_id=False)
        wizard = self._read(own, ("Bob", None))
        with self.assertRaises(AccessError):  # the company is not ticked
            wizard.with_context(allowed_company_ids=self.company.ids).action_import()
        wizard.with_context(allowed_company_ids=(self.company | elsewhere).ids).action_import()
        self.assertEqual(self._get_names(own), ["Ann Lee", "Bob"])

    def test_a_dialog_about_something_else_does_nothing(self):
        visits = self._create_visit() | self._create_visit()
        for values in ({'res_ids': visits.ids}, {'res_ids': "x"}, {'res_ids': [0]},
                       {'res_model': 'office.visit.guest', 'res_ids': visits[0].guest_ids.ids},
                       {'res_model': 'res.users', 'res_ids': self.user.ids}, {'res_model': 'nothing'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._make(visits[0], self.user, **values).action_import()
        gone = self._create_visit()
        wizard = self._make(gone, self.user)
        gone.unlink()
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertEqual([self._get_names(visit) for visit in visits], [["Ann Lee"], ["Ann Lee"]])

    def test_what_is_forged_in_a_line_is_refused_by_the_guest(self):
        visit = self._announce()
        wizard = self._read(visit, ("Bob", None, "bob@example.com"), ("Carol", None, None))
        line = wizard.line_ids[1]
        with patch.object(type(line), '_get_message', lambda *_args: None):
            line.email = "eve"
            with self.assertRaisesRegex(ValidationError, "no e-mail address"), self.env.cr.savepoint():
                wizard.action_import()
            line.write({'email': False, 'name': False})
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                wizard.action_import()
        self.assertEqual(self._get_names(visit), ["Ann Lee"])
        self.assertFalse(wizard.is_imported)

    def test_the_context_of_a_request_adds_nothing_to_guests(self):
        visit = self._announce()
        wizard = self._read(visit, ("Bob", None))
        other = self._create_visit()
        try:
            with self.env.cr.savepoint():
                wizard.with_context(
                    default_visit_id=other.id, default_state='inside', default_arrive_datetime='2020-01-01',
                    default_organisation="Evil", default_email='eve@example.com', default_is_leader=True,
                    default_name="Eve").action_import()
        except UserError:
            wizard.action_import()
        bob = visit.guest_ids.sorted('id')[1]
        self.assertRecordValues(bob, [{
            'name': "Bob", 'organisation': False, 'email': False, 'state': 'expected', 'arrive_datetime': False}])
        self.assertEqual(self._get_names(other), ["Ann Lee"])


@tagged('post_install', '-at_install')
class TestGuestImportAttacks(GuestImportMixin, AttackMixin):
    """A plain employee over both interfaces."""
    attacked = {
        'office.visit': ['state', 'guest_ids', 'message_ids', 'write_date'],
        'office.visit.guest': ['name', 'email', 'visit_id', 'write_date'],
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.own, cls.other = cls._announce(), cls._announce(cls.stranger)
        cls._make_keys(cls.user)

    def _create(self, model='office.visit.import', **values):
        return self._call_json2(self.user, model, 'create', vals_list=[values])

    def test_the_door_is_open(self):
        [found] = self._create(res_model='office.visit', res_ids=self.own.ids,
                               file=base64.b64encode(b'Name,E-mail\nBob,bob@example.com\n').decode())
        for method in ('action_read', 'action_import'):
            self._call_json2(self.user, 'office.visit.import', method, [found])
        self.assertEqual(self._get_names(self.own), ["Ann Lee", "Bob"])

    @mute_logger('odoo.http')
    def test_visits_of_others(self):
        before = self._take_snapshot()
        self._assert_refused(self.user, 'office.visit', 'action_import_guests', self.other.ids)
        self._assert_refused(self.user, 'office.visit.import', 'create', vals_list=[
            {'res_model': 'office.visit', 'res_ids': self.other.ids}])
        [found] = self._create(res_model='office.visit', res_ids=self.own.ids, line_ids=[[0, 0, {'name': "Eve"}]])
        for values in (
                {'res_ids': self.other.ids}, {'res_model': 'office.visit.guest', 'res_ids': self.other.guest_ids.ids}):
            self._assert_refused(self.user, 'office.visit.import', 'write', [found], vals=values)
        self._assert_refused(self.user, 'office.visit.import', 'create', vals_list=[{}], context={
            'default_res_ids': self.other.ids, 'default_res_model': 'office.visit'})
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_dialogs_of_others(self):
        wizard = self._read(self.other, ("Bob", "Secret Ltd"), user=self.stranger)
        [line] = wizard.line_ids
        for method in ('action_read', 'action_import', 'action_leave_out', 'action_take_proposals', 'read', 'unlink'):
            self._assert_refused(self.user, 'office.visit.import', method, wizard.ids)
        for method, arguments in (('read', {}), ('unlink', {}), ('write', {'vals': {'name': "Eve"}})):
            self._assert_refused(self.user, 'office.visit.import.line', method, line.ids, **arguments)
        self._assert_refused(self.user, 'office.visit.import.line', 'create', vals_list=[
            {'wizard_id': wizard.id, 'name': "Eve"}])
        [own] = self._create(res_model='office.visit', res_ids=self.own.ids, line_ids=[[0, 0, {'name': "Bob"}]])
        for command in ([4, line.id], [1, line.id, {'name': "Eve"}], [2, line.id], [6, 0, line.ids]):
            self._assert_refused(self.user, 'office.visit.import', 'write', [own], vals={'line_ids': [command]})
        own_line = self.env['office.visit.import'].browse(own).line_ids
        self._assert_refused(self.user, 'office.visit.import.line', 'write', own_line.ids, vals={
            'wizard_id': wizard.id})
        self.assertRecordValues(wizard.line_ids, [{'name': "Bob", 'wizard_id': wizard.id}])

    @mute_logger('odoo.http')
    def test_helpers_are_not_called_from_outside(self):
        [found] = self._create(res_model='office.visit', res_ids=self.own.ids)
        for method in ('_import_rows', '_take_rows_over', '_prepare_lines', '_get_visit', '_check_each_once'):
            with self.subTest(method=method), self.assertRaises(Refused):
                self._call_json2(self.user, 'office.visit.import', method, [found])
