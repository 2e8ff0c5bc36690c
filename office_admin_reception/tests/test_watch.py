from datetime import timedelta
from unittest.mock import call, patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_reception.likeness import Name

from .common import OfficeVisitCommon


@tagged('post_install', '-at_install')
class TestWatch(OfficeVisitCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env['office.watch.person'].with_user(cls.manager).create({
            'name': "Jon Smith", 'other_names': "约翰", 'reason': "Has threatened a colleague"})

    def _get_hits(self, visit):
        return self.env['office.watch.hit'].with_user(self.manager).search([('visit_id', '=', visit.id)])

    def _judge(self, hits, verb, reason="Asked for the passport"):
        hits = hits.with_user(self.manager)
        action = getattr(hits, f'action_{verb}')()
        dialog = Form(self.env[action['res_model']].with_user(self.manager).with_context(**action['context']))
        dialog.reason = reason
        dialog.save().action_confirm()

    def test_those_who_keep_the_list_hear_of_a_guest_with_such_a_name(self):
        visit = self._announce(guests=["John Smith", "Reyes"])
        hit = self._get_hits(visit)
        self.assertEqual((hit.guest_name, hit.person_id, hit.state), ("John Smith", self.person, 'open'))
        told = self.env['mail.message'].search([('model', '=', hit._name), ('res_id', '=', hit.id)])
        self.assertIn(self.manager.partner_id, told.notified_partner_ids)
        self.assertNotIn(self.desk.partner_id, told.notified_partner_ids)
        self.assertIn("John Smith", told[:1].body)
        self.assertFalse(hit.deadline_datetime, "nobody waits yet")

    def test_whose_name_is_tried_is_told_to_nobody_who_announces_or_signs_in(self):
        """Also not by messages and followers, which a user reads who has written them or is one."""
        visit = self._let_in(guests=["John Smith"])
        [hit] = self._get_hits(visit)
        self.assertEqual(hit.create_uid, self.env.ref('base.user_root'))
        self.env.flush_all()
        for user in (self.user, self.desk):
            for model, field in (
                    ('mail.message', 'model'), ('mail.followers', 'res_model'), ('mail.activity', 'res_model')):
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.env[model].with_user(user).search([(field, '=', hit._name)]))
            for domain in ([('author_id', '=', user.partner_id.id)], [('create_uid', '=', user.id)]):
                words = ' '.join(self.env['mail.message'].with_user(user).search(domain).mapped(
                    lambda message: f'{message.subject} {message.body}'))
                self.assertNotRegex(words, "watch list|look who it is")

    def test_who_is_looked_at_again_waits_for_a_new_promise(self):
        here, announced = self._let_in(guests=["John Smith"]), self._announce(guests=["John Smith"])
        hits = self._get_hits(here) | self._get_hits(announced)
        self._judge(hits, 'dismiss')
        self.assertFalse(any(hits.mapped('deadline_datetime')))
        with freeze_time(fields.Datetime.now() + timedelta(minutes=30)):
            hits.action_reopen()
            waits, expected = hits
            self.assertGreater(waits.deadline_datetime, fields.Datetime.now())
            self.assertFalse(expected.deadline_datetime, "nobody waits yet")

    def test_the_guest_waits_until_somebody_has_looked(self):
        visit = self._let_in(guests=["John Smith"])
        hit = self._get_hits(visit)
        self.assertTrue(visit.with_user(self.desk).is_held)
        self.assertLessEqual(hit.deadline_datetime, fields.Datetime.now() + timedelta(minutes=5))
        for user in (self.user, self.desk):
            with self.assertRaisesRegex(UserError, f"John Smith waits.*{self.manager.name}") as refused:
                visit.with_user(user).action_receive()
            self.assertNotIn("threatened", str(refused.exception))
        self._judge(hit, 'dismiss')
        self.assertEqual((hit.state, hit.judge_id, hit.judge_reason), ('other', self.manager, "Asked for the passport"))
        self.assertFalse(visit.with_user(self.desk).is_held)
        visit.with_user(self.user).action_receive()
        self.assertEqual(visit.state, 'inside')

    def test_who_is_not_to_be_let_in_is_not_received(self):
        visit = self._let_in(guests=["John Smith"])
        self._judge(self._get_hits(visit), 'recognise')
        with self.assertRaisesRegex(UserError, "John Smith waits"):
            visit.with_user(self.user).action_receive()
        visit.with_user(self.desk).action_leave()
        self.assertEqual(visit.state, 'left')

    def test_of_some_the_office_only_wants_to_hear(self):
        self.person.kind = 'tell'
        visit = self._let_in(guests=["John Smith"])
        self.assertTrue(self._get_hits(visit))
        visit.with_user(self.user).action_receive()
        self.assertEqual(visit.state, 'inside')

    def test_whoever_comes_in_whatever_way_is_compared(self):
        walk_in = self._create_visit(self.desk, guests=["Smith Jon"])
        walk_in.action_arrive()
        self.assertTrue(walk_in.is_held)
        renamed = self._announce(guests=["Ann Lee"])
        renamed.guest_ids.name = "约翰"
        self.assertTrue(self._get_hits(renamed))
        added = self._announce(guests=["Ann Lee"])
        added.write({'guest_ids': [Command.create({'name': "Jon Smith"})]})
        self.assertTrue(self._get_hits(added))
        added.guest_ids.filtered(lambda guest: guest.name == "Jon Smith").unlink()
        self.assertEqual(self._get_hits(added).guest_name, "Jon Smith", "what was seen of whom stays")

    def test_only_who_is_on_the_list_now_and_here(self):
        self.person.end_date = self.company._get_office_today() - timedelta(days=1)
        self.assertFalse(self._get_hits(self._announce(guests=["Jon Smith"])))
        self.person.end_date = self.company._get_office_today()
        self.assertTrue(self._get_hits(self._announce(guests=["Jon Smith"])))
        self.person.active = False
        self.assertFalse(self._get_hits(self._announce(guests=["Jon Smith"])))

    def test_each_likeness_is_asked_once(self):
        visit = self._let_in(guests=["John Smith"])
        self.assertEqual(len(self._get_hits(visit)), 1)
        self._judge(self._get_hits(visit), 'dismiss')
        visit.with_user(self.desk).action_step_out()
        visit.with_user(self.desk).action_come_back()
        self.assertEqual(self._get_hits(visit).state, 'other')

    def test_nobody_judges_his_own_guest(self):
        visit = self._let_in(user=self.manager, guests=["John Smith"])
        with self.assertRaisesRegex(UserError, "your own guest"):
            self._get_hits(visit).action_dismiss()

    def test_others_learn_nothing(self):
        visit = self._let_in(guests=["John Smith"])
        hit = self._get_hits(visit)
        for user in (self.user, self.desk, self.auditor):
            for model in ('office.watch.person', 'office.watch.hit'):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            guests = visit.guest_ids.with_user(user)
            with self.assertRaises(AccessError):
                guests.read(['watch_hit_ids'])
            self.assertFalse(guests.search([('watch_hit_ids', '!=', False)]))
            for domain in ([('watch_hit_ids.kind', '=', 'refuse')], [('watch_hit_ids', 'any', [('likeness', '>', 0)])]):
                with self.subTest(user=user.login, domain=domain), self.assertRaises(AccessError):
                    guests.search(domain)
        with self.assertRaises(AccessError):
            visit.with_user(self.user).read(['is_held'])
        texts = self.env['mail.message'].search([('model', '=', 'office.visit'), ('res_id', '=', visit.id)])
        self.assertNotIn("watch", ' '.join(texts.mapped('body')).lower())
        with self.assertRaises(AccessError):
            hit.with_user(self.desk)._transition('dismiss', by=ENGINE)

    def test_the_list_is_spelt_once(self):
        self.person.name = "章伟"
        visit = self._create_visit(guests=["Zhang Wei"])
        self.env.flush_all()
        with patch.object(Name, 'of', wraps=Name.of) as spell:
            visit.action_announce()
        self.assertEqual(spell.call_args_list, [call("Zhang Wei")])
        self.assertTrue(self._get_hits(visit))
        self.assertFalse(self._get_hits(self._announce(guests=["Jon Smith"])), "this was the name before")

    def test_nobody_reads_how_the_list_is_spelt(self):
        for user in (self.manager, self.desk, self.user):
            persons = self.env['office.watch.person'].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                persons.browse(self.person.id).read(['spelt_names'])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                persons.search([('spelt_names', '!=', False)])
        copied = self.person.copy({'name': "Ann Lee", 'other_names': False})
        self.assertEqual([name['text'] for name in copied.sudo().spelt_names], ["ann lee"])

    def test_who_it_is_is_said_with_the_verbs_of_the_list_only(self):
        hit = self._get_hits(self._let_in(guests=["John Smith"]))
        for verb, user, refusal in (
                ('cancel', self.manager, UserError), ('waive', self.manager, UserError),
                ('reopen', self.manager, UserError), ('dismiss', self.desk, AccessError)):
            with self.subTest(verb=verb, user=user.login), self.assertRaises(refusal):
                self.env['office.closing.reason'].with_user(user).create({
                    'res_model': hit._name, 'res_ids': hit.ids, 'verb': verb, 'reason': "x"}).action_confirm()
        self.assertRecordValues(hit, [{'state': 'open', 'judge_reason': False, 'judge_id': False}])

    def test_nobody_makes_or_changes_what_was_seen(self):
        hit = self._get_hits(self._announce(guests=["John Smith"]))
        for values in ({'state': 'other'}, {'judge_id': self.user.id}, {'guest_name': "X"}, {'likeness': 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                hit.write(values)
        with self.assertRaises(AccessError):
            hit.unlink()
