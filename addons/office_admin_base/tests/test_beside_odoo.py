"""Guards on every model of Odoo leave it as it is: what core's own suites found, in the smallest form."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestBesideOdoo(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'beside_user', groups='base.group_user,base.group_partner_manager')
        cls.portal = cls.env.ref('base.group_portal')
        cls.company = cls.env['res.company'].create({'name': "Elsewhere"})

    def test_lines_that_the_user_may_not_see_stay_out_of_a_form(self):
        partner = self.env['res.partner'].create({'name': "Two Desks"})
        hidden, shown = self.env['res.users'].create([
            {'login': 'beside_hidden', 'partner_id': partner.id, 'group_ids': [Command.set(self.portal.ids)],
             'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]},
            {'login': 'beside_shown', 'partner_id': partner.id}])
        self.env.invalidate_all()
        partner = partner.with_user(self.user)
        partner.onchange(
            {'name': "Three Desks", 'user_ids': [Command.update(shown.id, {'login': "another"})]}, ['name'],
            {'name': {}, 'user_ids': {'fields': {'login': {}}}})
        self.assertEqual(partner.user_ids, shown)
        self.env.invalidate_all()
        self.assertEqual(partner.sudo().user_ids, shown | hidden)

    def test_message_on_a_document_of_odoo_asks_nothing_more(self):
        partner = self.user.partner_id.with_user(self.user)
        messages = partner.message_post(body="Hello")
        self.env.flush_all()
        messages.invalidate_recordset(['res_id'])
        self.assertTrue(messages.sudo().model)
        with self.assertQueryCount(0):
            self.assertFalse(messages._filter_history())

    def test_files_made_just_now_are_not_looked_up(self):
        files = self.env['ir.attachment'].with_user(self.user).create([
            {'name': name, 'raw': b'A'} for name in ("a.txt", "b.txt")])
        self.env.flush_all()
        files._check_readable(files[0])  # reads what rights the user has
        with self.assertQueryCount(0):
            files._check_readable(files[1])

    def test_new_users_are_looked_for_when_they_are_complete(self):
        """Odoo looks for what lists some of its own records by a domain while one of them is made, and stores half."""
        lists = [
            field for model in self.env.registry.values() if model._name.startswith('office.')
            for field in model._fields.values()
            if field.type in ('one2many', 'many2many') and field.store and field.comodel_name == 'res.users']
        self.assertTrue(lists)
        for field in lists:
            with self.subTest(field=str(field)):
                self.assertFalse(field.get_comodel_domain(self.env[field.model_name]))
