"""Ways around secrecy: beside the document, through dialogs and stock, and by who administers Odoo."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_supplies.tests.common import SIGNATURE, OfficeSupplyMixin
from odoo.addons.office_admin_test.tests.secrecy import TITLE, SecrecyMixin

REQUEST = 'office.supply.request'
MESSAGE_RECORDS = {
    'mail.notification': 'mail_message_id', 'mail.tracking.value': 'mail_message_id',
    'mail.message.translation': 'message_id'}


@tagged('post_install', '-at_install')
class TestAttackSecrecy(SecrecyMixin, OfficeSupplyMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.keeper = cls._create_user('sup_keeper', 'stock.group_stock_user')

    def _get_outsiders(self):
        return (self.colleague | self.stranger | self.auditor | self.manager | self.administrator | self.foreigner
                | self.keeper)

    def _create_submitted(self):
        request = self._create_request()
        request.action_submit()
        return request

    def _talk_about(self, request):
        message = request.with_user(self.head).message_post(
            body=TITLE, subject=TITLE, partner_ids=self.officer.partner_id.ids, subtype_xmlid='mail.mt_comment')
        self.env['mail.message.translation'].create({
            'message_id': message.id, 'source_lang': 'en', 'target_lang': 'zh', 'body': TITLE})
        self.env.flush_all()
        self.env.invalidate_all()
        return message.sudo()

    def test_who_was_notified_and_what_has_changed(self):
        request = self._create_secret()
        message = self._talk_about(request)
        messages = self.env['mail.message'].search([('model', '=', REQUEST), ('res_id', '=', request.id)])
        self.assertTrue(messages.tracking_value_ids)
        self.assertTrue(self.env['mail.notification'].with_user(self.officer).search(
            [('mail_message_id', '=', message.id)]))
        for user in self._get_outsiders():
            for name, field in MESSAGE_RECORDS.items():
                model = self.env[name].with_user(user)
                records = model.sudo().search([(field, 'in', messages.ids)])
                self.assertTrue(records, name)
                if model.has_access('read'):
                    with self.subTest(user=user.name, model=name):
                        self.assertFalse(model.search([(field, 'in', messages.ids)]))
                        self.assertFalse(model.search_count([('id', 'in', records.ids)]))
                        self.assertFalse(records.with_user(user)._filtered_access('read'))

    def test_subject_as_a_label(self):
        message = self._talk_about(self._create_secret())
        reaction = self.env['mail.message.reaction'].create(
            {'message_id': message.id, 'content': "👍", 'partner_id': self.head.partner_id.id})
        with self.assertRaises(AccessError):
            reaction.with_user(self.administrator).read(['message_id'])
        for user in self._get_outsiders():
            self.assertNotIn(TITLE, message.with_user(user).sudo().display_name)
        for user in self.head | self.officer | self.env.ref('base.user_root'):
            self.assertEqual(message.with_user(user).sudo().display_name, TITLE)

    def test_meeting_that_was_planned_from_it(self):
        if 'calendar.event' not in self.env:
            self.skipTest("Odoo's calendar is not installed")
        request = self._create_secret()
        event = self.env['calendar.event'].with_user(self.officer).create({
            'name': request.name, 'description': TITLE, 'start': '2030-01-02 12:00:00', 'stop': '2030-01-02 13:00:00',
            'res_model_id': self.env['ir.model']._get_id(REQUEST), 'res_id': request.id})
        self.env.flush_all()
        self.env.invalidate_all()
        for user in self._get_outsiders():
            with self.subTest(user=user.name):
                self.assertFalse(event.with_user(user).search([('id', '=', event.id)]))
                self.assertFalse(event.with_user(user).has_access('read'))
                self.assertNotIn(request.name, event.with_user(user).sudo().display_name)
        self.assertEqual(event.with_user(self.head).description, event.description)

    def test_what_waits_to_be_shown_on_a_phone(self):
        device = self.env['mail.push.device'].create({
            'partner_id': self.officer.partner_id.id, 'endpoint': "https://push.example/1", 'keys': "{}"})
        push = self.env['mail.push'].create({'mail_push_device_id': device.id, 'payload': TITLE})
        self.assertFalse(push.with_user(self.administrator).search([('payload', 'ilike', TITLE)]))
        self.assertFalse(push.with_user(self.administrator).has_access('read'))

    def test_labels_of_what_is_of_another_department_or_company(self):
        message = self._talk_about(request := self._create_submitted())
        for user in self.stranger | self.foreigner:
            self.assertFalse(request.with_user(user).has_access('read'))
            [values] = message.notification_ids[:1].with_user(user).read(['mail_message_id'])
            self.assertEqual(values['mail_message_id'], (message.id, "Not for you"))
        self.assertEqual(message.with_user(self.user).sudo().display_name, TITLE)

    def test_file_as_the_label_of_another_file(self):
        request = self._create_secret()
        secret = self.env['ir.attachment'].create(
            {'name': TITLE, 'raw': b'x', 'res_model': REQUEST, 'res_id': request.id})
        self.env.flush_all()
        for user in self._get_outsiders():
            copy = self.env['ir.attachment'].with_user(user).create({'name': "Mine", 'original_id': secret.id})
            [values] = copy.read(['original_id'])
            self.assertNotIn(TITLE, str(values), user.name)
            for record in secret, request.sudo().message_ids, request.sudo().activity_ids:
                self.assertNotIn(request.name, str(record.with_user(user).sudo().mapped('display_name')))
        self.assertEqual(secret.with_user(self.officer).display_name, TITLE)

    def test_nothing_beside_it_is_counted(self):
        request = self._create_secret()
        self._talk_about(request)
        request.sudo().activity_schedule('mail.mail_activity_data_todo', user_id=self.officer.id, summary=TITLE)
        self.env['ir.attachment'].create({'name': TITLE, 'raw': b'x', 'res_model': REQUEST, 'res_id': request.id})
        request.with_user(self.officer).read(['note'])
        for mixin in ('office.secrecy.attached.mixin', 'office.secrecy.line.mixin'):
            for name in self.env.registry.descendants([mixin], '_inherit'):
                model = self.env[name]
                if model._abstract:
                    continue
                field = 'request_id' if 'line' in name else model._document_id_field
                domain = [(field, '=', request.id)]
                if field != 'request_id':
                    domain.append((model._document_model_field, '=', REQUEST))
                for user in self._get_outsiders():
                    theirs = model.with_user(user)
                    if theirs.has_access('read'):
                        with self.subTest(user=user.name, model=name):
                            self.assertEqual(theirs.search_count(domain), 0)

    def test_who_reads_the_lines_is_recorded(self):
        request = self._create_secret()
        lines = request.line_ids.with_user(self.officer)
        lines.read(['product_id'])
        lines.export_data(['product_id/name'])
        rows = self.env['office.secrecy.log'].search([('res_id', '=', request.id), ('user_id', '=', self.officer.id)])
        self.assertEqual(set(rows.mapped('action')), {'read', 'export'})

    def test_dialog_of_a_document_that_one_may_not_see(self):
        request = self._create_secret()
        classify = self.env['office.secrecy.classify']
        values = {'res_model': REQUEST, 'res_id': request.id, 'reason': "x"}
        for user in self._get_outsiders():
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    classify.with_user(user).create(values)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    classify.with_user(user).create(
                        {**values, 'secrecy_level': 'public', 'allowed_user_ids': []}).read(['company_id'])
        wizard = classify.with_user(self.officer).create(values)
        self.assertEqual(wizard.secrecy_level, 'secret')
        self.assertEqual(wizard.allowed_user_ids, self.officer)

    def test_undertaking_of_somebody_else_in_the_dialog(self):
        undertaking = self.env['office.secrecy.undertaking'].search([('user_id', '=', self.head.id)], limit=1)
        with self.assertRaises(AccessError):
            self.env['office.secrecy.undertaking.sign'].with_user(self.colleague).create(
                {'undertaking_id': undertaking.id}).read(['text'])
        with self.assertRaises(AccessError):
            self.env['office.secrecy.undertaking.sign'].with_user(self.colleague).create(
                {'undertaking_id': undertaking.id}).read(['undertaking_id'])

    def test_number_in_a_transfer_after_the_level_was_raised(self):
        request = self._create_approved(note=TITLE)
        picking = request.sudo().picking_ids
        self.assertEqual(picking.origin, request.name)
        request._classify('secret', self.officer, "A lawsuit")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(picking.origin)
        for records, names in ((picking, ['display_name', 'origin', 'supply_request_id', 'move_ids']),
                               (picking.move_ids, ['display_name', 'origin', 'reference', 'supply_request_id']),
                               (picking.move_line_ids, ['display_name', 'origin', 'reference', 'move_id'])):
            self.assertNotIn(request.name, str(records.with_user(self.keeper).read(names)))
        request._classify('public', self.officer, "It is over")
        self.assertEqual(picking.origin, request.name)

    def test_items_in_the_stock(self):
        """Odoo lets every employee read what moves in the stock."""
        request = self._create_secret()
        request.with_user(self.head).action_approve()
        lines = request.sudo().picking_ids.move_line_ids
        self.env.flush_all()
        self.env.invalidate_all()
        for user in self.colleague | self.stranger | self.administrator | self.auditor:
            with self.subTest(user=user.name):
                self.assertFalse(lines.with_user(user).search([('id', 'in', lines.ids)]))
                self.assertFalse(lines.with_user(user)._filtered_access('read'))
        for user in self.keeper | self.officer:
            self.assertEqual(lines.with_user(user).search([('id', 'in', lines.ids)]), lines)
            self.assertTrue(lines.with_user(user).has_access('read'))

    def test_administrator_changes_no_rule_of_secrecy(self):
        rules = self.env['ir.rule'].search([
            ('groups', '=', False), '|',
            ('domain_force', '=like', "%cleared', '=', True)]"), ('domain_force', '=', "[(0, '=', 1)]")])
        self.assertIn('stock.move.line', rules.mapped('model_id.model'))
        for values in ({'active': False}, {'domain_force': "[(1, '=', 1)]"}, {'perm_read': False},
                       {'groups': [Command.set(self.env.ref('base.group_system').ids)]}):
            for rule in rules:
                with self.assertRaisesRegex(UserError, "cannot be changed"):
                    rule.with_user(self.administrator).write(values)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            rules.with_user(self.administrator).unlink()
        other = self.env['ir.rule'].with_user(self.administrator).create(
            {'name': "x", 'model_id': self.env['ir.model']._get_id('res.partner')})
        other.active = False
        other.unlink()

    def test_administrator_gives_himself_rights(self):
        self._create_approved().with_user(self.officer)._hand_over(self.manager, TITLE)
        request = self._create_secret()
        self.env['office.secrecy.log']._append(request, 'read')
        names = ['office.hand.over', 'office.transition', 'office.number.counter', 'office.deadline',
                 'office.approval.step', 'office.approval.assignment', 'bus.bus', 'office.deadline.pause']
        self.env['ir.model.access'].with_user(self.administrator).create([{
            'name': name, 'model_id': self.env['ir.model']._get_id(name),
            'group_id': self.env.ref('base.group_system').id, 'perm_read': True, 'perm_write': True,
            'perm_create': True, 'perm_unlink': True,
        } for name in [*names, 'office.secrecy.undertaking', 'office.secrecy.log']])
        for name in names:
            with self.subTest(name=name):
                self.assertFalse(self.env[name].with_user(self.administrator).search_count([]))
                if name not in ('bus.bus', 'office.deadline.pause'):
                    records = self.env[name].search([], limit=1)
                    self.assertTrue(records)
                    self.assertFalse(records.with_user(self.administrator).has_access('read'))
        own = self.env['office.secrecy.undertaking'].create({
            'user_id': self.administrator.id, 'company_id': self.company.id, 'training_date': fields.Date.today(),
            'text': "<p>x</p>"})
        with self.assertRaisesRegex(AccessError, "as it was issued"):
            own.with_user(self.administrator).write({'sign_datetime': fields.Datetime.now(), 'level': 'secret'})
        with self.assertRaisesRegex(UserError, "never by hand"):
            self.env['office.secrecy.log'].with_user(self.administrator).create({
                'res_model': REQUEST, 'res_id': request.id, 'company_id': self.company.id, 'secrecy_level': 'secret',
                'user_id': self.officer.id, 'action': 'read', 'datetime': fields.Datetime.now()})

    def test_administrator_adds_no_field_that_reads_a_secret(self):
        fields_of_administrator = self.env['ir.model.fields'].with_user(self.administrator)
        for model, related in (('stock.move', 'supply_request_id.note'), ('stock.picking', 'supply_request_id.name'),
                               ('stock.move', 'supply_line_id.quantity'),
                               ('stock.move', 'supply_line_id.request_id.note')):
            with self.assertRaisesRegex(ValidationError, "not cleared for it"), self.env.cr.savepoint():
                fields_of_administrator.create({
                    'model_id': self.env['ir.model']._get_id(model), 'name': 'x_secret', 'field_description': "Secret",
                    'ttype': 'text' if 'note' in related else 'char' if 'name' in related else 'float',
                    'related': related, 'store': False})

    def test_administrator_adds_no_field_that_tracks_a_secret(self):
        with self.assertRaisesRegex(ValidationError, "cannot be tracked"):
            self.env['ir.model.fields'].with_user(self.administrator).create({
                'model_id': self.env['ir.model']._get_id('res.partner'), 'name': 'x_request', 'tracking': 1,
                'field_description': "Request", 'ttype': 'many2one', 'relation': REQUEST})

    def test_number_of_what_waits_for_somebody_else(self):
        self.env['office.substitution'].with_user(self.head).create({
            'user_id': self.head.id, 'substitute_id': self.colleague.id,
            'start': fields.Datetime.now() - timedelta(hours=1), 'stop': fields.Datetime.now() + timedelta(days=1)})
        self._create_request().action_submit()
        self._create_secret()
        substitution = self.env['office.substitution'].search([('user_id', '=', self.head.id)])
        self.assertEqual(substitution.with_user(self.head).waiting_count, 2)
        for user in self.colleague | self.auditor | self.administrator:
            self.assertEqual(substitution.with_user(user).waiting_count, 1, user.name)


@tagged('post_install', '-at_install')
class TestBadInput(SecrecyMixin, OfficeSupplyMixin, TransactionCase):
    """What nobody sends from a screen is refused in a sentence, and not by an error of Python or of PostgreSQL."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()

    def test_dialogs(self):
        for res_ids in (5, True, 'x', {'a': 1}, [True], [-1], [2**31], [[1]], [None], [1.5]):
            for model, values in (('office.closing.confirm', {'rating': '5'}),
                                  ('office.closing.reason', {'verb': 'cancel', 'reason': "x"}),
                                  ('office.hand.over.pass', {'verb': 'pass', 'note': "x"})):
                with self.subTest(model=model, res_ids=res_ids), self.env.cr.savepoint(), self.assertRaises(UserError):
                    self.env[model].with_user(self.user).create(
                        {'res_model': REQUEST, 'res_ids': res_ids, **values}).action_confirm()

    def test_the_same_document_several_times(self):
        done, approved = self._create_approved(), self._create_approved()
        self._hand_out(done)
        self.env['office.closing.confirm'].with_user(self.user).create(
            {'res_model': REQUEST, 'res_ids': done.ids * 3, 'rating': '5'}).action_confirm()
        self.assertEqual(len(done.sudo().rating_ids), 1)
        passing = self.env['office.hand.over.pass'].with_user(self.manager).create({
            'verb': 'decide', 'note': "x", 'user_id': self.manager.id, 'res_model': REQUEST,
            'res_ids': approved.ids * 3})
        passing.action_confirm()
        self.assertEqual(self.env['office.hand.over'].search_count([('res_id', '=', approved.id)]), 1)

    def test_pages(self):
        for name in (5, None, [], {}, 'x'):
            with self.assertRaisesRegex(UserError, "no such page"):
                self.env['office.rights'].with_user(self.manager).get_page(name)

    def test_undertaking_without_a_day_or_for_ever(self):
        undertakings = self.env['office.secrecy.undertaking'].with_user(self.manager)
        values = {'user_id': self.stranger.id, 'training_date': fields.Date.today()}
        for end in ('9999-12-31', '0001-01-01'):
            with self.assertRaisesRegex(ValidationError, "choose a"), self.env.cr.savepoint():
                undertakings.create({**values, 'end_date': end})
        result = undertakings.load(
            ['user_id/.id', 'training_date', 'end_date', 'text'],
            [[str(self.stranger.id), str(fields.Date.today()), '', "x"]])
        self.assertFalse(result['ids'])
        self.assertNotIn("TypeError", str(result['messages']))

    def test_signature_that_is_no_picture(self):
        undertaking = self.env['office.secrecy.undertaking'].create({
            'user_id': self.stranger.id, 'company_id': self.company.id, 'training_date': fields.Date.today(),
            'text': "<p>x</p>"})
        for signature in ("x", "!!!", b'aGVsbG8=', SIGNATURE[:20]):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.env['office.secrecy.undertaking.sign'].with_user(self.stranger).create(
                    {'undertaking_id': undertaking.id, 'signature': signature}).action_confirm()
        self.assertFalse(undertaking.sign_datetime)
