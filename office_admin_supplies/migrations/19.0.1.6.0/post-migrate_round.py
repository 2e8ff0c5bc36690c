"""What was approved of a round is kept beside its total, which new prices change."""


def migrate(cr, version):
    # the engine has kept the amount of each approval; what is missing there was approved as it stands
    cr.execute("""
        UPDATE office_supply_round supply_round
           SET approved_amount = COALESCE(
               (SELECT approval.amount FROM office_approval approval
                 WHERE approval.res_model = 'office.supply.round' AND approval.res_id = supply_round.id
                   AND approval.state = 'approved' AND approval.amount > 0
                   AND approval.currency_id = company.currency_id
              ORDER BY approval.id DESC LIMIT 1), supply_round.amount_total)
          FROM res_company company
         WHERE company.id = supply_round.company_id AND supply_round.state IN ('approved', 'ordered', 'done')""")
