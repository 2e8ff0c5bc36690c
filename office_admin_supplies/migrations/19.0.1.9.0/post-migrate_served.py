"""A request remembers when it was served last; for the past, the log says so."""


def migrate(cr, version):
    cr.execute("""
        UPDATE office_supply_request request
           SET serve_datetime = step.datetime
          FROM (SELECT res_id, MAX(datetime) AS datetime FROM office_transition
                 WHERE res_model = 'office.supply.request' AND verb = 'hand_out' GROUP BY res_id) step
         WHERE step.res_id = request.id AND request.serve_datetime IS NULL""")
