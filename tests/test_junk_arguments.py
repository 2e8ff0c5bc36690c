"""What somebody sends who does not use our screens is refused with a sentence, not with a raw error."""
import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

JUNK_DAYS = ('yesterday', '2026-13-45', '', None, 5, [1], {}, '9999-12-31 23:59:59', '0001-01-01', float('nan'))


@tagged('post_install', '-at_install')
class TestJunkArguments(OfficeTestCommon):
    """What holds for every model and every dialog, of whichever app."""

    def test_days_of_a_calendar(self):
        names = self.env.registry.descendants(['office.deadline.mixin'], '_inherit')
        models = [self.env[name].with_user(self.manager) for name in names if not self.env[name]._abstract]
        for model in models:
            self.assertTrue(model.get_unusual_days('2026-01-01', '2026-01-31'))
            for begin in JUNK_DAYS:
                for end in ('2026-01-31', *JUNK_DAYS):
                    with self.subTest(model=model._name, begin=begin, end=end):
                        try:
                            model.get_unusual_days(begin, end)
                        except UserError as error:
                            self.assertIn("are no days", str(error))

    def test_dialogs_without_what_they_ask_for(self):
        """Each button of each dialog of ours, with nothing or blanks in all that it asks for."""
        tried = 0
        for model in self.env.values():
            if not model._transient or not model._name.startswith('office.'):
                continue
            texts = [field.name for field in model._fields.values()
                     if field.type in ('char', 'text', 'html') and field.store and not field.readonly]
            for text in ('', '  ', False):
                for name in self._get_buttons(model):
                    tried += 1
                    with self.subTest(model=model._name, button=name, text=text):
                        try:
                            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                                record = model.with_user(self.manager).create(dict.fromkeys(texts, text))
                                getattr(record, name)()
                        except (UserError, psycopg2.IntegrityError):
                            pass  # Odoo makes a sentence of a missing value
        self.assertGreater(tried, 30)

    def _get_buttons(self, model):
        return {
            name for cls in type(model).mro() if cls.__module__.startswith('odoo.addons.office_admin_')
            for name in vars(cls) if name.startswith('action_')}
