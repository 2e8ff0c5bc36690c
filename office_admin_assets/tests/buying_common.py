from odoo.fields import Command
from odoo.tests import TransactionCase

from .slip_common import OfficeAssetSlipMixin


class OfficeAssetRequestMixin(OfficeAssetSlipMixin):
    """How the people of the office ask for things: for one laptop, unless said otherwise."""
    request_model = 'office.asset.request'
    reason = "For my work"

    @classmethod
    def _create_request(cls, user=None, items=None, **values):
        return cls._ask(user, items, **values)

    @classmethod
    def _ask(cls, user=None, items=None, **values):
        """Make a draft as ``user`` with ``items``, ``[(category, quantity, price)]``."""
        return cls.env['office.asset.request'].with_user(user or cls.user).create({
            'note': cls.reason,
            'line_ids': [
                Command.create({'category_id': category.id, 'name': category.name, 'quantity': number, 'price': price})
                for category, number, price in items or [(cls.category, 1, 100)]],
            **values,
        })

    @classmethod
    def _serve(cls, request, user=None):
        for line in request.sudo().line_ids:
            for _number in range(line.open_quantity):
                cls._create_card(category_id=line.category_id.id)
        cls._hand_out(request, user)

    @classmethod
    def _open_hand_out(cls, request, user=None):
        """Return the dialog of ``user`` or the officer, with what it proposes."""
        user = user or cls.officer
        action = request.with_user(user).action_hand_out()
        return cls.env[action['res_model']].with_user(user).with_context(**action['context']).create({})

    @classmethod
    def _hand_out(cls, request, user=None):
        """Hand out what the dialog proposes, and let the receiver confirm it."""
        cls._open_hand_out(request, user).action_confirm()
        for slip in request.sudo()._get_waiting_slips():
            cls._receive(slip, slip.employee_id.user_id or user or cls.officer)
        cls.env.invalidate_all()


class OfficeAssetRequestCommon(OfficeAssetRequestMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
