import uuid
from datetime import datetime, timedelta, timezone

from odoo.fields import Command

from odoo.addons.office_admin_test.tests.office import OfficeMixin


class CountMixin(OfficeMixin):
    """Paper Street with things in two rooms, and a count of them by the user and the colleague."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.env['office.test.thing'].search([('company_id', '=', cls.company.id)]).unlink()
        cls.chair, cls.desk, cls.lamp = cls.env['office.test.thing'].create([
            {'name': name, 'code': code, 'place': place, 'company_id': cls.company.id}
            for name, code, place in (
                ("Chair", 'FA-0001', "Room 1"), ("Desk", 'FA-0002', "Room 1"), ("Lamp", 'FA-0003', "Room 2"))])

    @classmethod
    def _create_count(cls, counters=None, **values):
        counters = cls.user | cls.colleague if counters is None else counters
        return cls.env['office.test.count'].with_user(cls.officer).create(
            {'counter_ids': [Command.set(counters.ids)], **values})

    @classmethod
    def _start_count(cls, **values):
        count = cls._create_count(**values)
        count.action_start()
        return count

    @classmethod
    def _make_row(cls, count, code, user=None, minutes=0, **values):
        """Return what a phone sends, ``minutes`` from now."""
        moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        return {
            'key': str(uuid.uuid4()), 'uid': (user or cls.user).id, 'count': f'{count._name},{count.id}', 'round': 1,
            'code': code, 'place': "Room 1", 'place_name': "Room 1", 'condition': 'good', 'unlabelled': False,
            'quantity': 1, 'note': '', 'time': moment.isoformat(), **values}

    @classmethod
    def _send(cls, *rows, user=None):
        return cls.env['office.count.row'].with_user(user or cls.user)._receive(list(rows))

    @classmethod
    def _see(cls, count, code, user=None, **values):
        """Count one thing, as ``user`` or the user, and return its row."""
        row = cls._make_row(count, code, user, **values)
        answer = cls._send(row, user=user)
        assert answer == {'kept': [row['key']], 'refused': {}}, answer
        return cls.env['office.count.row'].search([('client_key', '=', row['key'])])
