from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED


class OfficeSupplyConsumption(models.Model):
    """What a department consumed or gave back: one row for each done move into or out of its consumption location.

    What is moved from one department to another is two rows. Rows of confidential requests name no person: a
    department bears them like all others, and who asked is seen on the request by those who may see it.
    """
    _name = 'office.supply.consumption'
    _description = 'Consumption of Supplies'
    _inherit = ['office.supply.report.mixin']
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'product_id'

    date = fields.Datetime(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    uom_id = fields.Many2one('uom.uom', "Unit", readonly=True)
    line_id = fields.Many2one('office.supply.request.line', "Request Line", readonly=True)
    move_id = fields.Many2one('stock.move', "Stock Move", readonly=True, groups='stock.group_stock_user')
    quantity = fields.Float(
        readonly=True, digits='Product Unit', help="In the unit of the product; what came back is below zero.")
    cost = fields.Monetary(
        readonly=True,
        help="Value of the goods in the stock when they left it; without stock valuation, at the present cost of the "
             "product.")

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_query('location_dest_id', 1), self._get_query('location_id', -1))

    @api.model
    def _get_query(self, side, sign):
        """Return the rows of all that went into (1) or came out of (-1) consumption locations.

        :param str side: the field of the move that is the consumption location
        """
        return SQL(
            """
            SELECT move.id * 2 + %(odd)s AS id, move.id AS move_id, move.date, move.company_id, company.currency_id,
                   location.supply_department_id AS department_id, line.id AS line_id, line.request_id,
                   CASE WHEN request.secrecy_level IN %(restricted)s THEN NULL ELSE line.employee_id END AS employee_id,
                   move.product_id, template.categ_id AS product_category_id, template.uom_id,
                   %(sign)s * %(quantity)s AS quantity, %(sign)s * %(cost)s AS cost
              FROM stock_move move
              JOIN stock_location location ON location.id = %(side)s
              JOIN res_company company ON company.id = move.company_id
              JOIN product_product product ON product.id = move.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom move_uom ON move_uom.id = move.product_uom
              JOIN uom_uom uom ON uom.id = template.uom_id
         LEFT JOIN office_supply_request_line line ON line.id = %(line)s
         LEFT JOIN office_supply_request request ON request.id = line.request_id
             WHERE move.state = 'done'
               AND (location.supply_department_id IS NOT NULL OR location.id = company.supply_location_id)
            """,
            odd=0 if sign > 0 else 1, sign=sign, side=SQL.identifier('move', side), restricted=RESTRICTED,
            quantity=self._get_quantity_sql(), cost=self._get_cost_sql(), line=self._get_line_sql(sign))

    @api.model
    def _get_line_sql(self, sign):
        """The request line of a move: what comes back belongs to the line of the hand-out that it returns.

        A subquery and no join: few moves come back, and a join would read all moves a second time.
        """
        if sign > 0:
            return SQL("move.supply_line_id")
        return SQL(
            "COALESCE(move.supply_line_id, "
            "(SELECT origin.supply_line_id FROM stock_move origin WHERE origin.id = move.origin_returned_move_id))")

    @api.model
    def _get_quantity_sql(self):
        return SQL("(move.quantity * move_uom.factor / uom.factor)")

    @api.model
    def _get_cost_sql(self):
        """Hook: the cost of a move of goods, above zero, in the currency of its company.

        Aliases at hand: ``move``, ``product``, ``template``, ``company``, ``location``.
        """
        return SQL(
            "ROUND((%s * COALESCE((product.standard_price ->> move.company_id::text)::numeric, 0))::numeric, 2)",
            self._get_quantity_sql())

    def action_open_record(self):
        """Open the request, or the transfer of what was moved without one."""
        self.ensure_one()
        self.check_access('read')
        if self.request_id.has_access('read') and self.request_id:
            return self.request_id._get_form_action()
        if not self._sees_all_moves():
            raise UserError(self.env._(
                "%(product)s was moved without a request. Ask the supply room about it.",
                product=self.product_id.display_name))
        record = self.move_id.picking_id or self.move_id
        return {
            'type': 'ir.actions.act_window',
            'res_model': record._name,
            'res_id': record.id,
            'view_mode': 'form',
        }
