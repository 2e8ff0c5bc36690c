from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import LabelMixin


@tagged('post_install', '-at_install')
class TestLabel(LabelMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def _get_labels(self, things):
        return self.env['office.label'].search([('res_model', '=', things._name), ('res_id', 'in', things.ids)])

    def test_prints_are_counted_and_the_address_stays(self):
        self._open_dialog(self.chair | self.desk, copies=2).action_print()
        label, token = self._get_labels(self.chair), self._get_labels(self.chair).token
        self.assertRecordValues(label, [{'print_count': 2}])
        dialog = self._open_dialog(self.chair, copies=1)
        self.assertEqual((dialog.label_count, dialog.again_count), (1, 1))
        dialog.action_print()
        self.assertRecordValues(label, [{'print_count': 3, 'token': token}])
        self.assertEqual((self.chair | self.desk).with_user(self.user).mapped('label_count'), [3, 2])

    def test_who_may_not_change_a_thing_prints_no_label(self):
        with self.assertRaises(AccessError):
            self.chair.with_user(self.user).action_print_labels()
        dialog = self.env['office.label.print'].with_user(self.user).create(
            {'res_model': self.chair._name, 'res_ids': self.chair.ids})
        with self.assertRaises(AccessError):
            dialog.action_print()
        self.env['office.label']._provide(self.chair)
        with self.assertRaises(AccessError):
            dialog._get_pages()

    def test_dialog_is_about_things_with_labels_only(self):
        for model, ids in (('res.users', [2]), ('office.label.mixin', [1]), (self.chair._name, ['1']), ('x', [1])):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.env['office.label.print'].with_user(self.officer).create(
                    {'res_model': model, 'res_ids': ids}).action_print()

    def test_labels_are_made_by_nobody(self):
        for user in (self.officer, self.env.ref('base.user_admin')):
            labels = self.env['office.label'].with_user(user)
            with self.assertRaises(AccessError):
                labels.search([])
            for made_by in (labels, labels.sudo()):
                with self.assertRaises(UserError):
                    made_by.create({'res_model': self.chair._name, 'res_id': self.chair.id, 'token': 'chosen'})
        label = self.env['office.label']._provide(self.chair)[self.chair]
        with self.assertRaises(UserError):
            label.write({'token': 'chosen'})

    def test_no_code_too_many_and_nonsense(self):
        bare = self._create_things({'name': "Bare"})
        with self.assertRaisesRegex(UserError, "Bare: there is no code"):
            (self.chair | bare).with_user(self.officer).action_print_labels()
        for values in ({'copies': 0}, {'copies': 1001}, {'start': 0}, {'copies': -1}):
            with self.subTest(values), self.assertRaises(UserError):
                self._open_dialog(self.chair, **values).action_print()
        self.assertFalse(self._get_labels(self.chair))
        with self.assertRaisesRegex(UserError, "Press Print"):
            self._open_dialog(self.chair)._get_pages()

    def test_what_is_scanned_is_opened(self):
        things = self.env['office.test.thing'].with_user(self.user)
        address = self.env['office.label']._provide(self.chair)[self.chair]._get_address('FA-0001')
        for text in (address, 'FA-0001'):
            action = things.action_open_scanned(text)
            self.assertEqual((action['res_model'], action['res_id']), ('office.test.thing', self.chair.id))
        for text, name in (('FA-9', 'FA-9'), (address.replace('/l/', '/l/x'), 'FA-0001'), (5, '5')):
            with self.assertRaisesRegex(UserError, f"Nothing that you may see has the code {name}"):
                things.action_open_scanned(text)
        second = self.env['res.company'].create({'name': "Second"})
        theirs = self._create_things({'name': "Theirs", 'code': 'FA-0001', 'company_id': second.id})
        self.assertEqual(things.action_open_scanned('FA-0001')['res_id'], self.chair.id)
        self.user.company_ids += second
        self.assertEqual(
            things.action_open_scanned('FA-0001')['domain'], [('id', 'in', (self.chair | theirs).ids)])

    def test_what_is_scanned_or_typed_is_found(self):
        address = self.env['office.label']._provide(self.chair)[self.chair]._get_address('FA-0001')
        gone = self._create_things({'name': "Gone", 'code': 'FA-0003', 'active': False})
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self._create_things({'name': "Theirs", 'code': 'FA-0004', 'company_id': elsewhere.id})
        texts = [
            address, 'FA-0002', 'ＦＡ－０００２ ', 'FA-0003', 'FA-0004', 'FA-9', address.replace('/l/', '/l/x'),
            'http://evil/office/l/', 'fa-0002']
        found = self.env['office.test.thing'].with_user(self.user)._find_scanned(texts)
        self.assertEqual([found[text].ids for text in texts], [
            self.chair.ids, self.desk.ids, self.desk.ids, gone.ids, [], [], [], [], self.desk.ids])
        self.assertEqual(self.env['office.test.thing']._find_scanned([]), {})
        # a code that is written so goes before one that is not
        small = self._create_things({'name': "Small", 'code': 'fa-0002'})
        found = self.env['office.test.thing']._find_scanned(['fa-0002', 'FA-0002'])
        self.assertEqual((found['fa-0002'], found['FA-0002']), (small, self.desk))
