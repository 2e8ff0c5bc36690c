from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    """To evade a limit and to divide goods have two names."""
    for old, new in (('office_split_days', 'office_evasion_days'), ('office_split_amount', 'office_evasion_amount')):
        if column_exists(cr, 'res_company', old):
            rename_column(cr, 'res_company', old, new)
    cr.execute("""
        UPDATE office_approval_rule SET domain = replace(domain, 'is_possible_split', 'is_possible_evasion')
         WHERE res_model = 'purchase.order' AND domain LIKE '%is_possible_split%'""")
    cr.execute("""
        UPDATE office_approval_rule_step step
           SET domain = replace(step.domain, 'is_possible_split', 'is_possible_evasion')
          FROM office_approval_rule rule
         WHERE rule.id = step.rule_id AND rule.res_model = 'purchase.order'
           AND step.domain LIKE '%is_possible_split%'""")
