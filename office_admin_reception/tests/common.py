from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.office_admin_test.tests.common import OfficeRequestMixin


class OfficeVisitMixin(OfficeRequestMixin):
    """Paper Street with a site, and a receptionist at its front desk."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.site = cls.env['office.place'].create({'name': "Main Site", 'kind': 'site', 'company_id': cls.company.id})
        cls.desk = cls._create_user('sup_desk', 'office_admin_base.position_receptionist')

    @classmethod
    def _create_visit(cls, user=None, guests=("Ann Lee",), hours=1, **values):
        """Make a draft as ``user`` for guests of these names, who come so many hours from now.

        Who comes soon comes today, also late in the evening: of guests of another day the desk is asked first.
        """
        begin = fields.Datetime.now() + timedelta(hours=hours)
        if hours <= 1:
            company = (user or cls.user).company_id
            midnight = company._get_office_moment(company._get_office_today() + timedelta(days=1))
            begin = min(begin, midnight - timedelta(minutes=1))
        return cls.env['office.visit'].with_user(user or cls.user).create({
            'begin_datetime': begin, 'end_datetime': begin + timedelta(hours=1),
            'guest_ids': [Command.create({'name': name}) for name in guests], **values})

    @classmethod
    def _create_permit(cls, **values):
        """Prepare a work permit as the front desk."""
        return cls.env['office.visit.permit'].with_user(cls.desk).create({
            'organisation': "Acme", 'work': "Welding",
            'valid_until': fields.Date.today() + timedelta(days=7), **values})

    @classmethod
    def _announce(cls, user=None, **values):
        visit = cls._create_visit(user, **values)
        visit.action_announce()
        return visit

    def _run_action(self, method):
        """Let a scheduled action of visits do its work; nothing is committed in tests."""
        with patch.object(self.env.registry['ir.cron'], '_commit_progress', lambda *_args, **_kwargs: 60):
            getattr(self.env['office.visit'], method)()
        self.env.invalidate_all()

    @classmethod
    def _let_in(cls, **values):
        """Announce a visit whose guests arrive at once."""
        visit = cls._announce(**values)
        visit.with_user(cls.desk).action_arrive()
        visit.invalidate_recordset()
        return visit


class OfficeVisitCommon(OfficeVisitMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
