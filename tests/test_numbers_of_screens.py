"""What nobody can count with is refused with a sentence, in every number of ours, however it is sent."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

JUNK = (float('inf'), float('-inf'), float('nan'), 1e308, -1e308, 2**63, -2**63, 10**400, "abc", [1], {'a': 1})


@tagged('post_install', '-at_install')
class TestNumbersOfScreens(OfficeTestCommon):

    def _get_numbers(self):
        for name, model in self.env.registry.items():
            for field in model._fields.values():
                ours = name.startswith('office.') or (field._module or '').startswith('office_admin_')
                if ours and not model._abstract and field.type in ('float', 'monetary', 'integer') and (
                        not field.readonly and field.name != 'id'):
                    yield self.env[name].with_user(self.manager), field

    def test_junk_is_refused(self):
        found = 0
        for model, field in self._get_numbers():
            found += 1
            for junk in JUNK:
                values = {field.name: junk}
                with self.subTest(field=str(field), junk=repr(junk)[:20]):
                    # or “nobody makes such records by hand”
                    with self.assertRaises(UserError):
                        model.create(values)
                    with self.assertRaises(UserError):
                        model.write(values)
                    with self.assertRaisesRegex(ValidationError, "needs a number"):
                        model.onchange(values, [field.name], {field.name: {}})
        self.assertGreater(found, 50)

    def test_junk_in_a_line_is_refused(self):
        requests = self.env[self.request_model].with_user(self.user)
        line = [0, 'virtual_1', {'name': "Chair", 'quantity': float('inf')}]
        with self.assertRaisesRegex(ValidationError, "needs a number"):
            requests.create({'line_ids': [line]})
        with self.assertRaisesRegex(ValidationError, "needs a number"):
            requests.onchange({'line_ids': [line]}, ['line_ids'], {'line_ids': {'fields': {'quantity': {}}}})
        request = self._create_request()
        with self.assertRaisesRegex(ValidationError, "needs a number"):
            request.write({'line_ids': [[1, request.line_ids.id, {'quantity': float('nan')}]]})

    def test_settings_of_the_company_are_not_below_zero(self):
        for field in self.company._fields.values():
            if field.type in ('float', 'monetary', 'integer') and not field.readonly and (
                    field._module or '').startswith('office_admin_'):
                with self.subTest(field=field.name), self.assertRaises(UserError), self.env.cr.savepoint():
                    self.company.write({field.name: -1})
                    self.env.flush_all()
