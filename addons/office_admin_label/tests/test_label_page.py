from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import LabelMixin


@tagged('post_install', '-at_install')
class TestLabelPage(LabelMixin, HttpCase):
    """What a phone opens that reads a label."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.theirs = cls._create_things({'name': "Theirs", 'code': 'FA-1234', 'company_id': cls.elsewhere.id})
        cls.env['office.label']._provide(cls.chair | cls.theirs)

    def _open(self, thing, user=None, **kwargs):
        if user:
            self.authenticate(user.login, user.login)
        return self._get(self.env['office.label']._get_labels_of(thing)[thing.id].token, **kwargs)

    def _get(self, token, query=''):
        return self.url_open(f'/office/l/{token}{query}', allow_redirects=False)

    def test_r74_it_opens_the_thing(self):
        page = self._open(self.chair, self.user)
        self.assertEqual(page.status_code, 303)
        self.assertIn(f'/odoo/office.test.thing/{self.chair.id}', page.headers['Location'])

    def test_who_is_not_logged_in_does_so_first(self):
        page = self._open(self.chair)
        self.assertEqual(page.status_code, 303)
        self.assertRegex(page.headers['Location'], '/web/login.*redirect=.*office')

    def test_nothing_is_said_of_what_is_not_theirs(self):
        portal = self.env['res.users'].create({
            'name': "Portal", 'login': 'label_portal', 'password': 'label_portal',
            'group_ids': [Command.set(self.env.ref('base.group_portal').ids)]})
        secret = self._create_things({'name': "Secret", 'code': 'FA-0009'})
        self.env['office.label']._provide(secret)
        self.env['ir.rule'].create({
            'name': "Hidden", 'model_id': self.env['ir.model']._get_id('office.test.thing'),
            'domain_force': f"[('id', '!=', {secret.id})]"})
        gone = self._create_things({'name': "Deleted", 'code': 'FA-0008'})
        self.env['office.label']._provide(gone)
        token = self.env['office.label']._get_labels_of(gone)[gone.id].token
        gone.unlink()
        pages = [self._open(self.theirs, self.user), self._open(secret), self._get(token), self._get('nothing123')]
        for page in pages:
            self.assertEqual(page.status_code, 404)
            self.assertEqual(page.text, pages[0].text)
            self.assertIn("This label opens nothing for you", page.text)
        self.assertEqual(self._open(self.chair, portal).status_code, 404)

    def test_it_changes_to_the_company_of_the_thing(self):
        self.user.company_ids += self.elsewhere
        page = self._open(self.theirs, self.user)
        self.assertIn(f'/odoo/office.test.thing/{self.theirs.id}', page.headers['Location'])
        self.assertIn(str(self.elsewhere.id), page.cookies['cids'])

    def test_of_what_has_ended_it_says_so_first(self):
        self.chair.active = False
        page = self._open(self.chair, self.user)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Office Chair is not in use any more.", page.text)
        self.assertEqual(page.headers['Cache-Control'], 'no-store')
        page = self._open(self.chair, query='?through=1')
        self.assertIn(f'/odoo/office.test.thing/{self.chair.id}', page.headers['Location'])

    def test_other_records_are_not_reached(self):
        """Whatever a row says that has not come from a thing with a label."""
        self.env['office.label']._create_as_system(
            [{'res_model': 'res.users', 'res_id': self.user.id, 'token': 'wrongmodel'}])
        self.authenticate(self.user.login, self.user.login)
        self.assertEqual(self._get('wrongmodel').status_code, 404)
