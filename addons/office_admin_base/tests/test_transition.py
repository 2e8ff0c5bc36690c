from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestCheck(OfficeTestCommon):

    def test_check_knows_who_asks(self):
        asked = []
        plain = self.env.registry['office.test.request']._check_can_done

        def check(requests, by=None):
            asked.append((by, requests.env.user))
            plain(requests, by)

        self.patch(self.env.registry['office.test.request'], '_check_can_done', check)
        self._create_done()
        reopened = self._create_done()
        self._reopen(reopened)
        asked.clear()
        self._say(reopened, self.officer, 'action_done', "Here it is")
        self._serve(self._create_approved())
        self.assertEqual(set(asked), {(None, self.officer), (ENGINE, self.officer)})
        self.assertEqual(asked[-1], (ENGINE, self.officer))


@tagged('post_install', '-at_install')
class TestTransition(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls.env['office.transition']._create_as_system([{
            'res_model': 'res.partner', 'res_id': cls.env.user.partner_id.id, 'company_id': cls.env.company.id,
            'verb': 'submit', 'state_from': 'draft', 'state_to': 'submitted', 'user_id': cls.env.uid,
            'datetime': '2026-03-02 01:30:00'}])

    def test_system_code_does_not_change_or_delete_it(self):
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.step.verb = 'approve'
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.step.unlink()

    def test_system_code_appends_by_documents_only(self):
        for records in (self.env['office.transition'], self.step):
            with self.assertRaisesRegex(UserError, "is not made by hand"):
                records.create({'verb': 'approve'})
        with self.assertRaisesRegex(UserError, "is not made by hand"):
            self.step.copy()

    def test_administrators_have_no_access(self):
        administrator = new_test_user(self.env, 'base_administrator', 'base.group_user,base.group_system')
        step = self.step.with_user(administrator)
        for operation in ('read', 'write', 'create', 'unlink'):
            self.assertFalse(step.has_access(operation))
        with self.assertRaises(AccessError):
            step.read(['verb'])
