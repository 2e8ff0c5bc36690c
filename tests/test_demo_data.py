"""The demo data stand on what Odoo always installs: a company to try our add-ons in comes without Odoo's own ones."""
import csv
import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ROOT = Path(__file__).parents[1]
REFERENCE = re.compile(r"""ref(?:\(|=)['"](?P<id>(?!office_admin_)[a-z_]+\.\w+)['"]""")


@tagged('post_install', '-at_install')
class TestDemoData(TransactionCase):

    def _get_references(self):
        for folder in (ROOT / 'addons', ROOT):
            for path in folder.glob('office_admin_*/demo/*'):
                if path.suffix in ('.xml', '.py'):
                    yield from (match['id'] for match in REFERENCE.finditer(path.read_text()))
                elif path.suffix == '.csv':
                    with path.open(newline='') as file:
                        for row in csv.DictReader(file):
                            for column, value in row.items():
                                if column.endswith(':id'):
                                    yield from (name for name in value.split(',') if '.' in name)

    def test_all_that_is_named_is_there(self):
        names = {name for name in self._get_references() if not name.startswith('office_admin_')}
        self.assertIn('base.group_user', names)
        self.assertFalse(
            [name for name in sorted(names) if not self.env.ref(name, raise_if_not_found=False)])
