from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.office_admin_base.demo.signature import draw_signature

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestFound(OfficeVisitCommon):
    """What was found is given back, or its end is recorded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.umbrella = cls.env['office.found.thing'].with_user(cls.user).create({
            'subject': "Umbrella", 'description': "Dark blue, wooden handle", 'place_id': cls.site.id})

    def _take_in(self):
        self.umbrella.action_report()
        thing = self.umbrella.with_user(self.desk)
        thing.kept_at = "Drawer 2"
        thing.action_take_in()
        return thing

    def _do(self, thing, verb, model, **values):
        action = getattr(thing, f'action_{verb}')()
        result = self.env[model].with_user(thing.env.user).with_context(**action['context']).create(
            values).action_confirm()
        thing.invalidate_recordset()
        return result

    def _claim(self, thing, **values):
        return self._do(thing, 'claim', 'office.found.claim', **{
            'name': "Ann Lee", 'contact': "ann@example.com", 'proof': "Knew the handle", **values})

    def _say(self, thing, verb, reason):
        return self._do(thing, verb, 'office.closing.reason', reason=reason)

    def test_an_employee_reports_and_the_desk_takes_it_in(self):
        self.umbrella.action_report()
        self.assertRegex(self.umbrella.name, r'^LF/')
        thing = self.umbrella.with_user(self.desk)
        self.assertIn(thing, thing.search(thing._get_queue_domain()))
        with self.assertRaisesRegex(UserError, "say where it is kept"):
            thing.action_take_in()
        thing.kept_at = "Drawer 2"
        thing.action_take_in()
        day = self.company._get_office_day(thing.find_datetime)
        self.assertEqual((thing.state, thing.keep_until), ('kept', day + timedelta(days=90)))
        self.assertEqual(thing.sudo().deadline_ids.kind, 'keep')
        self.assertNotIn(thing, thing.search(thing._get_queue_domain()))

    def test_it_is_found_by_its_words(self):
        thing = self._take_in()
        found = self.env['office.found.thing'].with_user(self.desk).name_search("umbrel")
        self.assertIn(thing.id, [res_id for res_id, _name in found])

    def test_somebody_from_outside_gets_it_back_against_a_signature(self):
        thing = self._take_in()
        self._claim(thing)
        self.assertEqual((thing.state, thing.claim_name, thing.claim_proof), ('claimed', "Ann Lee", "Knew the handle"))
        with self.assertRaisesRegex(UserError, "let them sign"):
            self._do(thing, 'hand_out', 'office.found.hand.out')
        self._do(thing, 'hand_out', 'office.found.hand.out', signature=draw_signature("Ann Lee"))
        self.assertRecordValues(thing, [{
            'state': 'returned', 'result': "Given back against a signature", 'end_user_id': self.desk.id}])
        self.assertTrue(thing.signature and thing.end_datetime)
        self.assertEqual(thing.sudo().deadline_ids.outcome, 'met')

    def test_a_claim_that_is_not_true_is_dropped_without_a_trace_of_who(self):
        thing = self._take_in()
        for values, words in (
                ({'name': False}, "say who asks"), ({'employee_id': self.user_employee.id}, "say who asks"),
                ({'proof': " "}, "say how you know")):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._claim(thing, **values)
        self._claim(thing)
        self._say(thing, 'drop_claim', "It was another one")
        self.assertRecordValues(thing, [{
            'state': 'kept', 'claim_name': False, 'claim_contact': False, 'claim_proof': False,
            'drop_reason': "It was another one"}])

    def test_it_is_kept_for_its_period_and_the_end_is_recorded(self):
        thing = self._take_in().with_user(self.manager)
        for verb in ('give_away', 'destroy'):
            with self.subTest(verb=verb), self.assertRaisesRegex(UserError, "is kept until"):
                getattr(thing, f'action_{verb}')()
        with freeze_time(fields.Datetime.now() + timedelta(days=92)):
            desk = thing.with_user(self.desk)
            self.assertIn(desk, desk.search(desk._get_queue_domain()))
            with self.assertRaises(AccessError):
                desk.action_destroy()
            with self.assertRaisesRegex(UserError, "Say why"):
                self._say(thing, 'give_away', " ")
            self._say(thing, 'give_away', "To the Red Cross")
        self.assertEqual((thing.state, thing.result), ('given', "To the Red Cross"))

    def test_who_found_it_does_not_learn_who_asks_for_it(self):
        thing = self._take_in()
        self._claim(thing)
        person = new_test_user(self.env, 'sup_plain', 'base.group_user', company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.umbrella.with_user(self.user).read(['claim_name'])
        with self.assertRaises(AccessError):
            self.umbrella.with_user(person).read(['subject'])
        self.assertEqual(self.umbrella.with_user(self.user).state, 'claimed')
        for values in ({'state': 'kept'}, {'claim_name': "Me"}, {'result': "x"}, {'keep_until': '2020-01-01'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                thing.write(values)

    def test_what_names_people_is_erased_after_the_period(self):
        thing = self._take_in()
        self._claim(thing)
        self._do(thing, 'hand_out', 'office.found.hand.out', result="Sent to Ann by post")
        privacy = self.env['office.visit.privacy']
        kept = privacy._get_personal()['office.found.thing']
        self.assertNotIn(thing.sudo(False).id, self.env['office.found.thing'].search(
            privacy._get_past_domain(self.env['office.found.thing'], kept)).ids)
        with freeze_time(fields.Datetime.now() + timedelta(days=self.company.office_visit_keep_days + 2)):
            past = self.env['office.found.thing'].search(
                privacy._get_past_domain(self.env['office.found.thing'], kept))
            self.assertIn(thing.id, past.ids)
            privacy._erase_records(past)
        self.assertRecordValues(thing.sudo(), [{
            'claim_name': False, 'claim_contact': False, 'claim_proof': False, 'result': False, 'subject': "Umbrella",
            'state': 'returned'}])
