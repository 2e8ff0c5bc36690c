from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import PublicMixin


@tagged('post_install', '-at_install')
class TestPublicLink(PublicMixin, TransactionCase):

    def setUp(self):
        super().setUp()
        self.token = self.chair._make_public_token()
        self.link = self.env['office.public.link'].search([('res_id', '=', self.chair.id)])
        self.things = self.env['office.test.thing'].with_user(self.env.ref('base.public_user'))

    def test_the_token_is_long_new_each_time_and_kept_nowhere(self):
        other = self.chair._make_public_token()
        self.assertNotEqual(other, self.token)
        self.assertEqual((len(other), self.things._find_public(other)), (43, self.chair))
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM office_public_link")
        rows = str(self.env.cr.fetchall())
        self.assertNotIn(self.token, rows)
        self.assertTrue(self.chair._get_public_address(other).endswith(f'/office/test/thing/{other}'))

    def test_nobody_reads_exports_or_makes_links(self):
        for user in (self.user, self.officer, self.manager, self.auditor, self.env.ref('base.user_admin')):
            user.group_ids += self.env.ref('base.group_allow_export')
            links = self.link.with_user(user)
            for reading in (
                    lambda links: links.read(['res_id']), lambda links: links.search([]),
                    lambda links: links.export_data(['id', 'token_hash']), lambda links: links.unlink(),
                    lambda links: links.search_count([('token_hash', '=like', 'a%')])):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    reading(links)
        with self.assertRaises(UserError):
            self.link.create({'res_model': 'office.test.thing', 'res_id': 1, 'token_hash': 'chosen'})
        with self.assertRaises(UserError):
            self.link.write({'res_id': 2})

    def test_not_even_who_was_given_all_rights_reads_the_hash(self):
        self.env['ir.model.access'].create({
            'name': "All", 'model_id': self.env['ir.model']._get_id('office.public.link'),
            'group_id': self.env.ref('base.group_system').id, 'perm_read': True})
        self.env.ref('office_admin_public.office_public_link_rule_nobody').active = False
        links = self.link.with_user(self.env.ref('base.user_admin'))
        self.assertNotIn('token_hash', links.fields_get())
        self.assertNotIn('token_hash', links.read()[0])
        for reading in (lambda: links.read(['token_hash']), lambda: links.search([('token_hash', '=like', 'a%')])):
            with self.assertRaises(AccessError):
                reading()

    def test_it_ends_and_expires(self):
        soon = self.chair._make_public_token(fields.Datetime.now() + timedelta(hours=1))
        past = self.chair._make_public_token(fields.Datetime.now() - timedelta(seconds=1))
        self.assertEqual(
            [bool(self.things._find_public(token)) for token in (self.token, soon, past)], [True, True, False])
        self.env['office.public.link']._clear_expired()
        self.assertEqual(self.env['office.public.link'].search_count([('res_id', '=', self.chair.id)]), 2)
        self.chair._end_public_links()
        self.assertFalse(self.things._find_public(self.token) | self.things._find_public(soon))

    def test_it_opens_only_what_it_was_made_for(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self.assertEqual(self.things._find_public(self.token, self.company), self.chair)
        self.assertFalse(self.things._find_public(self.token, elsewhere))
        self.assertFalse(self.env['office.public.link']._find('office.test.loan', self.token))
        for nonsense in (
                '', 'x', None, 5, self.token + ' ', self.token[:-1], "' OR 1=1 --", self.link.sudo().token_hash):
            self.assertFalse(self.things._find_public(nonsense), nonsense)

    def test_what_is_archived_moved_or_deleted_has_no_page(self):
        self.chair.active = False
        self.assertFalse(self.things._find_public(self.token))
        self.chair.active = True
        self.assertTrue(self.things._find_public(self.token))
        self.chair.company_id = self.env['res.company'].create({'name': "Elsewhere"})
        self.assertFalse(self.things._find_public(self.token))
        self.chair.unlink()
        self.assertFalse(self.things._find_public(self.token))
        self.assertFalse(self.link.exists())

    def test_links_of_an_app_that_went_are_cleared(self):
        self.link._write_as_system({'res_model': 'office.gone'})
        self.link._clear_expired()
        self.assertFalse(self.link.exists())
