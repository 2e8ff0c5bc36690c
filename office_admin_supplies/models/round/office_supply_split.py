from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ...groups import OFFICER
from ...supply_arithmetic import divide_in_order, divide_in_proportion, is_multiple


class OfficeSupplySplit(models.Model):
    """How what came of a product is divided when it is less than the requests wait for."""
    _name = 'office.supply.split'
    _description = 'Split of Scarce Supplies'
    _inherit = ['office.workflow.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'

    round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of the Round", required=True, index=True, ondelete='cascade')
    round_id = fields.Many2one(related='round_line_id.round_id', store=True, index=True)
    product_id = fields.Many2one(related='round_line_id.product_id', store=True, index=True)
    uom_id = fields.Many2one(related='round_line_id.uom_id')
    picking_id = fields.Many2one('stock.picking', "Receipt", check_company=True, index='btree_not_null')
    available_quantity = fields.Float(
        "To Divide Among Them", digits='Product Unit', readonly=True, copy=False,
        help="What lies free in the supply room or is already reserved for these requests.")
    method = fields.Selection(
        [('urgency', "By Day Needed"), ('proportion', "In Proportion"), ('hand', "By Hand")], required=True,
        default='urgency')
    line_ids = fields.One2many('office.supply.split.line', 'split_id', "Requests")
    # in sudo: the sums are right also for who may not see a request that became confidential meanwhile
    asked_quantity = fields.Float("Asked", compute='_compute_quantities', compute_sudo=True, digits='Product Unit')
    given_quantity = fields.Float("Given", compute='_compute_quantities', compute_sudo=True, digits='Product Unit')
    rest_quantity = fields.Float("Rest", compute='_compute_quantities', compute_sudo=True, digits='Product Unit')

    _open_uniq = models.UniqueIndex(
        "(round_line_id) WHERE state = 'draft'", "What came of this product is being divided already.")

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("To Divide"), OPEN, is_initial=True),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'cancelled': State(self.env._("Void"), ENDED),
        }

    @api.depends('line_ids.asked_quantity', 'line_ids.given_quantity', 'available_quantity')
    def _compute_quantities(self):
        stored = self.env['office.supply.split.line'].search([('split_id', 'in', self._origin.ids)])
        for split in self:
            shown = split.line_ids
            hidden = stored.filtered(lambda line, split=split: line.split_id == split._origin) - shown._origin
            split.asked_quantity = sum((shown | hidden).mapped('asked_quantity'))
            split.given_quantity = sum((shown | hidden).mapped('given_quantity'))
            split.rest_quantity = split.available_quantity - split.given_quantity

    @api.depends('round_line_id')
    def _compute_display_name(self):
        for split in self:
            split.display_name = split.round_line_id.display_name

    def action_done(self):
        return self._transition_each('done')

    def action_refresh(self):
        """Look anew what is there and who waits; what was entered by hand is lost."""
        self.ensure_one()
        self.check_access('write')
        if self.state != 'draft':
            raise UserError(self.env._("%(split)s is divided already, or void.", split=self.display_name))
        self.sudo()._fill()  # sudo: requests of others

    def _check_can_done(self, by=None):
        for split in self.sudo():  # sudo: moves of requests
            waiting = split.round_line_id._get_waiting_moves()
            there = split.round_line_id._get_quantities_there(waiting)[split.round_line_id]
            if split.uom_id.compare(there, split.available_quantity) != 0 or (
                    waiting.get(split.round_line_id, self.env['stock.move']).supply_line_id
                    != split.line_ids.request_line_id):
                raise UserError(self.env._(
                    "%(split)s: the stock or the requests have changed meanwhile, %(there)g %(unit)s are there now. "
                    "Use “Look Again”, then divide.", split=split.display_name, there=there, unit=split.uom_id.name))
            asked = sum(split.line_ids.mapped('asked_quantity'))
            to_give = min(split.available_quantity, split.product_id._floor_supplies(asked))
            for line in split.line_ids:
                if message := split.product_id._get_whole_message(line.given_quantity, split.uom_id):
                    raise UserError(self.env._(
                        "%(split)s: %(message)s", split=split.display_name, message=message))
                # written so that “not a number” fails, too
                if not 0 <= line.given_quantity <= line.asked_quantity:
                    raise UserError(self.env._(
                        "%(split)s: give %(request)s between zero and %(asked)g.", split=split.display_name,
                        request=line.request_id.display_name, asked=line.asked_quantity))
            if split.uom_id.compare(split.given_quantity, to_give) != 0:
                raise UserError(self.env._(
                    "%(split)s: %(given)g are given, but %(there)g %(unit)s came. The sum has to be the same.",
                    split=split.display_name, given=split.given_quantity, there=to_give, unit=split.uom_id.name))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'done':
            for split_sudo in self.sudo():  # sudo: moves of requests
                split_sudo._reserve()
                split_sudo._tell()

    def _reserve(self):
        """Reserve for each request exactly what it is given; whose share breaks a pack is counted by the piece."""
        self.line_ids.filtered('is_by_piece').request_line_id._turn_to_own_unit()
        moves = self.line_ids.request_line_id._get_open_moves()
        moves._do_unreserve()
        for line in self.line_ids:
            left = line.given_quantity
            for move in line.request_line_id._get_open_moves():
                wanted = min(left, move.product_qty)
                if not self.uom_id.is_zero(wanted):
                    move.quantity = self.uom_id._compute_quantity(wanted, move.product_uom, round=False)
                left -= wanted

    def _tell(self):
        for line in self.line_ids:
            request = line.request_id
            request.message_post(
                body=self.env._(
                    "%(product)s is scarce: %(given)g of %(asked)g %(unit)s are there for you, the rest follows.",
                    product=self.product_id.name, given=line.given_quantity, asked=line.asked_quantity,
                    unit=self.uom_id.name),
                partner_ids=request._filter_readers(request._get_beneficiary_users()).partner_id.ids,
                subtype_xmlid='office_admin_supplies.mt_goods_arrived')

    @api.model
    def _open_for(self, round_lines, picking):
        """Ask the officers to divide what came of ``round_lines``."""
        known = self.search([('round_line_id', 'in', round_lines.ids), ('state', '=', 'draft')])
        made = self.sudo().create([
            {'round_line_id': line.id, 'picking_id': picking.id, 'company_id': line.company_id.id}
            for line in round_lines - known.round_line_id])
        (known | made)._fill()
        for supply_round, splits in made.grouped('round_id').items():
            supply_round._ask_officer(self.env._(
                "Too little came of %(products)s: divide it before it is handed out.",
                products=format_list(self.env, splits[:10].product_id.mapped('display_name'))))

    def _fill(self):
        """Take down what is there and who waits for it."""
        waiting = self.round_line_id._get_waiting_moves()
        there = self.round_line_id._get_quantities_there(waiting)
        for split in self:
            moves = waiting.get(split.round_line_id, self.env['stock.move'])
            split.line_ids.unlink()
            split._write_as_system({'available_quantity': there[split.round_line_id]})
            self.env['office.supply.split.line'].create([
                {'split_id': split.id, 'request_line_id': line.id,
                 'asked_quantity': sum(move.product_qty for move in its_moves)}
                for line, its_moves in moves.grouped('supply_line_id').items()])

    def _void(self):
        """What was divided went back to the vendor."""
        if not self:
            return
        self._transition('cancel', by=ENGINE)
        for supply_round, splits in self.grouped('round_id').items():
            supply_round._ask_officer(self.env._(
                "%(products)s went back to the vendor: how it was divided is void. Look what each request still gets.",
                products=format_list(self.env, splits[:10].product_id.mapped('display_name'))))

    def _divide(self):
        """Return ``{line: quantity}`` by the method of this split; by hand begins with those by urgency."""
        self.ensure_one()
        lines = self.line_ids.sorted(lambda line: line._get_urgency())
        divide = divide_in_proportion if self.method == 'proportion' else divide_in_order
        shares = divide(
            self.available_quantity, lines.mapped('asked_quantity'), self.product_id._get_supply_step())
        return dict(zip(lines, shares, strict=True))

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'done': (('draft',), 'done', OFFICER),
            'cancel': (('draft', 'done'), 'cancelled', ENGINE),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'done': self.env._("Divide"), 'cancel': self.env._("Void")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'available_quantity'}

    @api.model
    def _get_create_only_fields(self):
        return super()._get_create_only_fields() | {'round_line_id', 'picking_id'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'method', 'line_ids'}


class OfficeSupplySplitLine(models.Model):
    """What one request gets of what is divided."""
    _name = 'office.supply.split.line'
    _description = 'Share of Scarce Supplies'
    _inherit = ['office.secrecy.part.mixin', 'office.workflow.line.mixin']
    _document_field = 'request_id'
    _order = 'split_id, id'
    _workflow_parent_field = 'split_id'

    split_id = fields.Many2one('office.supply.split', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='split_id.company_id', store=True, precompute=True)
    request_line_id = fields.Many2one(
        'office.supply.request.line', required=True, readonly=True, index=True, ondelete='restrict')
    request_id = fields.Many2one(related='request_line_id.request_id', store=True, precompute=True)
    department_id = fields.Many2one(related='request_line_id.department_id')
    need_date = fields.Date(related='request_id.need_date')
    is_urgent = fields.Boolean(related='request_id.is_urgent')
    asked_quantity = fields.Float("Still Open", readonly=True, digits='Product Unit')
    proposed_quantity = fields.Float(
        "Proposed", compute='_compute_proposed_quantity', store=True, digits='Product Unit')
    given_quantity = fields.Float(
        "Given", compute='_compute_given_quantity', store=True, readonly=False, digits='Product Unit')

    is_by_piece = fields.Boolean(
        "Breaks a Pack", compute='_compute_is_by_piece', compute_sudo=True,
        help="The request asks for packs, and what it is given is not only whole ones: it is counted by the piece once "
             "this is divided.")

    _line_uniq = models.UniqueIndex('(split_id, request_line_id)', "A request has one share.")

    @api.depends('split_id.method', 'split_id.available_quantity', 'asked_quantity')
    def _compute_proposed_quantity(self):
        for split, lines in self.grouped('split_id').items():
            given = split._divide()
            for line in lines:
                line.proposed_quantity = given.get(line, 0.0)

    @api.depends('proposed_quantity')
    def _compute_given_quantity(self):
        for line in self:
            if line.split_id.method != 'hand':
                line.given_quantity = line.proposed_quantity

    @api.depends('given_quantity', 'request_line_id.uom_id')
    def _compute_is_by_piece(self):
        for line in self:
            asked = line.request_line_id
            pack = asked._get_step() * asked._get_own_quantity(1.0) if asked else 1.0
            line.is_by_piece = asked.uom_id != asked.product_id.uom_id and asked.product_id._is_supply_counted() and (
                not is_multiple(line.given_quantity, pack))

    def write(self, vals):
        given = vals.get('given_quantity') or 0
        if not isinstance(given, (int, float)) or not 0 <= given < 1e9:
            raise UserError(self.env._("A request gets zero or more."))
        if {'asked_quantity', 'request_line_id'} & vals.keys():
            raise UserError(self.env._("What a request asks for cannot be set by hand."))
        return super().write(vals)

    def _forget(self):
        """Take these shares, whose requests became secret, out of what officers read: open splits are filled anew.

        By hand where it was divided already: the lines are locked, and the other shares are not counted anew.
        """
        splits = self.split_id
        self.env.flush_all()
        for split, lines in self.filtered(lambda line: line.split_id.state != 'draft').grouped('split_id').items():
            self.env.execute_query(SQL(
                "UPDATE office_supply_split SET available_quantity = available_quantity - %s WHERE id = %s "
                "RETURNING id",
                sum(lines.mapped('given_quantity')), split.id))
            self.env.execute_query(SQL(
                "DELETE FROM office_supply_split_line WHERE id IN %s RETURNING id", tuple(lines.ids)))
        self.env.invalidate_all()
        splits.filtered(lambda split: split.state == 'draft')._fill()

    def _get_urgency(self):
        """Hook: by what these are sorted, the most urgent first."""
        asked_on = self.request_id.submit_datetime or self.request_id.create_date
        return not self.is_urgent, self.need_date, asked_on, self.request_line_id.id
