from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestSuperuser(HttpCase):

    def test_administrators_do_not_become_the_superuser(self):
        administrator = new_test_user(self.env, 'office_administrator', 'base.group_system')
        self.authenticate(administrator.login, administrator.login)
        self.assertEqual(self.url_open('/web/become').status_code, 403)
        info = self.make_jsonrpc_request('/web/session/get_session_info')
        self.assertEqual(info['uid'], administrator.id)
