from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_mixin import ENGINE, REQUESTER


class OfficeSupplyRequest(models.Model):
    """What an employee asks for from the supply room, from the asking to the receiver's signature."""
    _name = 'office.supply.request'
    _description = 'Supply Request'
    _inherit = ['office.requester.mixin', 'office.number.mixin', 'office.workflow.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True

    def _default_need_date(self):
        return fields.Date.add(fields.Date.context_today(self), days=7)

    need_date = fields.Date("Needed On", required=True, default=_default_need_date, copy=False)
    note = fields.Text("Reason")
    line_ids = fields.One2many('office.supply.request.line', 'request_id', "Items", copy=True)
    item_summary = fields.Char("Items Asked For", compute='_compute_item_summary')
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "None")], compute='_compute_availability',
        help="Of the scarcest item that is still open.")
    hand_out_progress = fields.Float(
        "Handed Out (%)", compute='_compute_hand_out_progress', store=True, aggregator='avg')
    submit_datetime = fields.Datetime("Submitted On", readonly=True, copy=False)
    approver_ids = fields.Many2many('res.users', string="Approvers", readonly=True, copy=False)
    is_my_approval = fields.Boolean(
        "Waits for My Approval", compute='_compute_is_my_approval', search='_search_is_my_approval')
    is_my_request = fields.Boolean(compute='_compute_is_my_request')
    can_cancel = fields.Boolean(compute='_compute_is_my_request')
    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)
    destination_id = fields.Many2one(
        'stock.location', "Cost Centre", readonly=True, copy=False, check_company=True, index='btree_not_null',
        help="The consumption location of the department, to which the goods are handed out.")
    picking_ids = fields.One2many('stock.picking', 'supply_request_id', "Hand-Outs", groups='stock.group_stock_user')
    picking_count = fields.Integer(compute='_compute_picking_count', groups='stock.group_stock_user')

    _open_idx = models.Index("(company_id, need_date) WHERE state IN ('submitted', 'approved')")

    @api.depends('line_ids.product_id', 'line_ids.quantity', 'line_ids.uom_id')
    @api.depends_context('lang')
    def _compute_item_summary(self):
        for request in self:
            request.item_summary = format_list(
                self.env, [f"{line.product_id.name} × {line.quantity:g}" for line in request.line_ids], 'unit')

    @api.depends('line_ids.availability', 'line_ids.open_quantity')
    def _compute_availability(self):
        for request in self:
            found = set(request.line_ids.filtered('open_quantity').mapped('availability'))
            request.availability = next((level for level in ('none', 'low', 'available') if level in found), False)

    @api.depends('line_ids.quantity', 'line_ids.handed_quantity')
    def _compute_hand_out_progress(self):
        for request in self:
            shares = [min(line.handed_quantity / line.quantity, 1.0) for line in request.line_ids if line.quantity]
            request.hand_out_progress = 100.0 * sum(shares) / len(shares) if shares else 0.0

    @api.depends('state', 'approver_ids')
    @api.depends_context('uid')
    def _compute_is_my_approval(self):
        for request in self:
            request.is_my_approval = request.state == 'submitted' and self.env.user in request.approver_ids

    def _search_is_my_approval(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('state', '=', 'submitted'), ('approver_ids', 'in', self.env.uid)]

    @api.depends('requester_id')
    @api.depends_context('uid')
    def _compute_is_my_request(self):
        is_officer = self.env.user.has_group('office_admin_supplies.group_officer')
        for request in self:
            request.is_my_request = request.requester_id == self.env.user
            request.can_cancel = request.is_my_request or is_officer

    @api.depends('picking_ids')
    def _compute_picking_count(self):
        for request in self:
            request.picking_count = len(request.picking_ids)

    def action_submit(self):
        return self._transition_each('submit')

    def action_approve(self):
        return self._decide('approve')

    def action_refuse(self):
        return self._open_wizard('office.supply.request.refuse', self.env._("Refuse"))

    def action_hand_out(self):
        return self._open_wizard('office.supply.request.hand.out', self.env._("Hand Out"))

    def action_done(self):
        return self._transition_each('done')

    def action_cancel(self):
        return self._transition_each('cancel')

    def action_reset(self):
        return self._transition_each('reset')

    def action_view_pickings(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.stock_picking_action_supply')
        if len(self.picking_ids) == 1:
            return action | {'res_id': self.picking_ids.id, 'views': [(False, 'form')], 'view_mode': 'form'}
        return action | {'domain': [('supply_request_id', 'in', self.ids)], 'context': {}}

    def _get_form_action(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def _open_wizard(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'res_model': model,
            'name': name,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_request_ids': self.ids},
        }

    def _decide(self, verb, values=None):
        """Approve or refuse; the one door for decisions.

        :param str verb: ``approve`` or ``refuse``
        :param dict values: written with the decision
        :raise AccessError: the user is not among the approvers, or asks or benefits himself
        """
        return self._transition_each(verb, values, by=ENGINE)

    def _check_can_approve(self):
        self._check_decider()

    def _check_can_refuse(self):
        self._check_decider()

    def _check_decider(self):
        # sudo: an approver need not be among the people whom the user may see
        foreign_sudo = self.sudo().filtered(lambda request: self.env.user not in request.approver_ids)
        if foreign_sudo:
            raise AccessError(self.env._(
                "%(requests)s is decided by %(people)s, not by you.",
                requests=foreign_sudo._get_names(), people=', '.join(foreign_sudo.approver_ids.mapped('name'))))

    def _check_can_submit(self):
        super()._check_can_submit()
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))
        lines = self.sudo().line_ids
        if unfit := lines.filtered(lambda line: not line.product_id.active or not line.product_id.supply_ok):
            raise UserError(self.env._(
                "%(products)s in %(requests)s can no longer be asked for. Choose another product or remove the line.",
                products=', '.join(unfit.product_id.mapped('display_name')), requests=unfit.request_id._get_names()))
        lines._check_quantity()
        lines._check_company()
        for request in self:
            request._get_approvers()

    def _check_can_done(self):
        if untouched := self.filtered(lambda request: not request.hand_out_progress):
            raise UserError(self.env._(
                "Nothing of %(requests)s was handed out yet. Hand it out, or cancel it.",
                requests=untouched._get_names()))

    def _check_can_cancel(self):
        if begun := self.filtered('hand_out_progress'):
            raise UserError(self.env._(
                "%(requests)s was handed out in part and cannot be cancelled. Close it: what is still open lapses.",
                requests=begun._get_names()))

    def _get_approvers(self):
        """Find who decides: the manager and the head of department of the beneficiary, else the next ones above.

        Neither who asked nor who benefits decides. Where only these stand above the
        beneficiary, the managers of supplies do.

        :return: active users of the company of the request
        :raise UserError: nobody stands above the beneficiary
        """
        self.ensure_one()
        request_sudo = self.sudo()  # sudo: managers and heads are HR data
        excluded = request_sudo._get_beneficiary_users()
        is_own_superior = False
        for superiors in request_sudo._get_superior_levels():
            users = superiors.user_id.filtered(lambda user: user.active and self.company_id in user.company_ids)
            if approvers := users - excluded:
                return approvers
            is_own_superior = is_own_superior or bool(users & excluded)
        if is_own_superior:
            managers = self.env.ref('office_admin_supplies.group_manager').sudo().all_user_ids
            if approvers := managers.filtered(lambda user: user.active and self.company_id in user.company_ids) - excluded:
                return approvers
        raise UserError(self.env._(
            "Nobody can approve %(request)s: neither %(employee)s nor the department %(department)s has a manager "
            "who can log in. Ask HR to name one, then submit again.",
            request=self.display_name, employee=request_sudo.employee_id.name,
            department=request_sudo.employee_id.department_id.display_name or self.env._("(none)")))

    def _get_superior_levels(self):
        """Yield the employees above the beneficiary, nearest first; each person and department once."""
        employees, department = self.employee_id, self.employee_id.department_id
        seen_employees, seen_departments = employees.browse(), department.browse()
        while True:
            superiors = (employees.parent_id | department.manager_id) - seen_employees
            if superiors:
                yield superiors
            seen_employees |= superiors
            seen_departments |= department
            department = department.parent_id - seen_departments
            if not superiors and not department:
                return
            employees = superiors or employees

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for company, requests in self.grouped('company_id').items():
                locations = self.env['stock.location']._get_supply_locations(
                    company, requests.employee_id.department_id)
                for request in requests:
                    prepared[request].update({
                        'approver_ids': [Command.set(request._get_approvers().ids)],
                        'destination_id': locations[request.employee_id.department_id].id,
                        'submit_datetime': fields.Datetime.now(),
                        'refuse_reason': False,
                    })
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        requests_sudo = self.sudo()  # sudo: neither who asks nor who approves has stock or activity rights on it
        match verb:
            case 'submit':
                requests_sudo._schedule_approval()
            case 'approve':
                requests_sudo._unlink_approval_activities()
                requests_sudo._create_pickings()
            case 'refuse' | 'reset':
                requests_sudo._unlink_approval_activities()
            case 'cancel' | 'done':
                requests_sudo._unlink_approval_activities()
                requests_sudo._get_open_pickings().action_cancel()

    def _schedule_approval(self):
        for request in self:
            for approver in request.approver_ids:
                request.activity_schedule(
                    'office_admin_supplies.mail_activity_type_approve', user_id=approver.id,
                    summary=self.env._("Approve or refuse"))

    def _unlink_approval_activities(self):
        self.activity_unlink(['office_admin_supplies.mail_activity_type_approve'])

    def _create_pickings(self):
        """Make and reserve a transfer for what of each request is neither handed out nor on its way."""
        values_list = []
        for company, requests in self.grouped('company_id').items():
            picking_type = self.env['stock.warehouse'].search(
                [('company_id', '=', company.id), ('supply_type_id', '!=', False)], limit=1).supply_type_id
            if not picking_type:
                raise UserError(self.env._(
                    "%(company)s has no warehouse from which %(requests)s could be handed out. "
                    "Ask an administrator to make one in Inventory.",
                    company=company.name, requests=requests._get_names()))
            values_list += filter(None, (request._prepare_picking_values(picking_type) for request in requests))
        pickings = self.env['stock.picking'].create(values_list)
        pickings.action_confirm()  # also reserves
        return pickings

    def _prepare_picking_values(self, picking_type):
        """Values of the transfer for what is neither handed out nor on its way, or nothing."""
        moves = []
        for line in self.line_ids:
            under_way = sum(
                move.product_uom._compute_quantity(move.product_uom_qty, line.uom_id, round=False)
                for move in line._get_open_moves())
            missing = line.open_quantity - under_way
            if line.uom_id.compare(missing, 0.0) > 0:
                moves.append(Command.create(line._prepare_move_values(picking_type, missing)))
        return moves and {
            'picking_type_id': picking_type.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': self.destination_id.id,
            'origin': self.name,
            'company_id': self.company_id.id,
            'scheduled_date': self.need_date,
            'supply_request_id': self.id,
            'move_ids': moves,
        }

    def _get_open_pickings(self):
        return self.picking_ids.filtered(
            lambda picking: not picking.return_id and picking.state not in ('done', 'cancel'))

    def _hand_out(self, quantities, signed_by, signature=None):
        """Hand out through Odoo's own transfers; the rest stays open.

        :param dict quantities: ``{line: quantity}`` in the unit of the line
        :param str signed_by: name of the person who takes the goods
        :param bytes signature: image, base64
        :raise UserError: nothing, or more than is open or in stock, is handed out, or the receiver is missing
        """
        self._check_transition('hand_out')
        if not signed_by or not signed_by.strip():
            raise UserError(self.env._("Say who receives the goods of %(requests)s.", requests=self._get_names()))
        self.sudo()._create_pickings()  # sudo: making transfers is not the officer's right, moving goods is
        pickings = self._get_open_pickings()
        pickings.move_ids._set_supply_quantities(quantities)
        pickings = pickings.filtered(lambda picking: any(picking.move_ids.mapped('quantity')))
        if missing := self - pickings.supply_request_id:
            raise UserError(self.env._(
                "Nothing of %(requests)s is to be handed out. Enter a quantity for at least one item.",
                requests=missing._get_names()))
        pickings.write({
            'supply_signed_by': signed_by.strip(),
            'supply_signed_on': fields.Datetime.now(),
            'supply_signature': signature,
        })
        pickings.with_context(skip_backorder=True).button_validate()

    def _after_hand_out(self, pickings):
        """Record the hand-out, tell the people concerned, and end what is complete."""
        self._transition('hand_out', by=ENGINE)
        for request in self:
            request.sudo()._post_hand_out(pickings.filtered(lambda picking: picking.supply_request_id == request))
        self.filtered(lambda request: request._is_handed_out())._transition('done', by=ENGINE)

    def _is_handed_out(self):
        return all(line.uom_id.is_zero(line.open_quantity) for line in self.line_ids)

    def _post_hand_out(self, pickings):
        moves = pickings.move_ids.filtered(lambda move: move.state == 'done')
        self.message_post(
            body=self.env._(
                "%(person)s received: %(items)s",
                person=', '.join(filter(None, pickings.mapped('supply_signed_by'))),
                items=format_list(self.env, [
                    f"{move.product_id.name} × {move.quantity:g} {move.product_uom.name}" for move in moves])),
            subtype_xmlid='office_admin_supplies.mt_handed_out')

    def _track_subtype(self, initial_values):
        if 'state' in initial_values and self.state in ('approved', 'refused'):
            return self.env.ref(f'office_admin_supplies.mt_{self.state}')
        return super()._track_subtype(initial_values)

    @api.model
    def _get_transitions(self):
        officer = 'office_admin_supplies.group_officer'
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'approve': (('submitted',), 'approved', ENGINE),
            'refuse': (('submitted',), 'refused', ENGINE),
            'hand_out': (('approved',), 'approved', officer),
            'done': (('approved',), 'done', (officer, ENGINE)),
            'cancel': (('draft', 'submitted', 'approved'), 'cancelled', (REQUESTER, officer)),
            'reset': (('submitted', 'refused'), 'draft', REQUESTER),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'need_date', 'note', 'line_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'submit_datetime', 'approver_ids', 'refuse_reason', 'destination_id', 'picking_ids'}

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'hand_out'})

    @api.model
    def _get_number_code(self):
        return 'SUP'
