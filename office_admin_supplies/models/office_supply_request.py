from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER

WAITING = ('draft', 'submitted', 'approved')  # for goods
LARGE_AMOUNT = 1000  # in the company's currency: from here on the administrative manager approves as well


class OfficeSupplyRequest(models.Model):
    """What an employee asks for from the supply room, from the asking to the receiver's signature."""
    _name = 'office.supply.request'
    _description = 'Supply Request'
    _inherit = [
        'office.secrecy.mixin', 'office.approval.request.mixin', 'office.closing.mixin', 'office.hand.over.mixin',
        'office.number.mixin', 'office.workflow.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True

    need_date = fields.Date("Needed On", required=True, copy=False)
    note = fields.Text("Purpose")
    line_ids = fields.One2many('office.supply.request.line', 'request_id', "Items", copy=True)
    # in sudo: who may read a request may read its lines, and to find that out again for each of them costs much
    item_summary = fields.Char("Items Asked For", compute='_compute_item_summary', compute_sudo=True)
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "Out of Stock")], compute='_compute_availability',
        compute_sudo=True, help="Of the scarcest item that is still open, as long as the request waits for goods.")
    submit_datetime = fields.Datetime("Submitted On", readonly=True, copy=False)
    is_my_request = fields.Boolean(compute='_compute_is_my_request')
    can_cancel = fields.Boolean(compute='_compute_is_my_request')
    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)
    destination_id = fields.Many2one(
        'stock.location', "Cost Centre", readonly=True, copy=False, check_company=True, index='btree_not_null',
        help="The consumption location of the department, to which the goods are handed out.")

    _order_idx = models.Index("(need_date, id DESC)")
    _open_idx = models.Index("(company_id, need_date) WHERE state IN ('submitted', 'approved')")
    _queue_idx = models.Index("(deadline_datetime, id) WHERE state = 'approved'")

    @api.depends('line_ids.product_id', 'line_ids.quantity', 'line_ids.uom_id')
    @api.depends_context('lang')
    def _compute_item_summary(self):
        saved = self._get_saved_summaries()
        for request in self:
            request.item_summary = saved.get(request.id, False) if request.id else ' · '.join(
                f"{line.product_id.name} × {line.quantity:g} {line.uom_id.name}" for line in request.line_ids)

    def _get_saved_summaries(self):
        """Return ``{id: items in words}`` of the requests in the database.

        In one query, since a page of requests has hundreds of lines, hardly two of the same product.
        """
        lines = self.env['office.supply.request.line']
        query = lines._search([('request_id', 'in', self.ids)])
        names = []
        for name in ('product_id', 'uom_id'):
            model, alias = lines._fields[name].join(lines, query.table, query)
            names.append(model._field_to_sql(alias, 'name', query))
        return dict(self.env.execute_query(SQL(
            "%s GROUP BY %s",
            query.select(
                SQL.identifier(query.table, 'request_id'),
                SQL("string_agg((%s) || ' × ' || trim_scale(%s) || ' ' || (%s), ' · ' ORDER BY %s)",
                    names[0], lines._field_to_sql(query.table, 'quantity', query), names[1],
                    SQL.identifier(query.table, 'id'))),
            SQL.identifier(query.table, 'request_id'))))

    @api.depends('state', 'line_ids.open_quantity', 'line_ids.product_id', 'line_ids.uom_id')
    @api.depends_context('uid')
    def _compute_availability(self):
        waiting = self.filtered(lambda request: request.state in WAITING)
        unsure = waiting._get_lines_to_look_at()
        levels = self.env['office.supply.request.line'].union(*unsure.values())._get_availabilities()
        for request in self:
            found = {levels[line] for line in unsure.get(request, ())}
            request.availability = next(
                (level for level in ('none', 'low', 'available') if level in found),
                'available' if request in unsure else False)

    def _get_lines_to_look_at(self):
        """Return ``{request: lines}`` whose stock has to be looked at, of the requests of which something is open.

        In one query, since of most requests all that is open is reserved, and nothing has to be looked at.
        """
        lines = self.env['office.supply.request.line']
        query = lines._search([('request_id', 'in', self.ids), ('open_quantity', '>', 0)])
        self.env['stock.move'].flush_model(['supply_line_id', 'state', 'quantity', 'product_uom'])
        is_unsure = SQL(
            """NOT EXISTS (SELECT FROM stock_move move
                            WHERE move.supply_line_id = %(line)s.id AND move.state = 'assigned'
                              AND move.product_uom = %(line)s.uom_id AND move.quantity >= %(line)s.open_quantity)""",
            line=SQL.identifier(query.table))
        found = {
            self.browse(request_id): lines.browse(line_ids or ())
            for request_id, line_ids in self.env.execute_query(SQL(
                "%s GROUP BY request_id", query.select(
                    'request_id', SQL("array_agg(id ORDER BY id) FILTER (WHERE %s)", is_unsure))))
        }
        return found | {
            request: open_lines for request in self
            if not request.id and (open_lines := request.line_ids.filtered('open_quantity'))}

    @api.depends('requester_id', 'employee_id')
    @api.depends_context('uid')
    def _compute_is_my_request(self):
        is_officer = self.env.user.has_group('office_admin_supplies.group_officer')
        for request in self:
            request.is_my_request = request.requester_id == self.env.user
            request.can_cancel = is_officer or self.env.user in request._get_beneficiary_users()

    def action_submit(self):
        return self._transition_each('submit')

    def action_reset(self):
        return self._transition_each('reset')

    def _open_wizard(self, model, name):
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': model,
            'name': name,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_request_ids': self.ids},
        }

    def _check_can_submit(self):
        super()._check_can_submit()
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))
        lines = self.sudo().line_ids
        if unfit := lines.filtered(lambda line: not line.product_id.active or not line.product_id.supply_ok):
            raise UserError(self.env._(
                "%(products)s in %(requests)s can no longer be asked for. Choose another product or remove the line.",
                products=format_list(self.env, unfit.product_id.mapped('display_name')),
                requests=unfit.request_id._get_names()))
        lines._check_quantity()
        lines._check_company()
        for request in self.sudo().filtered(lambda request: request.secrecy_level in RESTRICTED):
            request._check_somebody_can_hand_out()

    def _check_somebody_can_hand_out(self):
        officers = self.allowed_user_ids.filtered(
            lambda user: user.has_group('office_admin_supplies.group_officer'))
        if not self._filter_sworn(officers - self._get_beneficiary_users()):
            raise UserError(self.env._(
                "Nobody who may see %(request)s could hand it out. Add an officer of the supply room with a valid "
                "undertaking to the people allowed.", request=self.display_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for company, requests in self.grouped('company_id').items():
                locations = self.env['stock.location']._get_supply_locations(
                    company, requests.employee_id.department_id)
                for request in requests:
                    prepared[request].update({
                        'destination_id': locations[request.employee_id.department_id].id,
                        'submit_datetime': fields.Datetime.now(),
                        'refuse_reason': False,
                    })
        elif verb == 'reset':
            for request in self:
                # what is a draft again is private again
                prepared[request]['told_user_ids'] = [Command.clear()]
        return prepared

    def _get_approval_amounts(self):
        """What the items cost, at the price of the products in their own unit."""
        return {
            request: (sum(
                line.uom_id._compute_quantity(line.quantity, line.product_id.uom_id, round=False)
                * line.product_id.with_company(request.company_id).standard_price
                for line in request.line_ids), request.company_id.currency_id)
            for request in self
        }

    def _get_approval_summary(self):
        return self.item_summary

    def _get_approval_reason(self):
        return self.note

    def _get_approval_reason_label(self):
        return self._fields['note']._description_string(self.env)

    @api.model
    def _get_default_approval_rules(self):
        return [{
            'name': self.env._("Supply requests"),
            'step_ids': [
                Command.create({'sequence': 10, 'who': 'superior'}),
                Command.create({
                    'sequence': 20, 'who': 'position', 'min_amount': LARGE_AMOUNT,
                    'group_id': self.env.ref('office_admin_base.position_manager').id}),
            ],
        }]

    def _prepare_refusal_values(self, reason):
        return super()._prepare_refusal_values(reason) | {'refuse_reason': reason}

    def _track_subtype(self, initial_values):
        if initial_values.get('state') == 'submitted' and self.state in ('approved', 'refused'):
            return self.env.ref(f'office_admin_supplies.mt_{self.state}')
        return super()._track_subtype(initial_values)

    @api.model
    def _get_transitions(self):
        officer = 'office_admin_supplies.group_officer'
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'hand_out': (('approved',), 'approved', officer),
            'done': (('approved',), 'done', (officer, ENGINE)),
            'cancel': (('draft', 'submitted', 'approved'), 'cancelled', (CONCERNED, officer)),
            'reset': (('submitted', 'refused'), 'draft', (REQUESTER, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'need_date', 'note', 'line_ids', 'secrecy_level', 'allowed_user_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'submit_datetime', 'refuse_reason', 'destination_id'}

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'hand_out'}, {GAIN, 'hand_out'})

    @api.model
    def _get_classifier_group(self):
        return 'office_admin_supplies.group_manager'

    @api.model
    def _get_secrecy_concerned_domain(self):
        return super()._get_secrecy_concerned_domain() | Domain.OR([
            self._get_beneficiary_domain(), Domain('is_approver', '=', True)])

    @api.model
    def _get_number_code(self):
        return 'SUP'
