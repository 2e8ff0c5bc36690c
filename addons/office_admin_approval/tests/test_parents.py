from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin
from odoo.addons.office_admin_test.tests.secrecy import SecrecyMixin


@tagged('post_install', '-at_install')
class TestParents(SecrecyMixin, OfficeTestMixin, TransactionCase):
    """A secret stays one in whatever order the parents of a request are named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_secrecy()
        cls.secret = cls._create_secret()
        # has the right to serve and to decide, and no undertaking
        cls.curious = cls._create_user('sup_curious', 'office_admin_base.position_officer')
        cls._create_employee(cls.curious, cls.sales)

    def test_order_of_parents(self):
        mixin = self.env.registry['office.request.mixin']
        parents = mixin.__bases__
        mixins = [parent for parent in parents if parent._name != 'office.request.mixin' and parent._name != 'base']
        own = [parent for parent in parents if parent not in mixins]
        self.addCleanup(setattr, mixin, '__bases__', parents)
        *others, workflow = mixins  # a parent stands before its own parents
        turns = [others[place:] + others[:place] for place in range(len(others))]
        orders = [[*turn, workflow] for way in turns for turn in (way, way[::-1])]
        for order in [*orders, [*others[1:], workflow, others[0]]]:
            definition, *rest = own
            mixin.__bases__ = (definition, *order, *rest)
            self.env.invalidate_all()
            with self.subTest(order=[parent._name for parent in order]):
                self._check_secret()

    def _check_secret(self):
        hidden = self.secret.with_user(self.curious)
        self.assertEqual(hidden.display_name, "Not for you (Secret)")
        self.assertEqual(self.secret.with_user(self.user).display_name, self.secret.sudo().name)
        with self.assertRaises(AccessError):
            hidden.check_access('read')
        people = self.curious | self.head
        secret_sudo = self.secret.sudo()
        self.assertEqual(secret_sudo._filter_approvers(people), self.head)
        self.assertEqual(secret_sudo._filter_readers(people), self.head)
        self.assertTrue(secret_sudo._is_restricted())
        self.assertIn(self.officer, secret_sudo._get_desk_users())
        self.assertNotIn(self.curious, secret_sudo._get_owner_candidates())
        for rung in ('holder', 'head', 'manager'):
            self.assertNotIn(self.curious, secret_sudo._get_escalation_users(rung, 'serve'))
