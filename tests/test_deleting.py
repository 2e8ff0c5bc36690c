"""What must stay cannot be deleted: what holds for every model of every app."""

from odoo.tests import TransactionCase, tagged

# What goes with its parent and has no say of its own.
GOES_ALONG = {
    ('office.adjusted.workday', 'calendar_id'),  # the schedule whose day it is
    ('office.approval.rule.step', 'rule_id'),  # its history is that of the rule
    ('office.supply.cost.centre', 'company_id'), ('office.supply.cost.centre', 'department_id'),
}


@tagged('post_install', '-at_install')
class TestDeleting(TransactionCase):

    def test_no_guard_of_ours_is_a_method_that_can_be_left_out(self):
        found = {
            f'{method.__module__}.{method.__name__}'
            for model in self.env.values() for method in model._ondelete_methods
            if method.__module__.startswith('odoo.addons.office_admin_')}
        self.assertFalse(found, "a context key passes `@api.ondelete` by: override unlink()")

    def test_no_guard_of_ours_is_passed_by_deleting_what_it_hangs_on(self):
        def guards(model):
            return any(
                'unlink' in vars(cls) for cls in type(model).mro()
                if cls.__module__.startswith('odoo.addons.office_admin_') and '.base_unlink' not in cls.__module__)
        for model in self.env.values():
            if model._transient or model._abstract or not model._name.startswith('office.') or not guards(model):
                continue
            for field in model._fields.values():
                if field.type == 'many2one' and field.store and field.ondelete == 'cascade':
                    with self.subTest(field=str(field)):
                        self.assertTrue(
                            guards(self.env[field.comodel_name]) or (model._name, field.name) in GOES_ALONG,
                            "the database deletes it without asking")
