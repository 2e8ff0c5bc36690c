"""Each app goes without a trace and can come back: on a database of its own, since tables are dropped for good."""
import json
import os
import subprocess
import sys
from contextlib import suppress

import pytest

from odoo.tests.common import get_db_name

from tools import database, modules
from tools.console import Failure

pytestmark = pytest.mark.long

# From the top down: what goes together is taken away while what it stands on is in use.
LAYERS = [
    ['fleet'], ['office_admin_assets', 'office_admin_reception', 'office_admin_supplies'],
    ['office_admin_approval', 'office_admin_checklist', 'office_admin_place'],
    ['office_admin_base', 'office_admin_print', 'office_admin_scan', 'office_admin_worktime']]

BEGIN = """
import odoo, sys, json
from odoo import api, SUPERUSER_ID
from odoo.tools import config
config.parse_config(['-c', sys.argv[1], '-d', sys.argv[2], '--no-http'], setup_logging=True)
from odoo.modules.registry import Registry
cr = Registry(sys.argv[2]).cursor()
env = api.Environment(cr, SUPERUSER_ID, {})
"""

# Make a request whose readers stand in a table of their own, then uninstall, and list what is left each time.
UNINSTALL = """
from odoo.addons.office_admin_reception.tests.common import OfficeVisitMixin
from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin
from odoo.tools import SQL

class Office(OfficeSupplyMixin, OfficeVisitMixin):
    pass

def rows(query, *values):
    cr.execute(query, values or None)
    return cr.fetchall()

def find_remains():
    '''Tables and columns that no model has, and rows that name a model that there is not.'''
    tables, columns = {}, set()
    for model in env.registry.values():
        if model._auto and not model._abstract:
            known = tables.setdefault(model._table, set())
            known |= {field.name for field in model._fields.values() if field.column_type and field.store}
        for field in model._fields.values():
            if field.type == 'many2many' and field.store and field.relation:
                tables.setdefault(field.relation, {field.column1, field.column2})
    found = set()
    for table, column in rows(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t "
            "USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"):
        if table not in tables:
            found.add(table)
            continue
        if column not in tables[table]:
            found.add(f'{table}.{column}')
        if column in ('model', 'res_model', 'model_name'):
            for [name] in rows(SQL('SELECT DISTINCT %s::text FROM %s', SQL.identifier(column), SQL.identifier(table))):
                if name and name.startswith('office.') and name not in env.registry:
                    found.add(f'{table}.{column} = {name}')
    return found

Office.env = env
Office._set_up_office()
request = Office._create_request(Office.user)
readers = request._fields['allowed_user_ids']
cr.execute(SQL('INSERT INTO %s VALUES (%s, %s)', SQL.identifier(readers.relation), request.id, Office.officer.id))
request.action_submit()
request.with_user(Office.head).action_approve()
category = env['maintenance.equipment.category'].create({'name': "Cars", 'company_id': False})
model = env['fleet.vehicle.model'].create(
    {'name': "M7", 'brand_id': env['fleet.vehicle.model.brand'].create({'name': "Zhide"}).id})
car = env['fleet.vehicle'].create({'model_id': model.id, 'license_plate': "A 1", 'company_id': Office.company.id})
card = env['maintenance.equipment']._create_as_system([car._prepare_asset_equipment(category)])
card._register_each({card: {'asset_acquisition': 'bought'}}, "From the old list")
code = card.asset_code
visit = Office._let_in()
visit.message_post(body="Hello")
emergency = env['office.emergency'].with_user(Office.user).create(
    {'kind_id': env['office.emergency.kind'].search([], limit=1).id, 'place_id': Office.site.id})
emergency.action_raise()
emergency.with_user(Office.desk).action_roll_call()
env['office.emergency.kind'].create({
    'name': "Gas", 'step_ids': [(0, 0, {'group_id': env.ref('office_admin_reception.group_officer').id})]})
for template in env['office.checklist.template'].search([('company_id', '=', Office.company.id)]):
    template._start(Office.company._get_office_today())
cr.commit()

def tell_of_card():
    '''What is left of the card of a car: its code, its time line, and whether Maintenance shows it as equipment.'''
    found = env['maintenance.equipment'].browse(card.id)
    action = env['ir.actions.act_window']._for_xml_id('maintenance.hr_equipment_action')
    return [found.asset_code == code, found.asset_event_ids.mapped('kind'), bool(action['domain'])]

remains, cards = [], {}
before = find_remains()
for layer in json.loads(sys.argv[3]):
    chosen = env['ir.module.module'].search([('name', 'in', layer)])
    gone = chosen | chosen.downstream_dependencies()
    names = tuple(gone.filtered(lambda module: module.state == 'installed').mapped('name'))
    chosen.button_immediate_uninstall()
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.transaction.reset()
    if 'office.asset.event' in env:
        cards[layer[0]] = tell_of_card()
    found = find_remains() - before
    found |= {f'{module}.{name}' for module, name in rows(
        "SELECT module, name FROM ir_model_data WHERE module IN %s", names)}
    found |= {f'relation {name}' for [name] in rows(
        "SELECT r.name FROM ir_model_relation r JOIN ir_module_module m ON m.id = r.module WHERE m.name IN %s", names)}
    remains.append([layer, sorted(found)])
    cr.commit()
left = env['ir.module.module'].search([('name', '=like', 'office_admin_%'), ('state', '!=', 'uninstalled')])
print(json.dumps({'remains': remains, 'cards': cards, 'left': left.mapped('name')}))
"""


@pytest.fixture
def copied():
    name = f'{get_db_name()}_uninstall'
    database.renew(name)
    yield name
    # PostgreSQL may be cleaning it just now, which nobody but its superuser can end; the next run drops it
    with suppress(Failure):
        database.drop(name)


def test_apps_leave_nothing_behind_and_come_back(copied):
    uninstalled = subprocess.run(
        [sys.executable, '-c', BEGIN + UNINSTALL, os.environ['ODOO_RC'], copied, json.dumps(LAYERS)],
        capture_output=True, text=True, check=False)
    assert not uninstalled.returncode, uninstalled.stderr[-3000:]
    said = json.loads(uninstalled.stdout.splitlines()[-1])
    assert not said['left']
    assert said['cards']['fleet'] == [True, ['register'], False], "without Fleet the card of a car stays whole"
    assert set(map(str, said['cards'].values())) == {str(said['cards']['fleet'])}
    for layer, found in said['remains']:
        assert not found, f"{', '.join(layer)} left behind: {', '.join(found)}"
    # raises if Odoo logs an error
    database.load(copied, ['-i', ','.join(modules.ours())])
