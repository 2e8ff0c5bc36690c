"""What a screen sends in is looked up with the rights of its sender, in whichever form Odoo takes it."""
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin

REQUEST = 'office.test.request'
LINE = 'office.test.request.line'
NOT_YOURS = "not for you, or that is gone"


@tagged('post_install', '-at_install')
class TestSentLinks(SecrecyMixin, OfficeTestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.secret = cls._create_secret()

    def _refuse_onchange(self, model, values, specification, user=None):
        model = self.env[model].with_user(user or self.stranger)
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            model.onchange(values, list(values), specification)
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            model.with_context(**{f'default_{name}': value for name, value in values.items()}).onchange(
                {}, [], specification)

    def test_items_of_a_secret_request(self):
        line_id = self.secret.line_ids.id
        for command in (
            [4, line_id, 0], [4, str(line_id), 0], [4, float(line_id), 0], [6, 0, [line_id]], [1, line_id, {}], line_id,
            {'id': line_id}, [0, 'virtual_1', {'request_id': self.secret.id}],
        ):
            with self.subTest(command=command):
                for user in self.stranger | self.foreigner | self.administrator:
                    with self.assertRaisesRegex(AccessError, NOT_YOURS):
                        self.env[REQUEST].with_user(user).onchange(
                            {'line_ids': [command]}, ['line_ids'], {'line_ids': {}, 'item_summary': {}})
        self._refuse_onchange(REQUEST, {'line_ids': [[4, line_id, 0]]}, {'line_ids': {}, 'item_summary': {}})

    def test_for_whom_it_is(self):
        wanted = {'company_id': {}, 'state': {}}
        for sent in self.secret.id, [self.secret.id, "x"], {'id': self.secret.id}:
            with self.assertRaisesRegex(AccessError, NOT_YOURS):
                self.env[LINE].with_user(self.colleague).onchange({'request_id': sent}, ['request_id'], wanted)
        self._refuse_onchange(LINE, {'request_id': self.secret.id}, wanted, self.auditor)

    def test_what_was_said_of_it(self):
        message = self.secret.message_ids[:1]
        self._refuse_onchange('mail.mail', {'mail_message_id': message.id}, {'body': {}}, self.administrator)

    def test_name_and_level_by_model_and_id(self):
        about = {'res_id': self.secret.id, 'model': REQUEST}
        self._refuse_onchange('mail.message', about, {'record_name': {}})
        self._refuse_onchange('mail.message', {**about, 'res_id': f' {self.secret.id} '}, {'record_name': {}})
        self._refuse_onchange('mail.activity', {
            'res_id': self.secret.id, 'res_model_id': self.env['ir.model']._get_id(REQUEST)}, {'res_name': {}})
        self._refuse_onchange(
            'mail.compose.message', {'model': REQUEST, 'res_ids': f'[{self.secret.id}]'}, {'subject': {}})

    def test_refusal_tells_nothing(self):
        """Not even whether there is one."""
        told = set()
        gone = self.env[REQUEST].create({}).id + 1000
        for request_id in self.secret.id, gone:
            with self.assertRaises(AccessError) as caught:
                self.env[LINE].with_user(self.stranger).onchange(
                    {'request_id': request_id}, ['request_id'], {'state': {}})
            told.add(str(caught.exception))
        self.assertEqual(len(told), 1)

    def test_default_that_a_user_has_stored(self):
        self.env['ir.default'].with_user(self.stranger).set(LINE, 'request_id', self.secret.id, user_id=True)
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            self.env[LINE].with_user(self.stranger).onchange({}, [], {'request_id': {}, 'state': {}})
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            self.env[LINE].with_user(self.stranger).default_get(['request_id'])

    def test_who_may_read_it_works_as_before(self):
        for user in self.user | self.officer:
            told = self.env[LINE].with_user(user).onchange(
                {'request_id': self.secret.id}, ['request_id'], {'state': {}})
            self.assertEqual(told['value'], {'state': 'submitted'})

    def test_own_items_are_found_by_their_ids(self):
        requests = self.env[REQUEST].with_user(self.user)
        for domain in ([('line_ids', 'in', self.secret.line_ids.ids)], [('line_ids', '!=', False)],
                       [('allowed_user_ids', 'in', self.officer.ids)]):
            self.assertIn(self.secret, requests.search(domain))
            self.assertNotIn(self.secret, requests.search(['!', *domain]))
            self.assertNotIn(self.secret, self.env[REQUEST].with_user(self.stranger).search(domain))
        self.assertFalse(requests.search([('id', '=', self.secret.id), ('line_ids', '=', False)]))

    def test_dialog_about_records_of_a_list(self):
        with self.assertRaisesRegex(AccessError, NOT_YOURS):
            self.env['mail.followers.edit'].with_user(self.administrator).with_context(
                active_model=REQUEST, active_ids=self.secret.ids).default_get(['res_ids'])

    def test_models_of_odoo_that_carry_documents_are_found(self):
        guarded = self.env['base']._get_guarded_models()
        self.assertLess({
            REQUEST, LINE, 'mail.message', 'mail.mail', 'mail.activity', 'mail.followers', 'mail.notification',
            'ir.attachment', 'rating.rating'}, guarded)
        self.assertFalse({'res.partner', 'res.users', 'res.company', 'hr.employee', 'hr.department'} & guarded)
