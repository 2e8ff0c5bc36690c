from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time

from .common import OfficeVisitCommon

EMERGENCY = 'office.emergency'


class EmergencyCommon(OfficeVisitCommon):
    """A kind of emergency in which the colleague is called, then the stranger as their deputy, then the head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls._make_kind(
            {'user_ids': [Command.set(cls.colleague.ids)], 'deputy_ids': [Command.set(cls.stranger.ids)], 'minutes': 2},
            {'user_ids': [Command.set(cls.head.ids)], 'minutes': 3})

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))

    @classmethod
    def _make_kind(cls, *steps, company=None):
        return cls.env['office.emergency.kind'].create({
            'name': "Fire", 'company_id': (company or cls.company).id,
            'step_ids': [Command.create({'sequence': number, **step}) for number, step in enumerate(steps)]})

    @classmethod
    def _draft(cls, user=None, **values):
        return cls.env[EMERGENCY].with_user(user or cls.user).create(
            {'kind_id': cls.kind.id, 'place_id': cls.site.id, 'note': "Smoke in the kitchen", **values})

    @classmethod
    def _raise(cls, user=None, **values):
        emergency = cls._draft(user, **values)
        emergency.action_raise()
        emergency.invalidate_recordset()
        return emergency.with_env(cls.env)

    def _go_on(self, begin, minutes):
        """Let the scheduled action run so many minutes after ``begin``."""
        with freeze_time(begin + timedelta(minutes=minutes, seconds=1)):
            self.env[EMERGENCY]._cron_call_on()
            self.env.invalidate_all()

    def _get_told(self, emergency):
        """Return the people to whom messages were sent, in order."""
        messages = self.env['mail.message'].search([
            ('model', '=', EMERGENCY), ('res_id', '=', emergency.id), ('message_type', '=', 'user_notification'),
        ], order='id')
        return [user for message in messages for user in message.notified_partner_ids.user_ids]
