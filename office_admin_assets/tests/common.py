from odoo.tests import TransactionCase

from odoo.addons.office_admin_test.tests.common import OfficeTestMixin


class OfficeAssetMixin(OfficeTestMixin):
    """Paper Street with two rooms, a class of things, and a card that an officer has registered."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.floor, cls.room, cls.store = (
            cls.env['office.place'].create({'name': name, 'kind': kind, 'company_id': cls.company.id})
            for name, kind in (("3F", 'floor'), ("Room 301", 'room'), ("Store Room", 'room')))
        cls.room.parent_id = cls.floor
        cls.category = cls.env['maintenance.equipment.category'].create({
            'name': "Computers", 'company_id': cls.company.id, 'asset_prefix': 'it', 'asset_life_months': 36,
            'asset_residual_percent': 5, 'asset_bears_data': True})

    @classmethod
    def _create_equipment(cls, name="Laptop", user=None, **values):
        return cls.env['maintenance.equipment'].with_user(user or cls.officer).create({
            'name': name, 'category_id': cls.category.id, 'equipment_assign_to': 'other', **values})

    @classmethod
    def _register(cls, equipment, user=None, code=False, note="From the old list", **values):
        """Register through the dialog, as ``user``."""
        user = user or cls.officer
        action = equipment.with_user(user).action_register()
        cls.env['office.asset.register'].with_user(user).with_context(**action['context']).create({
            'asset_acquisition': 'opening', 'note': note, 'code': code, **values}).action_confirm()
        equipment.invalidate_recordset()
        return equipment

    @classmethod
    def _create_card(cls, name="Laptop", code=False, **values):
        return cls._register(cls._create_equipment(name, **values), code=code)

    @classmethod
    def _change(cls, cards, verb, user=None, **values):
        """Change cards through the dialog of ``verb``, as ``user``."""
        user = user or cls.officer
        method = {'set': 'action_change_set'}.get(verb, f'action_{verb}')
        action = getattr(cards.with_user(user), method)()
        result = cls.env[action['res_model']].with_user(user).with_context(**action['context']).create(
            values).action_confirm()
        cls.env.invalidate_all()
        return result

    @classmethod
    def _give(cls, card, employee, event='hand_out'):
        """Let a document, for which this stands, give ``card`` to ``employee``."""
        card.with_user(cls.officer)._apply(event, {
            'employee_id': employee.id, 'asset_state': 'in_use' if employee else 'in_stock'})
        card.invalidate_recordset()


class OfficeAssetCommon(OfficeAssetMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
