from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

STEP = 'office.custody.step'
THING = 'office.test.loan'
MY_THING = 'office.custody.thing'


class CustodyMixin:
    """What becomes of things in people's hands, through the dialogs."""

    def _do_with(self, things, verb, **values):
        """Do ``verb`` with ``things`` as their user."""
        action = getattr(things, f'action_{verb}')()
        result = things.env[STEP].with_context(**action['context']).create(values).action_confirm()
        things.invalidate_recordset()
        return result

    def _take_back(self, things, condition='good'):
        return self._do_with(things, 'give_back', condition=condition)


class CustodyCommon(CustodyMixin, OfficeTestCommon):
    """The office with things that are lent."""

    def _do(self, things, verb, user=None, **values):
        return self._do_with(things.with_user(user or self.officer), verb, **values)

    def _get_tasks(self, things):
        return things.sudo().activity_ids
