from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from .office_supply_round import OFFICER
from .office_supply_round_line import _preparing
from .stock_move import linking

AT_ONCE = 200  # so many lines are worked on while the user waits
CLOSE_BATCH = 200  # products


class OfficeSupplyRound(models.Model):
    """The long work of a round: summing the demand up, and making the orders.

    A small round is done while its officer waits, a large one by a scheduled action.
    """
    _inherit = 'office.supply.round'

    _job_cron = 'office_admin_supplies.ir_cron_round_job'

    job = fields.Selection(selection_add=[('close', "Summing up what was filed"), ('order', "Making the orders")])

    _job_idx = models.Index("(id) WHERE job IS NOT NULL")

    def action_continue(self):
        """Let work that has stopped go on."""
        self._check_who('close', OFFICER, None)
        self.check_access('read')
        self._continue_job()

    def _check_no_job(self):
        """:raise UserError: somebody or the scheduled action is still working on a round"""
        for supply_round in self.filtered('job'):
            raise UserError(self.env._(
                "%(round)s is being worked on: %(job)s, %(progress)d %%. Wait a moment. If it does not go on, "
                "use “Continue”: nothing is lost and nothing is made twice.",
                round=supply_round.display_name, progress=supply_round.progress,
                job=dict(supply_round._fields['job']._description_selection(self.env))[supply_round.job]))

    def _get_at_once(self):
        return AT_ONCE

    def _do_batch(self):
        return self._sum_up_batch() if self.job == 'close' else self._order_batch()

    def _end_job(self):
        body = self.env._("The demand is summed up.") if self.job == 'close' else self.env._("The orders are made.")
        super()._end_job()
        self._message_log(body=body)

    def _write_job(self, values):
        self._write_as_system(values)

    def _get_job_users(self):
        return self.requester_id | self.orderer_id

    def _get_stop_words(self):
        return self.env._(
            "The work stopped. What was done stays. Look at the products without vendor or price, then use “Continue”; "
            "if it stops again, ask an administrator to look into the log of the server.")

    def _count_work(self, job):
        if job == 'close':
            return self.env['office.supply.request.line'].search_count(self._get_unsummed_domain())
        return len(self._get_lines_to_buy())

    def _get_unsummed_domain(self):
        """The lines of approved requests that are in no product of the round yet."""
        return [('round_id', '=', self.id), ('state', '=', 'approved'), ('round_line_id', '=', False)]

    def _sum_up_batch(self):
        """Make the lines of the next products.

        :return: the number of request lines that were summed up
        """
        groups = self.env['office.supply.request.line']._read_group(
            self._get_unsummed_domain(), ['product_id'], ['__count'], order='product_id', limit=CLOSE_BATCH)
        if not groups:
            return 0
        products = self.env['product.product'].union(*(product for product, _count in groups))
        known = self.env['office.supply.round.line'].search(
            [('round_id', '=', self.id), ('product_id', 'in', products.ids)])
        lines = known | self.env['office.supply.round.line']._create_as_system(
            [{'round_id': self.id, 'product_id': product.id} for product in products - known.product_id])
        self._link_request_lines(lines)
        lines._sum_up()
        lines._collect_offers()
        return sum(count for _product, count in groups)

    def _link_request_lines(self, lines):
        self.env.flush_all()
        self.env.execute_query(SQL(
            """UPDATE office_supply_request_line AS asked
                  SET round_line_id = line.id
                 FROM office_supply_round_line AS line
                WHERE line.id IN %s AND asked.round_id = line.round_id AND asked.product_id = line.product_id
                  AND asked.state = 'approved' AND asked.round_line_id IS NULL
            RETURNING asked.id""", tuple(lines.ids)))
        self.env['office.supply.request.line'].invalidate_model(['round_line_id'])
        lines.invalidate_recordset(['request_line_ids'])

    def _order_batch(self):
        """Order what is not ordered yet at the next vendor.

        :return: the number of lines that were ordered
        """
        to_order = Domain('round_id', '=', self.id) & Domain('to_order_quantity', '>', 0) & Domain('quantity', '>', 0)
        first = self.line_ids.search(to_order, order='vendor_id, id', limit=1)
        if not first:
            return 0
        vendor, currency = first.vendor_id, first.offer_id.currency_id
        lines = self.line_ids.search(
            to_order & Domain('vendor_id', '=', vendor.id) & Domain('offer_id.currency_id', '=', currency.id))
        self._create_orders(vendor, currency, lines)
        lines.invalidate_recordset(['ordered_quantity'])
        return len(lines)

    def _create_orders(self, vendor, currency, lines):
        """Hook: order ``lines`` at ``vendor``; here by a light order.

        :param currency: of the prices
        """
        return self._create_light_order(vendor, lines)

    def _create_light_order(self, vendor, lines):
        """Expect a receipt of ``vendor``: an order without Odoo's Purchase."""
        warehouse = self._get_warehouse()
        picking_type = warehouse.in_type_id
        with linking():
            picking = self.env['stock.picking'].create({
                'partner_id': vendor.id,
                'picking_type_id': picking_type.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': picking_type.default_location_dest_id.id,
                'origin': self.name,
                'company_id': self.company_id.id,
                'user_id': self.orderer_id.id,
                'supply_round_id': self.id,
                'move_ids': [Command.create(line._prepare_receipt_values(picking_type)) for line in lines],
            })
            picking.action_confirm()
        return picking

    def _check_in_preparation(self):
        """:raise UserError: nothing of these rounds can be changed now"""
        if _preparing.get():
            return
        self._check_no_job()
        if settled := self.filtered(lambda supply_round: supply_round.state != 'closed'):
            raise UserError(self.env._(
                "What is bought in %(rounds)s can be changed only while it is in preparation. Put it “Back to "
                "Preparation” first.", rounds=settled._get_names()))

    def _get_unconfirmed_quantities(self, products):
        """Hook: ``{product: quantity}`` that will be ordered or stands in orders which are not confirmed.

        In the unit of the product. Here: what other rounds are about to order, whose demand is promised already.
        """
        lines = self.env['office.supply.round.line']
        others = [
            ('product_id', 'in', products.ids), ('company_id', '=', self.company_id.id), ('round_id', '!=', self.id)]
        quantities = {}
        for states, field in ((('closed', 'submitted'), 'quantity'), (('approved', 'ordered'), 'to_order_quantity')):
            for product, quantity in lines._read_group(
                    [*others, ('state', 'in', states)], ['product_id'], [f'{field}:sum']):
                quantities[product] = quantities.get(product, 0.0) + quantity
        return quantities

    def _get_warehouse(self):
        """:raise UserError: the company has no supply room"""
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.company_id.id), ('supply_type_id', '!=', False)], limit=1)
        if not warehouse:
            raise UserError(self.env._(
                "%(company)s has no warehouse that could receive %(round)s. Ask an administrator to make one in "
                "Inventory.", company=self.company_id.name, round=self.display_name))
        return warehouse
