"""What is tried over the network with guests of others: by employees, the front desk, auditors and portal users."""
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_test.tests.attacks import AttackMixin
from odoo.addons.office_admin_test.tests.foreign_tests import ForeignTests

from .foreign_common import FIRM, NAME, SECRETS, ForeignVisitsMixin


class HttpAttacks(ForeignVisitsMixin, ForeignTests):
    secrets = SECRETS
    readable = ()
    """Models of which the attacker may see the records that are made here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        records = cls._make_records_of_others()
        cls.known = {record._name: record[:1].with_env(cls.env) for record in records if record._name in cls.readable}
        cls._set_foreign(cls._make_attacker(), [record for record in records if record._name not in cls.readable])

    @classmethod
    def _make_attacker(cls):
        return cls.user


@tagged('post_install', '-at_install')
class TestEmployeeAttacks(HttpAttacks, AttackMixin):
    """A plain employee, who has a guest of their own today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._announce(guests=["Ann Lee"], hours=0).with_env(cls.env)

    def test_the_door_is_open(self):
        is_answered, answer = self._ask('office.visit.guest', 'search_read', domain=[], fields=['name'])
        self.assertTrue(is_answered)
        self.assertEqual(answer, [{'id': self.own.guest_ids.id, 'name': "Ann Lee"}])

    @mute_logger('odoo.http')
    def test_names_of_guests_are_no_oracle(self):
        """Whether a name, a mail or a day is somewhere: the same answer for what is there and what is not."""
        guests = ('name', 'organisation', 'email', 'display_name')
        for model, names in (
                ('office.visit', [f'guest_ids.{name}' for name in guests] + ['note_desk', 'call_ids.user_id.name']),
                ('office.visit.guest', guests), ('office.visit.purpose', ['name']),
                ('hr.employee.public', ['name']), ('office.place', ['name'])):
            for name in names:
                for word in (NAME, FIRM, "Vrbnik@example.com", "Because of it"):
                    with self.subTest(model=model, field=name, word=word):
                        self.assertEqual(self._ask(model, 'search_count', domain=[[name, 'ilike', word]]),
                                         self._ask(model, 'search_count', domain=[[name, 'ilike', "Xyzzy Plugh"]]))
        day = {'begin_datetime': str(self.own.begin_datetime), 'employee_id': self.stranger_employee.id}
        for values in ({'guest_name': NAME}, {'guest_ids': [[0, 0, {'name': NAME, 'email': 'Vrbnik@example.com'}]]}):
            is_answered, [draft] = self._ask(
                'office.visit', 'web_save', vals={**day, **values}, specification={'twin_words': {}})
            self.assertTrue(is_answered)
            self.assertFalse(draft['twin_words'], "nobody learns whom a colleague expects")

    @mute_logger('odoo.http')
    def test_own_visits_take_nothing_of_others_and_begin_as_drafts(self):
        before = self._take_snapshot()
        guest_id = self.kinds['office.visit.guest'].id
        for values in (
                {'state': 'inside'}, {'name': "VIS/1"}, {'arrive_datetime': '2020-01-01'},
                {'call_ids': [[0, 0, {'role': 'host', 'user_id': self.user.id}]]},
                {'erased_datetime': '2020-01-01'}, {'waive_reason': "x"}, {'permit_id': self.kinds[
                    'office.visit.permit'].id}, {'hold_ids': [[0, 0, {'reason': "x"}]]},
                {'requester_id': self.stranger.id}, {'company_id': self.env.ref('base.main_company').id},
                *({'guest_ids': [command]} for command in (
                    [4, guest_id], [1, guest_id, {'name': "x"}], [2, guest_id], [3, guest_id], [6, 0, [guest_id]],
                    [0, 0, {'name': "x", 'state': 'inside'}],
                    [0, 0, {'name': "x", 'watch_hit_ids': [[0, 0, {}]]}]))):
            with self.subTest(values=values):
                self.assertFalse(self._ask('office.visit', 'create', vals_list=[values])[0])
                self.assertFalse(self._ask('office.visit', 'web_save', vals=values, specification={})[0])
                self.assertFalse(self._ask('office.visit', 'write', self.own.ids, vals=values)[0])
        for values in ({'visit_id': self.kinds['office.visit'].id, 'name': "x"}, {'name': "x"}):
            self.assertFalse(self._ask('office.visit.guest', 'create', vals_list=[values])[0])
        for values in ({'visit_id': self.kinds['office.visit'].id}, {'state': 'left'}, {'arrive_by': 'desk'},
                       {'stay_ids': [[5]]}, {'invited_datetime': False}):
            with self.subTest(values=values):
                self.assertFalse(self._ask('office.visit.guest', 'write', self.own.guest_ids.ids, vals=values)[0])
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_context_and_import_open_nothing(self):
        """Defaults, language of the superuser, an import by id: what begins is a draft of the user's own."""
        self.env.flush_all()
        for context in (
                {'default_state': 'inside', 'default_arrive_datetime': '2020-01-01 00:00:00'},
                {'default_guest_ids': [[4, self.kinds['office.visit.guest'].id]]},
                {'default_requester_id': self.stranger.id, 'default_waive_reason': "x"},
                {'module': 'office_admin_reception', 'install_mode': True, 'tracking_disable': True}):
            with self.subTest(context=context):
                is_answered, answer = self._ask('office.visit', 'create', vals_list=[{}], context=context)
                if is_answered:
                    visit = self.env['office.visit'].browse(answer)
                    self.assertRecordValues(visit, [{
                        'state': 'draft', 'requester_id': self.user.id, 'arrive_datetime': False,
                        'waive_reason': False, 'guest_ids': []}])
        before = self._take_snapshot()
        for model, records in self.kinds.items():
            for columns in (['.id', 'display_name'], ['.id', 'create_date'], ['id', 'name']):
                with self.subTest(model=model, columns=columns):
                    _is_answered, answer = self._ask(
                        model, 'load', fields=columns, data=[[str(records.id), '2020-01-01']])
                    self.assertFalse(isinstance(answer, dict) and answer.get('ids'))
            self._ask(model, 'default_get', fields=list(records._fields), context={
                'active_model': model, 'active_id': records.id, 'active_ids': records.ids,
                'default_visit_id': self.kinds['office.visit'].id, 'default_res_model': model,
                'default_res_ids': records.ids, 'default_guest_ids': self.kinds['office.visit.guest'].ids})
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_screens_that_are_filled_in_with_links_to_others_show_nothing(self):
        visit, guest = self.kinds['office.visit'], self.kinds['office.visit.guest']
        shown = {'display_name': {}, 'name': {}}
        visit_spec = {
            'guest_ids': {'fields': shown}, 'guest_name': {}, 'guest_summary': {}, 'twin_words': {},
            'missing_papers': {}, 'call_ids': {'fields': {'user_id': {}}}}
        for model, values, spec in (
                ('office.visit', {'guest_ids': [[4, guest.id]]}, visit_spec),
                ('office.visit', {'guest_ids': [[6, 0, guest.ids]]}, visit_spec),
                ('office.visit', {'id': visit.id, 'begin_datetime': '2030-01-01 00:00:00'}, visit_spec),
                ('office.visit.guest', {'visit_id': visit.id}, {
                    **shown, 'visit_id': {'fields': {'display_name': {}, 'guest_ids': {'fields': shown}}},
                    'employee_id': {'fields': shown}}),
                ('office.visit.pass.on', {'res_model': visit._name, 'res_ids': visit.ids}, {'employee_id': {}}),
                ('office.emergency', {'call_ids': [[4, self.kinds['office.emergency.call'].id]]}, {
                    'call_ids': {'fields': {'people': {}}}, 'caller_words': {}}),
                ('office.closing.reason', {'res_model': visit._name, 'res_ids': visit.ids, 'verb': 'cancel'}, {
                    'verb': {}}),
                ('office.checklist.step', {
                    'res_model': 'office.checklist.task', 'res_ids': self.kinds['office.checklist.task'].ids,
                    'verb': 'done'}, {'verb': {}})):
            for ids in ((), visit.ids if model == 'office.visit' else ()):
                with self.subTest(model=model, values=values, ids=ids):
                    self._ask(model, 'onchange', ids, values=values, field_names=list(values), fields_spec=spec)

    @mute_logger('odoo.http')
    def test_dialogs_about_others_do_nothing(self):
        before = self._take_snapshot()
        visit = self.kinds['office.visit']
        for model, about, values in (
                ('office.visit.pass.on', visit, {'employee_id': self.user_employee.id}),
                ('office.visit.arrival', visit, {'guest_ids': [Command.set(visit.guest_ids.ids)]}),
                ('office.closing.reason', visit, {'verb': 'cancel', 'reason': "x"}),
                ('office.closing.reason', visit, {'verb': 'waive', 'reason': "x"}),
                ('office.closing.reason', self.kinds['office.emergency'], {'verb': 'cancel', 'reason': "x"}),
                ('office.closing.reason', self.kinds['office.visit.permit'], {'verb': 'withdraw', 'reason': "x"}),
                ('office.closing.reason', self.kinds['office.watch.hit'], {'verb': 'dismiss', 'reason': "x"}),
                ('office.closing.reason', self.kinds['office.visit.hold'], {'verb': 'lift', 'reason': "x"}),
                ('office.closing.reason', self.kinds['office.checklist'], {'verb': 'cancel', 'reason': "x"}),
                ('office.checklist.step', self.kinds['office.checklist.task'], {'verb': 'skip', 'note': "x"}),
                ('office.kiosk.entry.settle', self.kinds['office.kiosk.entry'], {'name': "x"})):
            with self.subTest(model=model, about=about._name, values=values):
                is_answered, ids = self._ask(model, 'create', vals_list=[{
                    **values, 'res_model': about._name, 'res_ids': about.ids}])
                if is_answered:
                    self._ask(model, 'read', ids)
                    self.assertFalse(self._ask(model, 'action_confirm', ids)[0])
        self.assertEqual(self._take_snapshot(), before)

    def test_people_say_of_nobody_else_that_they_are_in_or_out(self):
        presence = self.kinds['office.presence']
        for method in ('action_go', 'action_come', 'action_turn'):
            self._ask('office.presence', method, presence.ids)
        self.env.invalidate_all()
        self.assertRecordValues(presence, [{'state': 'in', 'marked_by_id': self.stranger.id, 'out_datetime': False}])

    def test_the_page_of_the_roll_call_is_for_wardens(self):
        self._log_in()
        page = self._ask_page('/office/roll/data')
        self.assertEqual((page['is_warden'], page['people'], page['rolls'], page['scopes']), (False, [], [], []))
        before = self._take_snapshot()
        roll = self.kinds['office.roll.call']
        answer = self._ask_page('/office/roll/send', rows=[{
            'key': '8b0f0f60-0000-4000-8000-000000000001', 'uid': self.user.id, 'time': '2026-01-01T00:00:00Z',
            'what': what, 'scope': f'{self.company.id},{self.site.id}', 'roll': str(roll.id),
            'person': roll.person_ids[0].person_key} for what in ('end', 'safe')])
        self.assertEqual(answer['kept'], [])
        self.assertEqual(self._take_snapshot(), before)


@tagged('post_install', '-at_install')
class TestPortalAttacks(HttpAttacks, AttackMixin):
    """Somebody from outside who has a login."""

    @classmethod
    def _make_attacker(cls):
        return new_test_user(
            cls.env, login='sup_portal', groups='base.group_portal', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])


@tagged('post_install', '-at_install')
class TestDeskAttacks(HttpAttacks, AttackMixin):
    """A receptionist, who sees the guests, and neither the watch list nor what managers keep."""
    readable = (
        'office.visit', 'office.visit.guest', 'office.visit.call', 'office.visit.stay', 'office.visit.signature',
        'office.visit.permit', 'office.visit.induction', 'office.kiosk', 'office.kiosk.entry', 'office.visit.rule',
        'office.emergency', 'office.emergency.call', 'office.emergency.step', 'office.roll.call',
        'office.roll.call.person', 'office.roll.call.mark', 'office.presence', 'office.house.person',
        'office.checklist', 'office.checklist.task', 'office.checklist.template', 'office.checklist.template.line',
        'office.visit.walk.in', 'office.visit.arrival', 'office.presence.mark', 'office.kiosk.entry.settle')
    secrets = ("Nothing of This",)  # they may read the names

    @classmethod
    def _make_attacker(cls):
        cls.env['office.watch.person'].search([('company_id', '=', cls.company.id)]).reason = "Nothing of This"
        cls.env['office.visit.hold'].search([('company_id', '=', cls.company.id)]).sudo()._write_as_system(
            {'reason': "Nothing of This"})
        return cls.desk

    @mute_logger('odoo.http')
    def test_what_managers_keep_is_not_changed(self):
        self.env['office.visit.area'].create({'name': "Roof", 'company_id': self.company.id})
        before = self._take_snapshot()
        for model in ('office.kiosk', 'office.visit.rule', 'office.emergency.step', 'office.visit.permit',
                      'office.checklist.template', 'office.visit.purpose', 'office.visit.area',
                      'office.emergency.kind'):
            ids = self.known[model].ids if model in self.known else self.env[model].search([], limit=1).ids
            for method, arguments in (
                    ('unlink', {}), ('copy', {}), ('write', {'vals': {'create_date': '2020-01-01'}}),
                    ('create', {'vals_list': [{}]})):
                if model == 'office.visit.permit' and method in ('copy', 'create'):
                    continue  # they prepare permits
                with self.subTest(model=model, method=method):
                    self.assertFalse(self._ask(model, method, () if method == 'create' else ids, **arguments)[0])
        self.assertEqual(self._take_snapshot(), before)

    @mute_logger('odoo.http')
    def test_what_was_done_is_written_by_nobody(self):
        before = self._take_snapshot()
        for model, values in (
                ('office.visit.guest', {'state': 'left'}), ('office.visit.guest', {'arrive_datetime': '2020-01-01'}),
                ('office.visit', {'state': 'left'}), ('office.visit', {'arrive_note': "x"}),
                ('office.visit.call', {'answered_datetime': '2020-01-01'}),
                ('office.visit.stay', {'out_datetime': '2020-01-01'}),
                ('office.visit.signature', {'signature': "eA=="}),
                ('office.visit.induction', {'valid_until': '2090-01-01'}), ('office.visit.permit', {'work': "x"}),
                ('office.kiosk.entry', {'state': 'done'}), ('office.emergency', {'note': "x"}),
                ('office.emergency.call', {'answer_user_id': self.desk.id}),
                ('office.roll.call.person', {'status': 'safe'}), ('office.roll.call.mark', {'where': "x"}),
                ('office.roll.call', {'kind': 'real'}), ('office.presence', {'state': 'out'}),
                ('office.checklist.task', {'state': 'done'}), ('office.checklist', {'state': 'done'})):
            with self.subTest(model=model, values=values):
                self.assertFalse(self._ask(model, 'write', self.known[model].ids, vals=values)[0])
        for model in ('office.visit', 'office.visit.guest', 'office.visit.stay', 'office.visit.call',
                      'office.visit.signature', 'office.kiosk.entry', 'office.emergency', 'office.roll.call',
                      'office.roll.call.person', 'office.roll.call.mark', 'office.visit.permit', 'office.presence',
                      'office.checklist', 'office.checklist.task'):
            with self.subTest(model=model):
                self.assertFalse(self._ask(model, 'unlink', self.known[model].ids)[0])
        self.assertEqual(self._take_snapshot(), before)


@tagged('post_install', '-at_install')
class TestAuditorAttacks(HttpAttacks, AttackMixin):
    """Who reads all but what is for few, and changes nothing."""
    readable = (
        'office.visit', 'office.visit.guest', 'office.visit.call', 'office.visit.stay', 'office.visit.signature',
        'office.visit.permit', 'office.visit.induction', 'office.kiosk', 'office.kiosk.entry', 'office.visit.rule',
        'office.emergency', 'office.emergency.call', 'office.emergency.step', 'office.roll.call',
        'office.roll.call.person', 'office.roll.call.mark', 'office.checklist', 'office.checklist.task',
        'office.checklist.template', 'office.checklist.template.line')
    secrets = ("Nothing of This",)

    @classmethod
    def _make_attacker(cls):
        return cls.auditor

    @mute_logger('odoo.http')
    def test_auditors_change_nothing(self):
        before = self._take_snapshot()
        for model, records in self.known.items():
            # which begins a visit of the auditor's own
            verbs = {name for name in dir(records) if name.startswith('action_')} - {'action_ask_again'}
            for method in ('unlink', 'write', *sorted(verbs)):
                with self.subTest(model=model, method=method):
                    is_answered, _answer = self._ask(
                        model, method, records.ids, **({'vals': {'create_date': '2020-01-01'}}
                                                       if method == 'write' else {}))
                    self.assertFalse(is_answered and not method.startswith('action_'))
        self.assertEqual(self._take_snapshot(), before)
