from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.office_admin_test.tests.common import SIGNATURE

from .common import OfficeAssetMixin

ANSWER = 'office.asset.slip.answer'


class OfficeAssetSlipMixin(OfficeAssetMixin):
    """How things go from hand to hand, through the buttons and dialogs."""

    @classmethod
    def _create_slip(cls, kind='hand_out', cards=None, user=None, **values):
        """Make a draft as ``user`` or the officer: a new card for the user, unless said otherwise."""
        cards = cls._create_card() if cards is None else cards
        if kind in ('hand_out', 'loan', 'transfer') and 'department_id' not in values:
            values = {'employee_id': cls.user_employee.id, **values}
        return cls.env['office.asset.slip'].with_user(user or cls.officer).create({
            'kind': kind, 'line_ids': [Command.create({'equipment_id': card.id}) for card in cards], **values})

    @classmethod
    def _submit_slip(cls, kind='hand_out', cards=None, user=None, **values):
        slip = cls._create_slip(kind, cards, user, **values)
        slip.action_submit()
        return slip

    @classmethod
    def _open_answer(cls, slip, user, verb='done'):
        action = getattr(slip.with_user(user), f'action_{verb}')()
        return cls.env[ANSWER].with_user(user).with_context(**action['context'])

    @classmethod
    def _receive(cls, slip, user=None, condition=None, signature=SIGNATURE):
        """Confirm through the dialog, as ``user`` or who gets it."""
        dialog = cls._open_answer(slip, user or cls.user).create({'signature': signature})
        if condition:
            dialog.line_ids.condition = condition
        dialog.action_confirm()
        cls.env.invalidate_all()

    @classmethod
    def _refuse_slip(cls, slip, user=None, reason="Not mine"):
        cls._open_answer(slip, user or cls.user, 'refuse').create({'reason': reason}).action_confirm()
        cls.env.invalidate_all()

    @classmethod
    def _hold(cls, user=None, employee=None, **values):
        """Make a card that ``employee`` holds by a slip."""
        card = cls._create_card(**values)
        cls._receive(cls._submit_slip(cards=card, employee_id=(employee or cls.user_employee).id), user)
        return card

    @classmethod
    def _get_thing(cls, card, user=None):
        return cls.env['office.asset.custody'].with_user(user or cls.officer).search(
            [('equipment_id', '=', card.id), ('state', '=', 'held')])


class OfficeAssetSlipCommon(OfficeAssetSlipMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
