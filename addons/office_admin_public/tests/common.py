from odoo.tools import SQL

from odoo.addons.office_admin_test.tests.office import OfficeMixin


def forget_tries(env):
    """Let counting begin anew: what was counted stays also when a test ends.

    :param env: any environment of the database
    """
    env['office.public.counter']._run(SQL("DELETE FROM office_public_counter RETURNING n"))


class PublicMixin(OfficeMixin):
    """Paper Street with a thing that has a public page. Counters stay when a test ends, so each begins without them."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.chair = cls.env['office.test.thing'].create({
            'name': "Office Chair", 'code': 'FA-0001', 'company_id': cls.company.id})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def setUp(self):
        super().setUp()
        forget_tries(self.env)

    def _set_limits(self, **limits):
        for name, limit in limits.items():
            self.env['ir.config_parameter'].set_param(f'office_admin_public.{name}', limit)
