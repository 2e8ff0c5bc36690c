from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from .office_supply_request import OFFICER

STAFF = 'office_admin_supplies.group_officer,office_admin_supplies.group_auditor'


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
    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)
    orderer_id = fields.Many2one('res.users', "Ordered By", readonly=True, copy=False)

    _close_idx = models.Index("(close_date) WHERE state IN ('planned', 'collecting')")

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

    def _check_can_open(self):
        if late := self.filtered(
                lambda supply_round: supply_round.close_date < supply_round.company_id._get_office_today()):
            raise UserError(self.env._(
                "The last day of %(rounds)s is over. Choose a later day under “File Until” first.",
                rounds=late._get_names()))

    def _check_can_collect_again(self):
        self._check_no_job()
        self._check_can_open()

    def _check_can_submit(self):
        self._check_no_job()
        if empty := self.filtered(lambda supply_round: not supply_round._get_lines_to_buy()):
            raise UserError(self.env._(
                "Nothing is to be bought in %(rounds)s. Finish it: what was filed is handed out from the stock.",
                rounds=empty._get_names()))
        for supply_round in self:
            supply_round._get_lines_to_buy()._check_can_be_bought()
        super()._check_can_submit()

    def _check_can_order(self):
        self._check_no_job()
        if ordered := self.filtered(lambda supply_round: not supply_round.has_to_order):
            raise UserError(self.env._(
                "Everything of %(rounds)s is ordered. Cancel an order first if it is to be bought anew.",
                rounds=ordered._get_names()))
        self.line_ids._check_prices()

    def _check_can_done(self):
        self._check_no_job()
        for supply_round in self:
            if supply_round.state == 'closed' and (lines := supply_round._get_lines_to_buy()):
                raise UserError(self.env._(
                    "%(count)s products are to be bought in %(round)s. Submit it, or set their quantities to zero.",
                    count=len(lines), round=supply_round.display_name))

    def _get_lines_to_buy(self):
        return self.line_ids.filtered(lambda line: line.uom_id.compare(line.quantity, 0.0) > 0)

    def _touch(self):
        """Make a new version of these rows, so that of two who change them at the same moment one is tried again."""
        if self:
            self.flush_recordset(['state'])
            self.env.execute_query(SQL(
                "UPDATE office_supply_round SET state = state WHERE id IN %s RETURNING id", tuple(self.ids)))

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
        self._touch()
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

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for supply_round in self:
            if verb == 'order':
                prepared[supply_round]['orderer_id'] = self.env.uid
            elif verb == 'submit':
                prepared[supply_round]['refuse_reason'] = False
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

    def _get_approval_amounts(self):
        return {supply_round: (supply_round.amount_total, supply_round.currency_id) for supply_round in self}

    def _get_approval_summary(self):
        lines = self._get_lines_to_buy()
        return self.env._(
            "Products: %(products)s · Vendors: %(vendors)s", products=len(lines), vendors=len(lines.vendor_id))

    def _prepare_refusal_values(self, reason):
        return super()._prepare_refusal_values(reason) | {'refuse_reason': reason}

    @api.model
    def _get_default_approval_rules(self):
        return [{
            'name': self.env._("Collection rounds"),
            'step_ids': [Command.create({
                'sequence': 10, 'who': 'position',
                'group_id': self.env.ref('office_admin_base.position_manager').id})],
        }]

    @api.model
    def _get_states(self):
        return {
            'planned': State(self.env._("Planned"), OPEN, is_initial=True),
            'collecting': State(self.env._("Collecting"), OPEN, 'info'),
            'closed': State(self.env._("In Preparation"), OPEN, 'warning', queue='officer'),
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
            'reset': self.env._("Back to Preparation"),
        }

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'order'})

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'approved_amount', 'refuse_reason', 'orderer_id', 'request_ids',
            'job', 'job_error', 'job_done', 'job_total'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'category_ids', 'open_date'}
