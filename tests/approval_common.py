from odoo.fields import Command

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin
from odoo.addons.office_admin_test.tests.common import APPROVE, DECIDE, SUBSTITUTION  # noqa: F401

RULE = 'office.approval.rule'


class ApprovalMixin(OfficeSupplyMixin):
    """The office of the supply tests, with a boss above the head, and a rule of its own to change."""

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.boss = cls._create_user('sup_boss')
        cls.boss_employee = cls._create_employee(cls.boss, cls.office)
        cls.head_employee.parent_id = cls.boss_employee
        cls.paper.with_company(cls.company).standard_price = 10
        cls.rule = cls.env[RULE].search([
            ('res_model', '=', 'office.supply.request'), ('company_id', '=', cls.company.id)])
        cls.env.flush_all()

    def _set_steps(self, *steps, **values):
        """Let the rule of supply requests have ``steps``, dicts of values."""
        self.rule.write({
            'step_ids': [Command.clear()] + [
                Command.create({'sequence': 10 * index, **step}) for index, step in enumerate(steps, 1)],
            **values,
        })

    def _named(self, *users, **values):
        return {'who': 'users', 'user_ids': [Command.set([user.id for user in users])], **values}
