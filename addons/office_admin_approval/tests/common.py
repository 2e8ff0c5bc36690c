from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.office_admin_test.tests.common import OfficeRequestMixin, OfficeTestMixin

RULE = 'office.approval.rule'


class ApprovalOfficeMixin(OfficeRequestMixin):
    """A boss above the head of the office, and the rule of its requests, to be changed; before the office of an app."""

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.boss = cls._create_user('sup_boss')
        cls.boss_employee = cls._create_employee(cls.boss, cls.office)
        cls.head_employee.parent_id = cls.boss_employee
        cls.rule = cls.env[RULE].search([('res_model', '=', cls.request_model), ('company_id', '=', cls.company.id)])
        cls.env.flush_all()

    def _set_steps(self, *steps, **values):
        """Let the rule of the requests have ``steps``, dicts of values."""
        self.rule.write({
            'step_ids': [Command.clear()] + [
                Command.create({'sequence': 10 * index, **step}) for index, step in enumerate(steps, 1)],
            **values,
        })

    def _named(self, *users, **values):
        return {'who': 'users', 'user_ids': [Command.set([user.id for user in users])], **values}


class ApprovalMixin(ApprovalOfficeMixin, OfficeTestMixin):
    """Approvals of the request that needs nothing else."""


class ApprovalCase(TransactionCase):
    """Behind an office with approvals; what the scheduled action would commit is written only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.nobody = cls.env['res.users']

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))


class ApprovalCommon(ApprovalMixin, ApprovalCase):
    pass
