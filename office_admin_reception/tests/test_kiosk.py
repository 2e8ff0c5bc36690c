from hashlib import sha256
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.office_admin_base.tests.test_photo import make_photo

from .common import OfficeVisitCommon
from .kiosk import KioskMixin


@tagged('post_install', '-at_install')
class TestKiosk(KioskMixin, OfficeVisitCommon):
    """What is done behind the screen of a kiosk with what guests type there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_kiosk()

    def _assert_asks(self, entry, reason):
        self.assertEqual((entry.state, entry.reason), ('waiting', reason))

    def test_r122_an_expected_guest_is_the_same_record(self):
        guest = self._expect()
        visits = self.env['office.visit'].search_count([])
        for facts in ({'organisation': 'ACME'}, {'fact': 'Ann@Example.com'}, {'host': self.user_employee.name},
                      {'fact': guest.visit_id.name}):
            with self.subTest(facts), self.env.cr.savepoint() as savepoint:
                entry = self._enter(name=" ann  lee ", **facts)
                self.assertEqual((entry.state, entry.guest_id), ('done', guest))
                self.assertEqual((guest.state, guest.arrive_by), ('inside', 'guest'))
                self.assertEqual(guest.visit_id.state, 'arrived')
                self.assertEqual(self.env['office.visit'].search_count([]), visits)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_r122_a_code_lets_in_and_out(self):
        guest = self._expect()
        code = guest._get_public_address(guest._make_public_token())
        self.assertEqual(self._enter(code=code).guest_id, guest)
        self.assertEqual(guest.state, 'inside')
        self.assertEqual(self._enter('leave', code=code).state, 'done')
        self.assertEqual((guest.state, guest.left_by, guest.visit_id.state), ('left', 'guest', 'left'))

    def test_r122_a_walk_in_finds_their_host(self):
        entry = self._enter(name="Bob", organisation="Acme", host=self.user_employee.name.upper())
        self.assertEqual(entry.state, 'done')
        visit = entry.guest_id.visit_id
        self.assertEqual((visit.state, visit.employee_id, visit.place_id), ('arrived', self.user_employee, self.site))
        self.assertTrue(visit.name)
        self.assertRecordValues(visit.guest_ids, [{'name': "Bob", 'organisation': "Acme", 'state': 'inside'}])

    def test_what_is_not_clear_waits_for_the_desk(self):
        guest = self._expect()
        self._assert_asks(self._enter(name="Nobody"), 'unknown')
        self._assert_asks(self._enter(name="Nobody", host="%"), 'unknown')
        self._assert_asks(self._enter(name="Nobody", host=self.user_employee.name[:-1]), 'unknown')
        self._assert_asks(self._enter(name="Ann Lee"), 'alike')
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acm"), 'alike')
        self._assert_asks(self._enter('leave', name="Ann Lee", fact="Acme"), 'absent')
        self._assert_asks(self._enter(code='x' * 43), 'code')
        self.assertEqual(guest.state, 'expected')
        self._expect()
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acme"), 'several')

    def test_who_is_expected_elsewhere_or_another_day_waits_for_the_desk(self):
        guest = self._expect(hours=48)
        self._assert_asks(self._enter(code=guest._make_public_token()), 'day')
        place = self.site.copy({'name': "Other Site"})
        guest = self._expect(place_id=place.id)
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acme"), 'place')
        self.kiosk.place_id = False
        self.assertEqual(self._enter(name="Ann Lee", organisation="Acme").guest_id, guest)
        self._assert_asks(self._enter(name="Ann Lee", organisation="Acme"), 'inside')

    def test_what_was_begun_is_undone_where_the_desk_is_asked(self):
        self._make_rule()
        before = self.env['office.visit'].search_count([])
        self._assert_asks(self._enter(name="Bob", host=self.user_employee.name), 'unsigned')
        self.assertEqual(self.env['office.visit'].search_count([]), before)

    def test_r122_a_name_in_two_scripts_is_found_by_either(self):
        self.user_employee.name = "Shen Guohua 沈国华"
        for number, host in enumerate(("沈国华", "沈 国华", "shen guohua", "ShenGuohua", "Shen Guohua 沈国华")):
            entry = self._enter(name=f"Guest {number}", host=host)
            self.assertEqual(entry.guest_id.visit_id.employee_id, self.user_employee, host)
        for host in ("国华", "Shen", "沈国", "%", "_" * 3, "Guohua Shen"):
            self._assert_asks(self._enter(name="Bob", host=host), 'unknown')

    def test_two_employees_of_one_name_are_no_host(self):
        self._create_employee(self._create_user('sup_twin'), self.office, name=self.user_employee.name)
        self._assert_asks(self._enter(name="Bob", host=self.user_employee.name), 'unknown')
        self.assertEqual(self._enter(name="Bob", host=self.user.login).state, 'done')

    def test_guests_of_other_companies_are_not_found(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        guest = self._expect()
        kiosk = self.env['office.kiosk'].create({'name': "There", 'company_id': elsewhere.id})
        self._assert_asks(self._enter(kiosk=kiosk, name="Ann Lee", organisation="Acme"), 'unknown')
        self._assert_asks(self._enter(kiosk=kiosk, code=guest._make_public_token()), 'code')
        self._assert_asks(self._enter(kiosk=kiosk, name="Bob", host=self.user_employee.name), 'unknown')
        self.assertEqual(guest.state, 'expected')

    # The front desk

    def _help(self, entry, user=None, **values):
        user = user or self.desk
        action = entry.with_user(user).action_settle()
        wizard = self.env[action['res_model']].with_user(user).with_context(**action['context'])
        wizard.create(values).action_confirm()
        self.env.invalidate_all()

    def test_the_desk_reads_all_that_somebody_who_goes_has_typed(self):
        entry = self._enter('leave', name="Mr Chen", fact="Quick Repairs")
        self.assertEqual(
            dict(entry._fields['reason']._description_selection(self.env))[entry.reason],
            "Nobody in the house has the name that was typed")
        action = entry.with_user(self.desk).action_settle()
        wizard = self.env[action['res_model']].with_user(self.desk).with_context(**action['context']).create({})
        self.assertEqual((wizard.fact, wizard.host_name), ("Quick Repairs", ''))
        for view in ('office_kiosk_entry_view_kanban', 'office_kiosk_entry_settle_view_form'):
            self.assertIn('name="fact"', self.env.ref(f'office_admin_reception.{view}').arch, view)

    def test_r122_the_desk_says_which_guest_it_is(self):
        guest = self._expect()
        entry = self._enter(name="Anne Lea", organisation="ACME Ltd")
        self._help(entry, guest_id=guest.id)
        self.assertEqual((entry.state, entry.guest_id, guest.state, guest.arrive_by), ('done', guest, 'inside', 'desk'))

    def test_r122_the_desk_registers_a_walk_in_from_the_kiosk(self):
        self._make_rule()
        entry = self._enter(name="Bob", organisation="Acme", host="Mister Unknown")
        with self.assertRaisesRegex(UserError, "choose the host"):
            self._help(entry)
        self._help(entry, employee_id=self.user_employee.id)
        self.assertEqual(entry.state, 'done')
        visit = entry.guest_id.visit_id
        self.assertEqual((visit.employee_id, visit.requester_id, visit.state),
                         (self.user_employee, self.desk, 'arrived'))
        self.assertRecordValues(visit.guest_ids, [{'name': "Bob", 'organisation': "Acme", 'state': 'inside'}])

    def test_r122_the_desk_sees_the_host_who_was_typed(self):
        self._make_rule()
        entry = self._enter(name="Bob", host=self.user_employee.name)
        self._assert_asks(entry, 'unsigned')
        action = entry.with_user(self.desk).action_settle()
        form = Form(self.env[action['res_model']].with_user(self.desk).with_context(**action['context']))
        self.assertEqual((form.host_name, form.employee_id.id), (self.user_employee.name, self.user_employee.id))
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self.desk.company_ids += elsewhere
        self._help(entry, employee_id=self.user_employee.id, company_id=elsewhere.id)
        self.assertEqual(entry.guest_id.company_id, self.company)

    def test_r122_the_desk_sees_who_goes(self):
        guest = self._expect()
        guest.with_user(self.desk).action_sign_in()
        entry = self._enter('leave', name="Anne", fact="Acme")
        with self.assertRaisesRegex(UserError, "Choose the guest who goes"):
            self._help(entry)
        self._help(entry, guest_id=guest.id)
        self.assertEqual((entry.state, guest.state, guest.left_by), ('done', 'left', 'desk'))

    def test_the_desk_is_told_and_dismisses_what_is_nothing(self):
        entry = self._enter(name="Nobody")
        entry.with_user(self.desk).action_dismiss()
        self.assertEqual(entry.state, 'dismissed')
        with self.assertRaisesRegex(UserError, "Dismissed"):
            self._help(entry)

    def test_what_is_old_is_dismissed_by_itself(self):
        entry = self._enter(name="Nobody", seconds=str(24 * 3600))
        with patch.object(self.env.cr, 'commit', lambda: None):
            self.env['office.kiosk.entry']._cron_settle()
        self.assertEqual(entry.state, 'dismissed')

    # What plain employees try

    def test_employees_neither_see_nor_make_what_guests_type(self):
        entry = self._enter(name="Nobody")
        values = {'kiosk_id': self.kiosk.id, 'client_key': 'k' * 32, 'kind': 'arrive', 'name': "Eve",
                  'enter_datetime': entry.enter_datetime, 'state': 'done'}
        for user in (self.user, self.head):
            entries = self.env['office.kiosk.entry'].with_user(user)
            with self.assertRaises(AccessError):
                entries.search([])
            with self.assertRaises(AccessError):
                entry.with_user(user).read(['name'])
            with self.assertRaises(AccessError):
                entry.with_user(user).action_dismiss()
            with self.assertRaises(AccessError):
                entry.with_user(user).action_settle()
            with self.assertRaises(UserError):
                entries.create(values)
        for user in (self.desk, self.manager):
            with self.assertRaises(UserError):
                self.env['office.kiosk.entry'].with_user(user).create(values)
            for change in ({'state': 'done'}, {'name': "Eve"}, {'guest_id': self._expect().id}):
                with self.assertRaises(UserError):
                    entry.with_user(user).write(change)
            with self.assertRaises(UserError):
                entry.with_user(user).unlink()
            with self.assertRaises(AccessError):
                entry.with_user(user).read(['client_key'])

    def test_the_dialog_is_for_the_desk_and_for_its_company(self):
        entry, guest = self._enter(name="Nobody"), self._expect()
        values = {'res_model': 'office.kiosk.entry', 'res_ids': entry.ids, 'guest_id': guest.id}
        with self.assertRaises(AccessError):
            self.env['office.kiosk.entry.settle'].with_user(self.user).create(values).action_confirm()
        self._put(entry, 'done')
        with self.assertRaises(UserError):
            self.env['office.kiosk.entry.settle'].with_user(self.desk).create(values).action_confirm()
        self.assertEqual(guest.state, 'expected')

    def test_the_desk_takes_no_guest_of_another_company(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        visit = self.env['office.visit'].create({
            'company_id': elsewhere.id, 'guest_ids': [Command.create({'name': "Eve"})]})
        self._put(visit, 'expected')
        entry = self._enter(name="Nobody")
        wizard = self.env['office.kiosk.entry.settle'].with_user(self.desk)
        with self.assertRaises(AccessError):
            wizard.create({
                'res_model': entry._name, 'res_ids': entry.ids, 'guest_id': visit.guest_ids.id}).action_confirm()

    def test_the_address_is_for_managers_and_shown_once(self):
        with self.assertRaises(AccessError):
            self.kiosk.with_user(self.desk).action_make_address()
        with self.assertRaises(AccessError):
            self.kiosk.with_user(self.desk).action_end()
        kiosk = self.kiosk.with_user(self.manager)
        first = kiosk.action_make_address()['context']['default_address']
        action = kiosk.action_make_address()
        second = action['context']['default_address']
        find = self.env['office.kiosk']._find_public
        self.assertFalse(find(first.rpartition('/')[2]))
        self.assertEqual(find(second.rpartition('/')[2]), self.kiosk)
        dialog = Form(self.env['office.kiosk.address'].with_user(self.manager).with_context(**action['context']))
        self.assertEqual(dialog.address, second)
        self.assertIn('data:image/svg+xml', dialog.qr_code)
        saved = dialog.save()
        self.env.invalidate_all()
        self.assertFalse(self.env['office.kiosk.address'].browse(saved.id).address)
        kiosk.action_end()
        self.assertFalse(find(second.rpartition('/')[2]))
        self.assertFalse(kiosk.has_address)


@tagged('post_install', '-at_install')
class TestVisitRule(KioskMixin, OfficeVisitCommon):
    """What guests sign: in versions, of which the signed ones stay as they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_kiosk()
        cls.rule = cls._make_rule()

    def _sign(self, **values):
        return self._enter(rules=str(self.rule.id), signature=make_photo(size=(300, 100)), **values)

    def test_versions_follow_each_other(self):
        later = self.rule.copy({'begin_date': fields.Date.add(self.company._get_office_today(), days=1)})
        secrecy = self._make_rule(kind='secrecy')
        self.assertEqual((self.rule.version, later.version, secrecy.version), (1, 2, 1))
        rules = self.env['office.visit.rule']
        self.assertEqual(rules._get_current(self.company), self.rule | secrecy)
        later.begin_date = self.company._get_office_today()
        self.assertEqual(rules._get_current(self.company), later | secrecy)
        secrecy.active = False
        self.assertEqual(rules._get_current(self.company), later)

    def test_r122_what_was_signed_stays(self):
        entry = self._sign(name="Bob", host=self.user_employee.name)
        self.assertEqual(entry.state, 'done')
        rule = self.rule.with_user(self.manager)
        self.env['res.lang']._activate_lang('zh_CN')
        for change in (
                lambda: rule.write({'text': "Other"}), lambda: rule.with_context(lang='zh_CN').write({'text': "别的"}),
                lambda: rule.update_field_translations('text', {'zh_CN': "别的"}),
                lambda: rule.write({'kind': 'secrecy'}), lambda: rule.write({'begin_date': '2020-01-01'}),
                lambda: rule.write({'version': 7}), rule.unlink):
            with self.assertRaises(UserError):
                change()
        with self.assertRaisesRegex(UserError, "has been signed, and stays as it is"):
            rule.text = "Other"
        rule.active = False
        signature = entry.signature_ids.with_user(self.manager)
        for change in (lambda: signature.write({'text_hash': "0"}), lambda: signature.write({'signature': False}),
                       signature.unlink, lambda: signature.copy()):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(signature.text_hash, sha256(b"Stay with your host.").hexdigest())

    def test_the_same_person_is_known_by_mail_or_by_name_and_organisation(self):
        self._sign(name="Bob", organisation="Acme", host=self.user_employee.name, fact="bob@example.com")
        rows = {
            ("Bob", "Acme", ""): True, ("bob", "ACME", "x@y.z"): True, ("Robert", "Other", "BOB@example.com"): True,
            ("Bob", "Other", ""): False, ("Bob", "", ""): False, ("Bo", "Acme", ""): False}
        for (name, organisation, email), is_known in rows.items():
            guest = self._expect(name=name, organisation=organisation, email=email)
            missing = self.env['office.visit.signature']._get_missing(guest, self.rule)
            self.assertEqual(not missing, is_known, (name, organisation, email))
        later = self.rule.copy()
        guest = self._expect(name="Bob", organisation="Acme")
        self.assertEqual(self.env['office.visit.signature']._get_missing(guest, later), later)

    def test_by_code_who_has_signed_before_comes_in(self):
        self._sign(name="Bob", organisation="Acme", host=self.user_employee.name)
        guest = self._expect(name="Bob", organisation="Acme")
        self.assertEqual(self._enter(code=guest._make_public_token()).state, 'done')
        other = self._expect(name="Bill", organisation="Acme")
        entry = self._enter(code=other._make_public_token())
        self.assertEqual((entry.state, entry.reason, other.state), ('waiting', 'unsigned', 'expected'))
