from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, format_list

OFFICER = 'office_admin_supplies.group_officer'

WAITING = ('draft', 'submitted', 'approved')  # for goods
LARGE_AMOUNT = 1000  # in the company's currency: from here on the administrative manager approves as well


class OfficeSupplyRequest(models.Model):
    """What an employee asks for from the supply room, from the asking to the receiver's signature."""
    _name = 'office.supply.request'
    _description = 'Supply Request'
    _inherit = ['office.request.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'
    _number_code = 'SUP'
    _serve_verb = 'hand_out'

    need_date = fields.Date("Needed On", required=True, copy=False)
    line_ids = fields.One2many('office.supply.request.line', 'request_id', "Items", copy=True)
    # in sudo: who may read a request may read its lines, and to find that out again for each of them costs much
    item_summary = fields.Char("Items Asked For", compute='_compute_item_summary', compute_sudo=True)
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "Out of Stock")], compute='_compute_availability',
        compute_sudo=True, help="Of the scarcest item that is still open, as long as the request waits for goods.")
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

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for company, requests in self.grouped('company_id').items():
                locations = self.env['stock.location']._get_supply_locations(
                    company, requests.employee_id.department_id)
                for request in requests:
                    prepared[request]['destination_id'] = locations[request.employee_id.department_id].id
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

    @api.model
    def _get_default_approval_rules(self):
        [rule] = super()._get_default_approval_rules()
        rule['step_ids'].append(Command.create({
            'sequence': 20, 'who': 'position', 'min_amount': LARGE_AMOUNT,
            'group_id': self.env.ref('office_admin_base.position_manager').id}))
        return [rule | {'name': self.env._("Supply requests")}]

    def _track_subtype(self, initial_values):
        if initial_values.get('state') == 'submitted' and self.state in ('approved', 'refused'):
            return self.env.ref(f'office_admin_supplies.mt_{self.state}')
        return super()._track_subtype(initial_values)

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'need_date', 'line_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'destination_id'}
