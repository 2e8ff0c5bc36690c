from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time

from odoo.addons.office_admin_test.tests.common import OfficeRequestMixin, OfficeTestMixin

DEADLINE = 'office.deadline'
LATE = 'office_admin_worktime.mail_activity_type_late'


def local(*moment):
    """A moment in Shanghai as Odoo stores it."""
    return datetime(*moment) - timedelta(hours=8)


class PromiseMixin(OfficeRequestMixin):
    """An office in Shanghai that works from 9:00 to 12:00 and 13:00 to 18:00, with the holidays of 2026.

    It stands before the office of an app.
    """

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.calendar = cls.env['resource.calendar'].create({
            'name': "Office Hours", 'company_id': cls.company.id, 'tz': 'Asia/Shanghai',
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': "Work", 'dayofweek': day, 'hour_from': start, 'hour_to': stop,
                                'day_period': period})
                for day in '01234' for start, stop, period in ((9, 12, 'morning'), (13, 18, 'afternoon'))]})
        cls.company.resource_calendar_id = cls.calendar
        cls.env.user.tz = 'Asia/Shanghai'
        (cls.user | cls.head | cls.officer | cls.manager | cls.colleague).tz = 'Asia/Shanghai'
        cls.env['office.adjusted.workday.load'].with_company(cls.company).create({
            'country_id': cls.env.ref('base.cn').id, 'year': '2026', 'calendar_ids': cls.calendar.ids}).action_confirm()
        cls.boss = cls._create_user('sup_boss')
        cls.head_employee.parent_id = cls._create_employee(cls.boss, cls.office)
        cls.env.flush_all()

    @classmethod
    def _submit_at(cls, *moment, **values):
        with freeze_time(local(*moment)):
            return cls._submit(need_date=values.pop('need_date', date(2026, 3, 3)), **values)


class PromiseCommon(PromiseMixin, OfficeTestMixin, TransactionCase):
    """A request of Monday, March 2, at 10:00, which is answered until the next day at 18:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.request = cls._submit_at(2026, 3, 2, 10)

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(self.env.cr, 'commit', self.env.flush_all))

    def _get_promise(self, request, kind='answer'):
        return self.env[DEADLINE].search(
            [('res_model', '=', request._name), ('res_id', '=', request.id), ('kind', '=', kind)], limit=1,
            order='id desc')

    def _escalate(self, *moment):
        with freeze_time(local(*moment)):
            self.env[DEADLINE]._cron_escalate()

    def _get_late_activities(self, request):
        return self.env['mail.activity'].search([
            ('res_model', '=', request._name), ('res_id', '=', request.id),
            ('activity_type_id', '=', self.env.ref(LATE).id)])

    def _get_told(self, request, since):
        """The users to whom messages of the escalation were sent since the last message with id ``since``."""
        notifications = self.env['mail.notification'].search([
            ('mail_message_id', '>', since), ('mail_message_id.message_type', '=', 'user_notification')])
        return notifications.res_partner_id.user_ids

    def _get_last_message(self):
        return self.env['mail.message'].search([], order='id desc', limit=1).id
