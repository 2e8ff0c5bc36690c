from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED


class OfficeSupplyService(models.Model):
    """How well a request line was served: in full, by the promised time, and how many days after it was asked for.

    A line counts once its request is done or its promise has passed; what was cancelled or refused does not.
    """
    _name = 'office.supply.service'
    _description = 'Service of Supplies'
    _inherit = ['office.supply.report.mixin']
    _auto = False
    _order = 'due desc, id desc'
    _rec_name = 'product_id'

    line_id = fields.Many2one('office.supply.request.line', "Request Line", readonly=True)
    abc = fields.Selection([('A', "A"), ('B', "B"), ('C', "C")], "ABC", readonly=True, help="The present class.")
    submit_datetime = fields.Datetime("Submitted On", readonly=True)
    handed_on = fields.Datetime("Last Handed Out On", readonly=True)
    due = fields.Datetime("Promised For", readonly=True)
    is_full = fields.Boolean("In Full", readonly=True)
    is_on_time = fields.Boolean("In Full on Time", readonly=True)
    fill_rate = fields.Float(
        "Fill Rate (%)", readonly=True, aggregator='avg', digits=(16, 1),
        help="Lines handed out in full by the promised time, of all lines.")
    target_rate = fields.Float(
        "Service Level Aimed At (%)", readonly=True, aggregator='avg', digits=(16, 1),
        help="Of the class of the product, by the settings.")
    days = fields.Float(
        "Days from Request to Hand-Out", readonly=True, aggregator='avg', digits=(16, 1),
        help="Calendar days from the submission to the last hand-out, of what was handed out in full.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.id AS line_id, line.request_id, line.company_id, line.department_id, line.product_id,
                   line.product_category_id, line.submit_datetime, handed.date AS handed_on, advice.abc,
                   CASE WHEN request.secrecy_level IN %(restricted)s THEN NULL ELSE line.employee_id END AS employee_id,
                   %(due)s AS due, %(full)s AS is_full, %(full)s AND handed.date <= %(due)s AS is_on_time,
                   CASE WHEN %(full)s AND handed.date <= %(due)s THEN 100.0 ELSE 0.0 END AS fill_rate,
                   CASE COALESCE(advice.abc, 'C') WHEN 'A' THEN company.supply_level_a
                        WHEN 'B' THEN company.supply_level_b ELSE company.supply_level_c END AS target_rate,
                   CASE WHEN %(full)s THEN EXTRACT(EPOCH FROM handed.date - line.submit_datetime) / 86400 END AS days
              FROM office_supply_request_line line
              JOIN office_supply_request request ON request.id = line.request_id
              JOIN res_company company ON company.id = line.company_id
              JOIN %(zones)s ON zone.company_id = line.company_id
         LEFT JOIN (SELECT supply_line_id, MAX(date) AS date FROM stock_move
                     WHERE state = 'done' AND supply_line_id IS NOT NULL GROUP BY supply_line_id
                   ) handed ON handed.supply_line_id = line.id
         LEFT JOIN (SELECT res_id, MAX(due) AS due FROM office_deadline
                     WHERE res_model = 'office.supply.request' AND kind = 'hand_out' GROUP BY res_id
                   ) promise ON promise.res_id = request.id
         LEFT JOIN office_supply_advice advice
                ON advice.product_id = line.product_id AND advice.company_id = line.company_id
             WHERE request.state = 'done' OR request.state = 'approved' AND %(due)s < (NOW() AT TIME ZONE 'UTC')
            """,
            restricted=RESTRICTED, zones=self.env['res.company']._get_office_zones_sql(),
            due=SQL("COALESCE(promise.due, (request.need_date + 1)::timestamp AT TIME ZONE zone.tz "
                    "AT TIME ZONE 'UTC')"),
            full=SQL("COALESCE(line.handed_quantity, 0) >= line.quantity"))

    @api.model
    def _sees_all_moves(self):
        # lines of requests are hidden from those who may not see the request, whoever moves the goods
        return False

    def action_open_record(self):
        self.ensure_one()
        self.check_access('read')
        return self.request_id._get_form_action()
