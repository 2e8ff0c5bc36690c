from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Things that people hold are kept as those of all apps are.

    The record rules have the names of those that come with the mixin, so that what an administrator has changed stays.
    """
    if column_exists(cr, 'res_company', 'supply_leaver_time'):
        cr.execute("UPDATE res_company SET office_leaver_days = supply_leaver_time WHERE supply_leaver_time > 0")
    for old, new in (('concerned', 'holder'), ('all', 'officer')):
        cr.execute(
            "UPDATE ir_model_data SET name = %s WHERE module = 'office_admin_supplies' AND name = %s",
            [f'office_supply_custody_rule_{new}', f'office_supply_custody_rule_{old}'])
    cr.execute(
        "UPDATE office_deadline SET kind = 'leave' WHERE res_model = 'office.supply.custody' AND kind = 'give_back'")
    # the dialog is one for all apps; its rule was kept from updates, so that nothing else would delete it
    cr.execute("DROP TABLE IF EXISTS office_supply_custody_lose")
    cr.execute("""
        WITH gone AS (
            DELETE FROM ir_model_data
             WHERE module = 'office_admin_supplies' AND name = 'office_supply_custody_lose_rule_own'
            RETURNING res_id)
        DELETE FROM ir_rule WHERE id IN (SELECT res_id FROM gone)""")
