from collections import defaultdict
from datetime import time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER
from odoo.addons.office_admin_base.each import split
from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

from ...groups import OFFICER, STAFF
from ...own_code import linking

WAITING = ('draft', 'submitted', 'approved')  # for goods
MAX_AHEAD = 730  # days from the submission to the day on which it is needed
EMPTY_FOR = timedelta(days=1)  # until then somebody may have the form open
CLEAN_BATCH = 1000


class OfficeSupplyRequest(models.Model):
    """What an employee asks for from the supply room, from the asking to the receiver's signature.

    Opening a request again moves no goods: what was handed out stays handed out, and what lapsed when it was closed is
    open and promised anew. If everything is recorded as handed out and the receiver says that he got less, the officer
    has two ways, and stock moves at most once: he takes the missing goods back with Odoo's “Return” of the transfer,
    which opens their quantity, and hands them out again; or he closes the request again and says what he found.
    """
    _name = 'office.supply.request'
    _description = 'Supply Request'
    _inherit = ['office.pickup.mixin', 'office.request.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'
    _number_code = 'SUP'
    _serve_verb = 'hand_out'
    _manager_amount = 1000

    # without a default, which would come before what follows from the urgency
    need_date = fields.Date(
        "Needed On", required=True, copy=False, compute='_compute_need_date', store=True, readonly=False,
        precompute=True)
    line_ids = fields.One2many('office.supply.request.line', 'request_id', "Items", copy=True)
    # in sudo: who may read a request may read its lines, and to find that out again for each of them costs much
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "Out of Stock")], compute='_compute_availability',
        compute_sudo=True, help="Of the scarcest item that is still open, as long as the request waits for goods.")
    is_urgent = fields.Boolean("Urgent", tracking=True, copy=False)
    urgent_reason = fields.Char("Why It Is Urgent", copy=False)
    is_for_department = fields.Boolean(
        "For the Whole Department",
        help="Nobody's own: it counts for the quota of the department, and who it is “for” receives it for all.")
    is_empty = fields.Boolean(
        compute='_compute_is_empty', search='_search_is_empty', help="A draft without items, purpose and number.")
    surplus_note = fields.Char("Free to Take", compute='_compute_surplus_note')

    evasion_warning = fields.Text("Possible Split When Submitted", readonly=True, copy=False, groups=STAFF)
    is_possible_evasion = fields.Boolean(
        "Is Possible Split", compute='_compute_is_possible_evasion', compute_sudo=True,
        search='_search_is_possible_evasion', groups=STAFF)
    evasion_notice = fields.Text(
        "Possible Split", compute='_compute_evasion_notice', help="For those who decide, the supply room and auditors.")

    destination_id = fields.Many2one(
        'stock.location', "Cost Centre", readonly=True, copy=False, check_company=True, index='btree_not_null',
        help="The consumption location of the department, to which the goods are handed out.")
    picking_ids = fields.One2many('stock.picking', 'supply_request_id', "Hand-Outs", groups='stock.group_stock_user')
    picking_count = fields.Integer(
        "Number of Hand-Outs", compute='_compute_picking_count', groups='stock.group_stock_user')
    hand_out_progress = fields.Float(
        "Handed Out (%)", compute='_compute_hand_out_progress', store=True, aggregator='avg')

    _order_idx = models.Index("(need_date, id DESC)")
    # the order of lists and cards
    _urgent_idx = models.Index("((COALESCE(is_urgent, FALSE)) DESC, deadline_datetime, need_date, id DESC)")
    _open_idx = models.Index("(company_id, need_date) WHERE state IN ('submitted', 'approved')")
    _queue_idx = models.Index("(deadline_datetime, id) WHERE state = 'approved'")

    @api.depends('line_ids.product_id', 'line_ids.quantity', 'line_ids.uom_id')
    @api.depends_context('lang')
    def _compute_item_summary(self):
        saved = self._get_saved_summaries()
        for request in self:
            request.item_summary = saved.get(request.id, False) if request.id else ' · '.join(
                f"{line.product_id.name} × {line.quantity:g} {line.uom_id.name}" for line in request.line_ids)

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

    @api.depends('is_urgent')
    def _compute_need_date(self):
        for request in self:
            today = (request.company_id or self.env.company)._get_office_today()
            request.need_date = today if request.is_urgent else request.need_date or fields.Date.add(today, days=7)

    @api.depends('state', 'name', 'note', 'line_ids')
    def _compute_is_empty(self):
        for request in self:
            request.is_empty = request.state == 'draft' and not (request.name or request.note or request.line_ids)

    def _search_is_empty(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if True in value and False in value:
            return Domain.TRUE
        return Domain.custom(
            to_sql=lambda model, alias, query: self._get_empty_sql(alias, True in value),
            predicate=lambda request: request.is_empty == (True in value))

    @api.depends('line_ids.quantity', 'line_ids.handed_quantity', 'line_ids.given_back_quantity')
    def _compute_hand_out_progress(self):
        for request in self:
            shares = [
                min((line.handed_quantity + line.given_back_quantity) / line.quantity, 1.0)
                for line in request.line_ids if line.quantity]
            request.hand_out_progress = 100.0 * sum(shares) / len(shares) if shares else 0.0

    @api.depends('picking_ids')
    def _compute_picking_count(self):
        for request in self:
            request.picking_count = len(request.picking_ids)

    @api.depends('hand_out_progress')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends('state', 'evasion_warning', 'employee_id', 'line_ids.product_id', 'line_ids.quantity',
                 'line_ids.uom_id')
    def _compute_is_possible_evasion(self):
        words = self.filtered(lambda request: request.state == 'draft')._get_evasion_words()
        for request in self:
            request.is_possible_evasion = bool(words.get(request, request.evasion_warning))

    def _search_is_possible_evasion(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('evasion_warning', '!=', False)

    @api.depends('evasion_warning')
    @api.depends_context('uid')
    def _compute_evasion_notice(self):
        may_read = any(self.env.user.has_group(group) for group in STAFF.split(','))
        for request in self:
            # sudo: the sum over a department is not for who asks
            request.evasion_notice = (may_read or request.is_approver) and not request.is_my_request and (
                request.sudo().evasion_warning)

    @api.depends('line_ids.product_id', 'state')
    @api.depends_context('uid', 'lang')
    def _compute_surplus_note(self):
        self.surplus_note = False
        asking = self.filtered(lambda request: request.state in ('draft', 'submitted'))
        offers = asking and self.env['office.supply.surplus'].search([
            ('state', '=', 'offered'), ('product_id', 'in', asking.line_ids.product_id.ids),
        ]).filtered(lambda surplus: surplus.until_date >= surplus.company_id._get_office_today())
        for request in asking if offers else ():
            found = offers.filtered(lambda surplus, request=request: (
                surplus.product_id in request.line_ids.product_id and surplus.company_id == request.company_id
                and surplus.department_id != request.department_id))
            if found:
                request.surplus_note = self.env._(
                    "Free to take before anything is bought: %(offers)s",
                    offers=format_list(self.env, found.mapped('display_name')))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if 'line_ids' in (default or {}):
            return vals_list
        for request, vals in zip(self, vals_list, strict=True):
            lines_sudo = request.line_ids.sudo()  # sudo: whether a product is still there is no secret
            vals['line_ids'] = [
                command for line_sudo, command in zip(lines_sudo, vals.get('line_ids', []), strict=True)
                if line_sudo._can_be_asked_again()]
        return vals_list

    def action_repeat_last(self):
        """Ask for what the user asked for last, as a new draft, whatever records were chosen."""
        last = self.search(
            Domain('requester_id', '=', self.env.uid) & Domain('state', '!=', 'draft'), order='id desc', limit=1)
        if not last:
            raise UserError(self.env._(
                "You have not asked for supplies yet, so there is nothing to repeat. Choose from the catalogue."))
        return last.action_ask_again()

    def action_ask_again(self):
        action = super().action_ask_again()
        gone = self.line_ids.sudo().filtered(lambda line: not line._can_be_asked_again())
        if not gone:
            return action
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "%(products)s can no longer be asked for and was left out.",
                    products=format_list(self.env, gone.product_id.mapped('display_name'))),
                'next': action,
            },
        }

    def action_hand_out(self):
        return self._open_wizard('office.supply.request.hand.out', self.env._("Hand Out"))

    def action_view_pickings(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.stock_picking_action_supply')
        if len(self.picking_ids) == 1:
            return action | {'res_id': self.picking_ids.id, 'views': [(False, 'form')], 'view_mode': 'form'}
        return action | {'domain': [('supply_request_id', 'in', self.ids)], 'context': {}}

    def action_pick_list(self):
        if not split(self, lambda requests: requests._check_pick_list())[0]:
            self._check_pick_list()
        return self._open_wizard('office.supply.pick.list', self.env._("Pick List"))

    def action_view_surplus(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_surplus_action')
        return action | {'domain': [('product_id', 'in', self.line_ids.product_id.ids)]}

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

    @api.model
    def _get_empty_sql(self, alias, is_empty):
        self.flush_model(['state', 'name', 'note'])
        self.env['office.supply.request.line'].flush_model(['request_id'])
        # the lines are looked up last, and of drafts only: a page of requests must not read all lines
        empty = SQL(
            """(%(request)s.state = 'draft' AND %(request)s.name IS NULL AND COALESCE(%(request)s.note, '') = ''
                AND (SELECT TRUE FROM office_supply_request_line line
                      WHERE line.request_id = %(request)s.id LIMIT 1) IS NULL)""",
            request=SQL.identifier(alias))
        return empty if is_empty else SQL("NOT %s", empty)

    @api.autovacuum
    def _gc_empty(self):
        """Delete what was left empty a day ago, with no file and no word of anybody."""
        found = self.search(
            [('is_empty', '=', True), ('write_date', '<', fields.Datetime.now() - EMPTY_FOR)],
            order='id', limit=CLEAN_BATCH)
        beside = {
            res_id for model, domain in (
                ('ir.attachment', [('res_model', '=', self._name)]),
                ('mail.message', [('model', '=', self._name), ('message_type', '!=', 'notification')]))
            for [res_id] in self.env[model]._read_group([*domain, ('res_id', 'in', found.ids)], ['res_id'])}
        found.filtered(lambda request: request.id not in beside).unlink()

    # What the verbs ask for and cause

    def _check_can_submit(self, by=None):
        self._check_round_fits()
        self._check_quotas()
        super()._check_can_submit(by)
        self._check_items()
        self._check_urgent_reason()
        self._check_own_department()
        self._check_not_too_far_ahead()

    def _check_items(self):
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

    def _check_urgent_reason(self):
        if unsaid := self.filtered(lambda request: request.is_urgent and not (request.urgent_reason or '').strip()):
            raise UserError(self.env._(
                "Say why %(requests)s is urgent, in “%(field)s”, or do not mark it as urgent.",
                requests=unsaid._get_names(), field=self._fields['urgent_reason']._description_string(self.env)))

    def _check_own_department(self):
        if self.env.user.has_group(OFFICER):
            return
        for request_sudo in self.sudo().filtered('is_for_department'):  # sudo: the department of people is HR data
            own = self.env.user.with_company(request_sudo.company_id).sudo().employee_id.department_id
            if not own or request_sudo.employee_id.department_id != own:
                raise UserError(self.env._(
                    "%(request)s is for a whole department that is not yours. Choose somebody of your own department "
                    "as receiver, or ask the supply room to make the request.", request=request_sudo.display_name))

    def _check_not_too_far_ahead(self):
        ahead = timedelta(days=MAX_AHEAD)
        if distant := self.filtered(
                lambda request: request.need_date > request.company_id._get_office_today() + ahead):
            raise UserError(self.env._(
                "%(requests)s is needed in more than %(days)s days. Nobody can promise that: choose an earlier day.",
                requests=distant._get_names(), days=MAX_AHEAD))

    def _check_can_done(self, by=None):
        if untouched := self - self._filter_served():
            raise UserError(self.env._(
                "Nothing of %(requests)s was handed out yet. Hand it out, or cancel it.",
                requests=untouched._get_names()))

    def _check_can_cancel(self, by=None):
        if begun := self._filter_served():
            raise UserError(self.env._(
                "%(requests)s was handed out in part and cannot be cancelled. Close it: what is still open lapses.",
                requests=begun._get_names()))

    def _get_reopen_obstacle(self):
        if self.confirmation in ('confirmed', 'automatic') and self._is_handed_out():
            return self.env._(
                "%(request)s is confirmed, and everything was handed out. Bring back to the supply room what is wrong, "
                "and ask anew for what is missing.", request=self.display_name)
        return super()._get_reopen_obstacle()

    def _filter_served(self):
        return self.filtered('hand_out_progress')

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        match verb:
            case 'submit':
                destinations, evasions = self._get_destinations(), self._get_evasion_words()
                excesses = self._use_quotas()
                for request in self:
                    prepared[request] |= {
                        'destination_id': destinations[request].id,
                        'evasion_warning': evasions[request],
                        'quota_warning': excesses[request],
                    }
            case 'reset':
                for request in self:
                    prepared[request] |= {'evasion_warning': False, 'quota_warning': False}
            case 'reopen':
                self._use_quotas_again()
        return prepared

    def _get_destinations(self):
        """Return ``{request: location that consumes for its department}``."""
        destinations = {}
        for company, requests in self.grouped('company_id').items():
            locations = self.env['stock.location']._get_supply_locations(company, requests.employee_id.department_id)
            destinations |= {request: locations[request.employee_id.department_id] for request in requests}
        return destinations

    def _after_transition(self, verb):
        """All that a verb causes, whichever subject it is of."""
        super()._after_transition(verb)
        requests_sudo = self.sudo()  # sudo: who asks or decides has no rights on stock, rounds and users of others
        match verb:
            case 'submit':
                requests_sudo._tell_whose_quota()
            case 'approve':
                requests_sudo._create_pickings()
                requests_sudo.round_id._hold()
            case 'reopen':
                requests_sudo._create_pickings()
            case 'done':
                requests_sudo.line_ids._get_open_moves()._action_cancel()
            case 'cancel':
                requests_sudo.line_ids._get_open_moves()._action_cancel()
                requests_sudo._leave_round()
            case 'reset':
                requests_sudo._leave_round()

    def _after_classified(self):
        super()._after_classified()
        requests_sudo = self.sudo()  # sudo: whoever changes the secrecy need not have rights on stock and rounds
        for request_sudo in requests_sudo:
            request_sudo.picking_ids.origin = request_sudo._get_picking_origin()
        requests_sudo._leave_round_secretly()

    def _track_subtype(self, initial_values):
        if initial_values.get('state') == 'submitted' and self.state in ('approved', 'refused'):
            return self.env.ref(f'office_admin_supplies.mt_{self.state}')
        return super()._track_subtype(initial_values)

    # Transfers

    def _create_pickings(self):
        """Make and reserve a transfer for what of each request is neither handed out nor on its way."""
        values_list = []
        for company, requests in self.grouped('company_id').items():
            picking_type = company._get_supply_warehouse().supply_type_id
            if not picking_type:
                raise UserError(self.env._(
                    "%(company)s has no warehouse from which %(requests)s could be handed out. "
                    "Ask an administrator to make one in Inventory.",
                    company=company.name, requests=requests._get_names()))
            values_list += filter(None, (request._prepare_picking_values(picking_type) for request in requests))
        with linking():
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
            missing = line._get_open_whole() - under_way
            if line.uom_id.compare(missing, 0.0) > 0:
                moves.append(Command.create(line._prepare_move_values(picking_type, missing)))
        return moves and {
            'picking_type_id': picking_type.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': self.destination_id.id,
            'origin': self._get_picking_origin(),
            'company_id': self.company_id.id,
            # not in the past, where books may be closed
            'scheduled_date': self.company_id._get_office_moment(
                max(self.need_date, self.company_id._get_office_today()), time(8)),
            'move_ids': moves,
        }

    def _get_picking_origin(self):
        # everybody in Inventory reads transfers
        return self.name if self.secrecy_level not in RESTRICTED else False

    def _hand_out(self, quantities, signed_by, signature=None, by_code=False):
        """Hand out through Odoo's own transfers; the rest stays open.

        :param dict quantities: ``{line: quantity}`` in the unit of the line
        :param str signed_by: name of the person who takes the goods
        :param bytes signature: image, base64
        :param bool by_code: the receiver has said the pick-up codes, which our own code has checked
        :raise UserError: nothing, or more than is open or in stock, is handed out, or the receiver is missing
        """
        self._check_transition('hand_out')
        if not signed_by or not signed_by.strip():
            raise UserError(self.env._("Say who receives the goods of %(requests)s.", requests=self._get_names()))
        for line, quantity in quantities.items():
            line._check_whole(quantity)
        self.sudo()._create_pickings()  # sudo: making transfers is not the officer's right, moving goods is
        moves = self.line_ids._get_open_moves()
        moves._await_supplies()
        moves._set_supply_quantities(quantities)
        pickings = moves.filtered('quantity').picking_id
        if missing := self - pickings.supply_request_id:
            raise UserError(self.env._(
                "Nothing of %(requests)s is to be handed out. Enter a quantity for at least one item.",
                requests=missing._get_names()))
        pickings._write_receipt(signed_by, signature, by_code)
        pickings.with_context(skip_backorder=True).button_validate()

    def _after_hand_out(self, moves):
        """Record the hand-out of ``moves``, tell the people concerned, and end what is complete."""
        done_sudo = moves.sudo().filtered(lambda move: move.state == 'done')  # sudo: employees may not read moves
        done_sudo._start_custody()
        self._transition('hand_out', by=ENGINE)
        for request, its_moves in done_sudo.grouped('supply_request_id').items():
            request._post_hand_out(its_moves)
        self.filtered(lambda request: request._is_handed_out())._transition('done', by=ENGINE)

    def _is_handed_out(self):
        return all(line.uom_id.is_zero(line.open_quantity) for line in self.line_ids)

    def _post_hand_out(self, moves):
        if not moves:
            return
        self.message_post(
            body=self.env._(
                "%(person)s received: %(items)s",
                person=format_list(self.env, list({move.picking_id.receiver_name or '' for move in moves})),
                items=' · '.join(
                    f"{move.product_id.name} × {move.quantity:g} {move.product_uom.name}" for move in moves)),
            subtype_xmlid='office_admin_supplies.mt_handed_out')

    # The pick list: what to take from which shelf for several requests, and what of it goes to whom

    def _check_pick_list(self):
        """:raise UserError: one of these requests is not to be handed out"""
        self._check_transition('hand_out')

    def _get_pick_list(self):
        """Return what to pick, as far as it is reserved, and where it goes.

        :return: ``{'shelf': [(location, [(product, lot, quantity, unit)])], 'departments': [(department, [(request,
            [(product, quantity, open quantity, unit)])])]}``; quantities of the shelf in the unit of the product,
            the others in that of the request line
        """
        moves = self.line_ids._get_open_moves()
        return {'shelf': moves._get_pick_shelf(), 'departments': self._get_pick_departments()}

    def _get_pick_departments(self):
        departments = []
        ready = self.line_ids._get_reserved_quantities()
        requests = self.sorted(lambda request: (request.department_id.display_name or '', request.employee_id.name))
        for department, its_requests in requests.grouped('department_id').items():
            departments.append((department, [(request, [
                (line.product_id, ready[line], line.open_quantity, line.uom_id)
                for line in request.line_ids if line.open_quantity
            ]) for request in its_requests]))
        return departments

    def _wants_pickup_code(self):
        way = self.company_id.sudo().supply_receipt_way  # sudo: settings
        return self.state == 'approved' and way in ('code', 'either')

    # Requests that stay below a limit one by one, and together do not: said to who decides, and never refused

    def _get_evasion_words(self):
        """Say which of these requests may be a part of a larger one; called in superuser mode.

        :return: ``{request: words, or False}``
        """
        found = dict.fromkeys(self, False)
        for company, requests in self.grouped('company_id').items():
            if not company.supply_evasion_days or not company.supply_evasion_amount:
                continue
            recent = requests._get_recent_costs()
            for request in requests:
                words = [request._get_product_evasion(product, cost, recent)
                         for product, cost in request._get_product_costs().items()]
                found[request] = '\n'.join(filter(None, words)) or False
        return found

    def _get_product_costs(self):
        """Return ``{product: cost}``, in the currency of the company."""
        costs = defaultdict(float)
        for line in self.line_ids.filtered('product_id'):
            costs[line.product_id] += line._get_cost(line.quantity)
        return costs

    def _get_recent_costs(self):
        """Return ``{(product, department, employee, request): cost}`` of what was asked for in the last days."""
        company = self.company_id
        since = fields.Datetime.now() - timedelta(days=company.supply_evasion_days)
        lines = self.env['office.supply.request.line'].search(
            Domain('company_id', '=', company.id) & Domain('state', 'in', ('submitted', 'approved', 'done'))
            & Domain('submit_datetime', '>=', since) & Domain('product_id', 'in', self.line_ids.product_id.ids)
            & Domain('request_id', 'not in', self._origin.ids)
            # what is secret is told to nobody beside it, nor what it costs
            & Domain('request_id.secrecy_level', 'not in', RESTRICTED)
            & (Domain('employee_id', 'in', self.employee_id._origin.ids)
               | Domain('department_id', 'in', self.department_id.ids)))
        costs = defaultdict(float)
        for line in lines:
            costs[line.product_id, line.department_id, line.employee_id, line.request_id] += line._get_cost(
                line.quantity)
        return costs

    def _get_product_evasion(self, product, cost, recent):
        limit, currency = self.company_id.supply_evasion_amount, self.company_id.currency_id
        others = [
            other_cost for (other, department, employee, _request), other_cost in recent.items()
            if other == product and other_cost <= limit
            and (employee == self.employee_id or department and department == self.department_id)]
        if not others or cost > limit or cost + sum(others) <= limit:
            return False
        return self.env._(
            "%(product)s: together with %(count)s other requests of the same person or department within %(days)s days "
            "it comes to %(amount)s, and each alone stays below %(limit)s.",
            product=product.name, count=len(others), days=self.company_id.supply_evasion_days,
            amount=currency.format(cost + sum(others)), limit=currency.format(limit))

    # What is promised to who asks: an answer, and after it the goods

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'hand_out': self.env._("Hand-Out")}

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        company_sudo = company.sudo()  # sudo: settings
        if kind == ANSWER:
            return company_sudo.supply_answer_time, company_sudo.supply_answer_rule
        return company_sudo._get_supply_hand_out_promise(is_urgent)

    def _get_promise_starts(self, kind, amount, rule):
        """Promise to hand out so many working days from now, or on the day on which it is needed if that is later."""
        if kind == ANSWER:
            return super()._get_promise_starts(kind, amount, rule)
        company_sudo = self.company_id.sudo()  # sudo: settings
        calendar = company_sudo.resource_calendar_id
        if not calendar:
            return None
        work = calendar._get_working_time(company_sudo)
        try:
            return {request: request._get_promise_start(work, amount, rule) for request in self}
        except NoWorkingTime as error:
            raise calendar._get_no_working_time_error() from error

    def _get_promise_start(self, work, amount, rule):
        """Return from when on to count so that the goods are there on the day on which they are needed, or now."""
        if self.is_urgent or self.need_date <= self.company_id._get_office_today():
            return fields.Datetime.now()
        wanted = work.get_close(self.need_date)
        if rule == 'hours':
            start = work.subtract_hours(wanted, amount)
        else:
            # a second before closing time, since what comes at closing time may count as of the next day
            start = work.subtract_days(wanted, int(amount)) - timedelta(seconds=1)
        return max(start.replace(microsecond=0), fields.Datetime.now())

    def _is_urgent(self):
        return self.is_urgent

    # Approval, My Office, and which fields are whose

    def _get_approval_amounts(self):
        """What the items cost, at the price of the products in their own unit."""
        return {
            request: (sum(request._get_product_costs().values()), request.company_id.currency_id) for request in self}

    @api.model
    def _get_default_approval_rules(self):
        [rule] = super()._get_default_approval_rules()
        rule['step_ids'].append(Command.create(self._prepare_over_quota_step()))
        return [rule | {'name': self.env._("Supply requests")}]

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        return domains | {'mine': domains['mine'] & Domain('is_empty', '=', False)} if 'mine' in domains else domains

    def _prepare_desk_row(self, section):
        row = super()._prepare_desk_row(section)
        if section != 'mine' and self.is_urgent:
            row |= {'state': self.env._("Urgent"), 'colour': 'danger'}
        return row

    def _get_server_name(self):
        return self.env._("Supply room")

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'need_date', 'line_ids', 'is_urgent', 'urgent_reason', 'is_for_department'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'destination_id', 'picking_ids', 'evasion_warning'}
