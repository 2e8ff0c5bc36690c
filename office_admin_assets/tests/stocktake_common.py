import uuid
from datetime import datetime, timedelta, timezone

from odoo.fields import Command
from odoo.tests import TransactionCase

from .common import OfficeAssetMixin

DECIDE = 'office.asset.stocktake.decide'
STOCKTAKE = 'office.asset.stocktake'


class OfficeStocktakeMixin(OfficeAssetMixin):
    """Three things in two rooms, which the user and the colleague count."""

    @classmethod
    def _make_office(cls):
        cls.laptop, cls.screen, cls.desk = (
            cls._create_card(name, f'FA-{number}', place_id=place.id, serial_no=f'S-{number}')
            for name, number, place in (("Laptop", 1, cls.room), ("Screen", 2, cls.room), ("Desk", 3, cls.store)))

    @classmethod
    def _create_stocktake(cls, teams=None, user=None, **values):
        """Make a draft with teams of ``[(users, places)]``."""
        teams = [(cls.user | cls.colleague, cls.env['office.place'])] if teams is None else teams
        return cls.env[STOCKTAKE].with_user(user or cls.officer).create({
            'title': "Yearly", 'sample_share': 0, 'team_ids': [Command.create({
                'user_ids': [Command.set(users.ids)], 'place_ids': [Command.set(places.ids)]})
                for users, places in teams], **values})

    @classmethod
    def _start_stocktake(cls, **values):
        stocktake = cls._create_stocktake(**values)
        stocktake.action_start()
        return stocktake

    @classmethod
    def _see(cls, stocktake, code, place=None, user=None, minutes=0, **values):
        """Let the phone of ``user`` send that they have seen ``code`` in ``place``, ``minutes`` from now."""
        user = user or cls.user
        moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        key = str(uuid.uuid4())
        answer = cls.env['office.count.row'].with_user(user)._receive([{
            'key': key, 'uid': user.id, 'count': f'{STOCKTAKE},{stocktake.id}',
            'round': stocktake.sudo().count_round, 'code': code, 'place': str(place.id) if place else '',
            'condition': 'good', 'unlabelled': False, 'quantity': 1, 'note': '', 'time': moment.isoformat(), **values}])
        assert answer['kept'] == [key], answer
        return key

    @classmethod
    def _count_all(cls, stocktake, **seen):
        """Count what is given, ``{code without FA-: place or None}``; all else is where it should be."""
        rooms = {'1': cls.room, '2': cls.room, '3': cls.store} | seen
        for number, place in rooms.items():
            if place:
                cls._see(stocktake, f'FA-{number}', place)

    @classmethod
    def _count_twice(cls, stocktake, see):
        """Let ``see(user)`` be counted by the user, and again by the colleague."""
        see(cls.user)
        stocktake.with_user(cls.officer).action_finish()
        stocktake.with_user(cls.officer).action_recount()
        see(cls.colleague)
        stocktake.with_user(cls.officer).action_finish()
        cls.env.invalidate_all()

    @classmethod
    def _get_line(cls, stocktake, code, user=None):
        return cls.env['office.asset.stocktake.line'].with_user(user or cls.officer).search(
            [('stocktake_id', '=', stocktake.id), ('code', '=', code)])

    @classmethod
    def _decide(cls, lines, verb='propose', user=None, **values):
        """Say something of ``lines`` in the dialog, as ``user`` or the officer."""
        user = user or cls.officer
        action = getattr(lines.with_user(user), f'action_{verb}')()
        values = {'explanation': "Seen by both"} | values if verb == 'propose' else values
        cls.env[DECIDE].with_user(user).with_context(**action['context']).create(values).action_confirm()
        cls.env.invalidate_all()

    @classmethod
    def _settle(cls, line, remedy, **values):
        """Explain one difference and approve it."""
        cls._decide(line, remedy=remedy, **values)
        line.with_user(cls.manager).action_approve()
        cls.env.invalidate_all()


class OfficeStocktakeCommon(OfficeStocktakeMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
