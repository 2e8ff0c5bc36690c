from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    """Words with two meanings have two names; how a receiver proves that he has the goods is one setting."""
    for table, old, new in (
            ('office_supply_request', 'split_warning', 'evasion_warning'),
            ('res_company', 'supply_split_days', 'supply_evasion_days'),
            ('res_company', 'supply_split_amount', 'supply_evasion_amount'),
            ('office_supply_quota', 'holder_type', 'applies_to'),
            ('office_supply_quota_use', 'holder', 'entitled')):
        if column_exists(cr, table, old):
            rename_column(cr, table, old, new)
    cr.execute("""
        UPDATE office_approval_rule SET domain = replace(domain, 'is_possible_split', 'is_possible_evasion')
         WHERE res_model = 'office.supply.request' AND domain LIKE '%is_possible_split%'""")
    cr.execute("""
        UPDATE office_approval_rule_step step
           SET domain = replace(step.domain, 'is_possible_split', 'is_possible_evasion')
          FROM office_approval_rule rule
         WHERE rule.id = step.rule_id AND rule.res_model = 'office.supply.request'
           AND step.domain LIKE '%is_possible_split%'""")
    cr.execute("""
        UPDATE office_transition SET verb = 'give' WHERE res_model = 'office.supply.surplus' AND verb = 'hand_over'""")
    if column_exists(cr, 'res_company', 'supply_signature_required'):
        cr.execute("UPDATE res_company SET supply_receipt_way = 'name' WHERE supply_signature_required IS NOT TRUE")
