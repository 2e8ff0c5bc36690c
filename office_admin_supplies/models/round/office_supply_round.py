from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_base.touch import touch_rows

from ...groups import OFFICER, STAFF, USER
from ...own_code import linking

AT_ONCE = 200  # so many lines are worked on while the user waits
CLOSE_BATCH = 200  # products


class OfficeSupplyRound(models.Model):
    """A time in which departments file what they need, and the one purchase that follows from it."""
    _name = 'office.supply.round'
    _description = 'Collection Round'
    _inherit = [
        'office.approval.request.mixin', 'office.job.mixin', 'office.number.mixin', 'office.workflow.mixin']
    _order = 'close_date desc, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'
    _number_code = 'RND'
    _numbers = {'open': 'name'}
    _job_cron = 'office_admin_supplies.ir_cron_round_job'

    def _default_close_date(self):
        return fields.Date.add(self.env.company._get_office_today(), days=7)

    requester_id = fields.Many2one(string="Responsible")
    title = fields.Char(
        "Subject", required=True, help="What departments read, for example “Supplies for December”.")
    open_date = fields.Date("Opens On", copy=False, help="On this day it opens by itself. Empty: by hand.")
    close_date = fields.Date(
        "File Until", required=True, default=lambda self: self._default_close_date(), copy=False, tracking=True,
        help="The last day on which departments can file what they need.")
    category_ids = fields.Many2many(
        'product.category', string="Only These Categories",
        help="Only products of these categories can be filed. Empty: all.")
    request_ids = fields.One2many('office.supply.request', 'round_id', "Requests")
    request_count = fields.Integer(compute='_compute_request_count', groups=STAFF)
    waiting_count = fields.Integer(
        "Not Approved Yet", compute='_compute_request_count', groups=STAFF,
        help="When the round closes, these do not take part: they go on in the next open round or on their own.")
    line_ids = fields.One2many('office.supply.round.line', 'round_id', "Products")
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount_total = fields.Monetary("Total", compute='_compute_amount_total', store=True)
    approved_amount = fields.Monetary(
        "Approved Total", readonly=True, copy=False, help="What was approved, to which all later prices are compared.")
    orderer_id = fields.Many2one('res.users', "Ordered By", readonly=True, copy=False)
    put_off_date = fields.Date(readonly=True, copy=False)
    job = fields.Selection(selection_add=[('close', "Summing up what was filed"), ('order', "Making the orders")])
    has_to_order = fields.Boolean(compute='_compute_has_to_order')

    _close_idx = models.Index("(close_date) WHERE state IN ('planned', 'collecting')")
    _job_idx = models.Index("(id) WHERE job IS NOT NULL")

    @api.depends('title', 'name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        for supply_round in self:
            if supply_round.title:
                supply_round.display_name = f"{supply_round.display_name} {supply_round.title}"

    @api.depends('request_ids.state', 'request_ids.secrecy_level')
    def _compute_request_count(self):
        # sudo: how many there are is no secret of any of them, but of the secret ones not even that is told
        counts = {
            (supply_round, state): count for supply_round, state, count in self.env['office.supply.request'].sudo(
            )._read_group([('round_id', 'in', self.ids), ('secrecy_level', 'not in', RESTRICTED)],
                          ['round_id', 'state'], ['__count'])}
        for supply_round in self:
            key = supply_round._origin
            supply_round.request_count = sum(
                count for (which, state), count in counts.items() if which == key and state != 'cancelled')
            supply_round.waiting_count = counts.get((key, 'draft'), 0) + counts.get((key, 'submitted'), 0)

    @api.depends('line_ids.amount')
    def _compute_amount_total(self):
        for supply_round in self:
            supply_round.amount_total = sum(supply_round.line_ids.mapped('amount'))

    @api.depends('line_ids.to_order_quantity')
    def _compute_has_to_order(self):
        for supply_round in self:
            supply_round.has_to_order = any(supply_round.line_ids.mapped('to_order_quantity'))

    @api.constrains('open_date', 'close_date')
    def _check_dates(self):
        for supply_round in self:
            if supply_round.open_date and supply_round.open_date > supply_round.close_date:
                raise ValidationError(self.env._(
                    "%(round)s would close before it opens. Choose a later last day.",
                    round=supply_round.display_name))

    def action_open(self):
        return self._transition_each('open')

    def action_close(self):
        return self._transition_each('close')

    def action_submit(self):
        return self._transition_each('submit')

    def action_order(self):
        return self._transition_each('order')

    def action_done(self):
        return self._transition_each('done')

    def action_collect_again(self):
        return self._transition_each('collect_again')

    def action_reset(self):
        return self._transition_each('reset')

    def action_cancel(self):
        return self._transition_each('cancel')

    def action_view_requests(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_request_action')
        return action | {'domain': [('round_id', 'in', self.ids)], 'context': {'create': False}}

    def action_view_offers(self):
        action = self.env['ir.actions.act_window']._for_xml_id(
            'office_admin_supplies.office_supply_round_offer_action')
        return action | {'domain': [('round_id', 'in', self.ids)]}

    def action_file(self):
        """Open what the user has not submitted yet in this round, or a new request for it."""
        self.ensure_one()
        self.check_access('read')
        requests = self.env['office.supply.request']
        draft = requests.search([
            ('round_id', '=', self.id), ('requester_id', '=', self.env.uid), ('state', '=', 'draft')], limit=1)
        return {
            'type': 'ir.actions.act_window', 'res_model': requests._name, 'res_id': draft.id,
            'views': [(False, 'form')], 'context': {'default_round_id': self.id}}

    def action_continue(self):
        """Let work that has stopped go on."""
        self._check_who('close', OFFICER, None)
        self.check_access('read')
        self._continue_job()

    def action_refresh_offers(self):
        self.line_ids.action_refresh_offers()

    def action_view_orders(self):
        self.check_access('read')
        lines = self.line_ids.filtered('ordered_quantity')
        if not lines:
            raise UserError(self.env._("%(lines)s: nothing was ordered yet.", lines=self._get_names()))
        return lines.action_open_order()

    def action_take_prices(self):
        """Take the prices that vendors ask today; what becomes much dearer has to be approved again.

        :raise UserError: nothing has changed, or the round is not to be ordered now
        """
        self.ensure_one()
        self.check_access('write')
        self._check_no_job()
        if self.state not in ('closed', 'approved'):
            raise UserError(self.env._(
                "The prices of %(round)s are taken anew between its closing and its orders only.",
                round=self.display_name))
        touch_rows(self)
        before = self.amount_total
        changes = self._get_lines_to_buy().offer_id._get_price_changes()
        if not changes:
            raise UserError(self.env._("No vendor has changed a price since %(round)s was closed.",
                                       round=self.display_name))
        quantities = {line: line.quantity for line in self.line_ids}
        for offer, price in changes.items():
            offer._write_as_system({'price': price})
        for line, quantity in quantities.items():
            if line.uom_id.compare(line.quantity, quantity) != 0:
                line._write_as_system({'quantity': quantity})
        self._message_log(body=self.env._(
            "%(count)s new prices: the total was %(before).2f and is %(after).2f now.", count=len(changes),
            before=before, after=self.amount_total))
        if self.state == 'approved' and self.currency_id.compare_amounts(
                self.amount_total, self._get_allowed_amount()) > 0:
            self._transition('reset')

    def _get_lines_to_buy(self):
        return self.line_ids.filtered(lambda line: line.uom_id.compare(line.quantity, 0.0) > 0)

    def _get_warehouse(self):
        """:raise UserError: the company has no supply room"""
        warehouse = self.company_id._get_supply_warehouse()
        if not warehouse:
            raise UserError(self.env._(
                "%(company)s has no warehouse that could receive %(round)s. Ask an administrator to make one in "
                "Inventory.", company=self.company_id.name, round=self.display_name))
        return warehouse

    def _get_orderers(self):
        """Return all users who have ordered in these rounds, also those before the last one."""
        # sudo: users have no access to the log
        steps_sudo = self.env['office.transition'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', '=', 'order')])
        return self.orderer_id | steps_sudo.user_id | steps_sudo.acting_for_id

    def _get_deciders(self):
        """Return the users who have approved these rounds."""
        decisions_sudo = self.env['office.approval.decision'].sudo().search([  # sudo: users have no access to them
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('verb', 'in', ('approve', 'except'))])
        return decisions_sudo.user_id | decisions_sudo.acting_for_id

    def _ask_officer(self, summary, activity_type='mail.mail_activity_data_todo'):
        """Give who answers for these rounds something to do."""
        for supply_round in self.sudo():  # sudo: whoever receives or edits an order has no write access to the round
            supply_round.activity_schedule(
                activity_type, summary=summary,
                user_id=(supply_round.requester_id or supply_round.orderer_id).id)
            supply_round._message_log(body=summary)

    # What the verbs ask for and cause

    def _check_can_open(self, by=None):
        if late := self.filtered(
                lambda supply_round: supply_round.close_date < supply_round.company_id._get_office_today()):
            raise UserError(self.env._(
                "The last day of %(rounds)s is over. Choose a later day under “File Until” first.",
                rounds=late._get_names()))

    def _check_can_collect_again(self, by=None):
        self._check_no_job()
        self._check_can_open(by)

    def _check_can_submit(self, by=None):
        self._check_no_job()
        if empty := self.filtered(lambda supply_round: not supply_round._get_lines_to_buy()):
            raise UserError(self.env._(
                "Nothing is to be bought in %(rounds)s. Finish it: what was filed is handed out from the stock.",
                rounds=empty._get_names()))
        for supply_round in self:
            supply_round._get_lines_to_buy()._check_can_be_bought()
        super()._check_can_submit(by)

    def _check_can_order(self, by=None):
        self._check_no_job()
        if ordered := self.filtered(lambda supply_round: not supply_round.has_to_order):
            raise UserError(self.env._(
                "Everything of %(rounds)s is ordered. Cancel an order first if it is to be bought anew.",
                rounds=ordered._get_names()))
        self.line_ids._check_prices()

    def _check_can_done(self, by=None):
        self._check_no_job()
        for supply_round in self:
            if supply_round.state == 'closed' and (lines := supply_round._get_lines_to_buy()):
                raise UserError(self.env._(
                    "%(count)s products are to be bought in %(round)s. Submit it, or set their quantities to zero.",
                    count=len(lines), round=supply_round.display_name))

    def _check_in_preparation(self):
        """:raise UserError: nothing of these rounds can be changed now"""
        self._check_no_job()
        if settled := self.filtered(lambda supply_round: supply_round.state != 'closed'):
            raise UserError(self.env._(
                "What is bought in %(rounds)s can be changed only while it is closed and not submitted. Press “Change "
                "Again” first.", rounds=settled._get_names()))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for supply_round in self:
            if verb == 'order':
                prepared[supply_round]['orderer_id'] = self.env.uid
            elif verb == 'approve':
                prepared[supply_round]['approved_amount'] = supply_round.amount_total
            elif verb == 'reset':
                prepared[supply_round]['approved_amount'] = 0.0
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'close':
                self._check_all_seen()
                self._let_go_unapproved()
                self._start_job('close')
            case 'order':
                self._start_job('order')
            case 'collect_again':
                self.sudo().line_ids._remove()  # sudo: lines are made and removed by the round alone
            case 'cancel':
                self._let_go(self.sudo().request_ids)  # sudo: requests that the officer may not change

    # Two at once

    def _hold(self):
        """Let nobody close or change these rounds before this transaction ends; many may hold them at once.

        Who has seen them as they were before somebody changed them is tried again by Odoo.
        """
        if self:
            self.flush_recordset(['state'])
            self.env.execute_query(SQL(
                "SELECT id FROM office_supply_round WHERE id IN %s ORDER BY id FOR SHARE", tuple(self.ids)))

    def _check_all_seen(self):
        """Wait for those who are filing; from now on nobody else can.

        :raise SerializationFailure: so that Odoo tries again, if somebody has filed since this transaction began
        """
        touch_rows(self)
        self.env.flush_all()
        known = {found for [found] in self.env.execute_query(SQL(
            "SELECT id FROM office_supply_request WHERE round_id IN %s AND state != 'draft'", tuple(self.ids)))}
        with self.env.registry.cursor() as cr:  # it sees what was committed in the meantime
            cr.execute(SQL(
                "SELECT id FROM office_supply_request WHERE round_id IN %s AND state = 'submitted'", tuple(self.ids)))
            filed = {found for [found] in cr.fetchall()}
        if filed - known:
            self.env.cr.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'filed in the meantime' USING ERRCODE = 'serialization_failure'; END $$",
                log_exceptions=False)

    # Rounds that open and close by themselves

    def _search_to_open(self):
        return self._search_by_day(Domain('state', '=', 'planned'), 'open_date', '<=')

    def _search_to_close(self):
        return self._search_by_day(Domain('state', '=', 'collecting'), 'close_date', '<')

    def _search_by_day(self, domain, field, operator):
        """Return the next rounds for which it is the day, each where its company is."""
        companies = [company for [company] in self._read_group(domain, ['company_id'])]
        if not companies:
            return self.browse()
        days = Domain.OR([
            Domain('company_id', '=', company.id) & Domain(field, operator, day)
            & (Domain('put_off_date', '=', False) | Domain('put_off_date', '<', day))
            for company in companies for day in [self._get_approval_day(company)]])
        return self.search(domain & days, limit=1, order=f'{field}, id')

    def _put_off(self):
        """Leave a round that could not be opened or closed alone for today, and let its officer look at it."""
        self._write_as_system({'put_off_date': self._get_approval_day(self.company_id)})
        self._ask_officer(self.env._("It could not be opened or closed by itself. Do it by hand and see why."))

    # Requests that cannot take part

    def _let_go_unapproved(self):
        """Let requests that were submitted but not approved in time go on in the next round, or on their own."""
        for supply_round in self:
            # sudo: requests that the officer may not change
            late_sudo = supply_round.sudo().request_ids.filtered(lambda request: request.state == 'submitted')
            supply_round._let_go(late_sudo, supply_round._get_next_round())

    def _let_go(self, requests_sudo, next_round=None):
        """Take requests out of their round and say so to those concerned."""
        if not requests_sudo:
            return
        requests_sudo.line_ids.filtered('round_line_id')._write_as_system({'round_line_id': False})
        requests_sudo._write_as_system({'round_id': next_round.id if next_round else False})
        for request_sudo in requests_sudo.filtered(lambda request: request.state != 'draft'):
            request_sudo.message_post(body=self.env._(
                "It takes part in %(round)s now.", round=next_round.display_name) if next_round else self.env._(
                "It takes part in no collection round any more and is handed out from the stock."))
        self._message_log_batch({supply_round.id: self.env._(
            "Requests that do not take part, not approved in time or since the round was cancelled: %(count)s",
            count=len(requests_sudo)) for supply_round in self})

    def _get_next_round(self):
        """Return the round that is collecting after this one, if there is one for all products."""
        self.ensure_one()
        return self.sudo().search([
            ('company_id', '=', self.company_id.id), ('state', '=', 'collecting'), ('id', '!=', self.id),
            ('category_ids', '=', False)], order='close_date, id', limit=1)

    @api.model
    def _get_refused_link_message(self):
        # employees read a round as long as it collects, and it may have closed while they wrote
        return self.env._(
            "This collection round is not open, or not any more. Choose another round, or leave the field empty to ask "
            "for it on its own.")

    # The long work: a small round is done while its officer waits, a large one by a scheduled action

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

    def _count_work(self, job):
        if job == 'close':
            return self.env['office.supply.request.line'].search_count(self._get_unsummed_domain())
        return len(self._get_lines_to_buy())

    def _do_batch(self):
        return self._sum_up_batch() if self.job == 'close' else self._order_batch()

    def _end_job(self):
        body = self.env._("The demand is summed up.") if self.job == 'close' else self.env._("The orders are made.")
        super()._end_job()
        self._message_log(body=body)

    def _get_job_users(self):
        return self.requester_id | self.orderer_id

    def _get_stop_words(self):
        return self.env._(
            "The work stopped. What was done stays. Look at the products without vendor or price, then use “Continue”; "
            "if it stops again, ask an administrator to look into the log of the server.")

    # Summing up what was filed

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

    # Orders, and what they may cost

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

    def _get_allowed_amount(self):
        """Return what the goods of this round may cost without a new approval.

        However often prices change: they are compared with what was approved, and never with each other.
        """
        self.ensure_one()
        tolerance = self.company_id.sudo().supply_price_tolerance  # sudo: settings
        return self.approved_amount * (1 + tolerance / 100)

    # The life of a round, approval and My Office

    @api.model
    def _get_states(self):
        return {
            'planned': State(self.env._("Planned"), OPEN, is_initial=True),
            'collecting': State(self.env._("Collecting"), OPEN, 'info'),
            'closed': State(self.env._("Closed"), OPEN, 'warning', queue='officer'),
            'submitted': State(self.env._("Submitted"), OPEN, 'info'),
            'approved': State(self.env._("Approved"), OPEN, 'primary', queue='officer'),
            'ordered': State(self.env._("Ordered"), OPEN, 'primary'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'refused': State(self.env._("Refused"), ENDED, 'danger'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'open': (('planned',), 'collecting', (OFFICER, ENGINE)),
            'close': (('collecting',), 'closed', (OFFICER, ENGINE)),
            'collect_again': (('closed',), 'collecting', OFFICER),
            'submit': (('closed',), 'submitted', OFFICER),
            'reset': (('submitted', 'approved', 'refused'), 'closed', (OFFICER, ENGINE)),
            'order': (('approved', 'ordered'), 'ordered', OFFICER),
            'done': (('closed', 'ordered'), 'done', OFFICER),
            'cancel': (('planned', 'collecting', 'closed', 'submitted', 'approved', 'refused'), 'cancelled', OFFICER),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'open': self.env._("Open"),
            'close': self.env._("Close the Round"),
            'collect_again': self.env._("Collect Again"),
            'order': self.env._("Order"),
            'done': self.env._("Finish"),
            'reset': self.env._("Change Again"),
        }

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'order'})

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'category_ids', 'open_date'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'approved_amount', 'orderer_id', 'request_ids', 'put_off_date'}

    def _get_approval_amounts(self):
        return {supply_round: (supply_round.amount_total, supply_round.currency_id) for supply_round in self}

    def _get_approval_summary(self):
        lines = self._get_lines_to_buy()
        return self.env._(
            "Products: %(products)s · Vendors: %(vendors)s", products=len(lines), vendors=len(lines.vendor_id))

    @api.model
    def _get_default_approval_rules(self):
        return [{
            'name': self.env._("Collection rounds"),
            'step_ids': [Command.create({
                'sequence': 10, 'who': 'position',
                'group_id': self.env.ref('office_admin_base.position_manager').id})],
        }]

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {'mine': Domain('state', '=', 'collecting')}

    def _prepare_desk_row(self, section):
        row = super()._prepare_desk_row(section)
        if section == 'mine':
            row['what'] = self.env._(
                "File until %(date)s", date=format_date(self.env, self.close_date, date_format='medium'))
        return row

    def _get_desk_buttons(self, section):
        if section == 'mine':
            return [{'name': 'action_file', 'label': self.env._("File"), 'is_primary': True}]
        return super()._get_desk_buttons(section)

    @api.model
    def _get_queue_group(self, verb):
        # an open round concerns everybody who may ask
        return USER if verb in ('open', 'close') else OFFICER

    @api.model
    def _get_again_domain(self):
        return Domain.FALSE

    @api.model
    def _get_desk_rank(self, section, query):
        # what closes soon stands above what one asked for
        return SQL("'-Infinity'") if section == 'mine' else super()._get_desk_rank(section, query)
