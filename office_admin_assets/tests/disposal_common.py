from odoo.fields import Command
from odoo.tests import TransactionCase

from .common import OfficeAssetMixin

RECORD = 'office.asset.disposal.record'


class OfficeDisposalMixin(OfficeAssetMixin):
    """How the people of the office ask for a disposal, judge it and carry it out."""
    request_model = 'office.asset.disposal'
    reason = "Worn out"

    @classmethod
    def _make_office(cls):
        cls.appraiser = cls._create_user('sup_appraiser', 'office_admin_assets.group_officer')

    @classmethod
    def _create_held(cls, user=None, **values):
        """Make a card of the company of ``user`` that they hold."""
        user = user or cls.user
        company = user.company_id
        category = cls.category.sudo() if company == cls.company else cls.category.sudo().copy(
            {'company_id': company.id})
        employee = cls.env['hr.employee'].search([('user_id', '=', user.id)], limit=1)
        card = cls.env['maintenance.equipment'].create({
            'name': "Laptop", 'category_id': category.id, 'company_id': company.id,
            'equipment_assign_to': 'employee', 'employee_id': employee.id, 'asset_bears_data': False, **values})
        card._apply('register', card._prepare_registered({'asset_code': f'X-{card.id}'}))
        return card

    @classmethod
    def _create_request(cls, user=None, items=None, **values):
        user = user or cls.user
        cards = items or cls._create_held(user)
        return cls.env[cls.request_model].with_user(user).create({
            'company_id': user.company_id.id, 'note': cls.reason,
            'line_ids': [Command.create({'equipment_id': card.id}) for card in cards], **values})

    @classmethod
    def _record(cls, request, verb, user=None, **values):
        """Write down something on a disposal through its dialog, as ``user`` or the officer."""
        user = user or cls.officer
        action = getattr(request.with_user(user), f'action_{verb}')()
        cls.env[RECORD].with_user(user).with_context(**action['context']).create(values).action_confirm()
        request.invalidate_recordset()

    @classmethod
    def _appraise(cls, request, user=None):
        if request.sudo().state == 'submitted' and not request.sudo().opinion_datetime:
            cls._record(request, 'appraise', user or cls.appraiser, opinion="Not worth a repair")

    @classmethod
    def _create_approved(cls, **values):
        request = cls._create_request(**values)
        request.action_submit()
        cls._appraise(request)
        request.with_user(cls.head).action_approve()
        return request

    @classmethod
    def _approve(cls, request, user=None):
        cls._appraise(request)
        return super()._approve(request, user)


class OfficeDisposalCommon(OfficeDisposalMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
