from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from .office_supply_round import OFFICER
from .office_supply_round_line import _preparing
from .stock_move import linking

AT_ONCE = 200  # so many lines are worked on while the user waits
CLOSE_BATCH = 200  # products
JOB = 'office_admin_supplies.ir_cron_round_job'


class OfficeSupplyRound(models.Model):
    """The long work of a round: summing the demand up, and making the orders.

    A small round is done while its officer waits. A large one is worked on by a scheduled action in batches, each of
    which finds what is still missing: whatever dies in the middle, the next one goes on, and nothing is made twice.
    """
    _inherit = 'office.supply.round'

    job = fields.Selection(
        [('close', "Summing up what was filed"), ('order', "Making the orders")], "Work in Progress", readonly=True,
        copy=False)
    job_error = fields.Text("Why It Stopped", readonly=True, copy=False)
    job_done = fields.Integer(readonly=True, copy=False)
    job_total = fields.Integer(readonly=True, copy=False)
    progress = fields.Float("Progress (%)", compute='_compute_progress')

    _job_idx = models.Index("(id) WHERE job IS NOT NULL")

    @api.depends('job', 'job_done', 'job_total')
    def _compute_progress(self):
        for supply_round in self:
            share = supply_round.job_done / supply_round.job_total if supply_round.job_total else 0.0
            supply_round.progress = min(100.0 * share, 99.0) if supply_round.job else 100.0

    def action_continue(self):
        """Let work that has stopped go on."""
        self._check_who('close', OFFICER, None)
        self.check_access('read')
        stopped = self.filtered('job')
        stopped._write_as_system({'job_error': False})
        stopped._work_soon()

    def _check_no_job(self):
        """:raise UserError: somebody or the scheduled action is still working on a round"""
        for supply_round in self.filtered('job'):
            raise UserError(self.env._(
                "%(round)s is being worked on: %(job)s, %(progress)d %%. Wait a moment. If it does not go on, "
                "use “Continue”: nothing is lost and nothing is made twice.",
                round=supply_round.display_name, progress=supply_round.progress,
                job=dict(supply_round._fields['job']._description_selection(self.env))[supply_round.job]))

    def _start_job(self, job):
        for supply_round in self.sudo():  # sudo: rights were checked by the verb
            total = supply_round._count_work(job)
            supply_round._write_as_system({'job': job, 'job_done': 0, 'job_total': total, 'job_error': False})
            if total > AT_ONCE:
                supply_round._work_soon()
                continue
            while supply_round.job:
                supply_round._work_on_job()

    def _work_soon(self):
        if self:
            self.env.ref(JOB).sudo()._trigger()  # sudo: the scheduled action

    @api.model
    def _cron_work(self):
        """Go on with the work of all rounds, in batches."""
        self._run_in_batches(
            JOB, lambda: self.search([('job', '!=', False), ('job_error', '=', False)], order='id', limit=1),
            self.__class__._work_on_job, self.__class__._stop_job)

    def _work_on_job(self):
        """Do one batch of the work of each round."""
        for supply_round in self:
            if not supply_round.job or supply_round.job_error:
                continue
            is_closing = supply_round.job == 'close'
            done = supply_round._sum_up_batch() if is_closing else supply_round._order_batch()
            if done:
                supply_round._write_as_system({'job_done': supply_round.job_done + done})
            else:
                supply_round._end_job()
            supply_round._tell_progress()

    def _end_job(self):
        body = self.env._("The demand is summed up.") if self.job == 'close' else self.env._("The orders are made.")
        self._write_as_system({'job': False})
        self._message_log(body=body)

    def _stop_job(self):
        """Keep a round whose work fails, with a sentence for its officer; the others go on."""
        self._write_as_system({'job_error': self.env._(
            "The work stopped. What was done stays. Look at the products without vendor or price, then use “Continue”; "
            "if it stops again, ask an administrator to look into the log of the server.")})
        self._tell_progress()

    def _tell_progress(self):
        users = (self.requester_id | self.orderer_id | self.env.user)._filtered_working(self.company_id)
        for user in users:
            user._bus_send('office.supply.round/progress', {'id': self.id})

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
