from collections import defaultdict
from math import inf

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ..supply_arithmetic import round_down

MAX_QUANTITY = 10_000


class OfficeSupplyRequestLine(models.Model):
    """One product that somebody asks for, how much of it, and how much of it was handed out."""
    _name = 'office.supply.request.line'
    _description = 'Supply Request Line'
    _inherit = ['office.secrecy.line.mixin']
    _order = 'request_id, id'
    _check_company_auto = True
    _workflow_parent_field = 'request_id'

    request_id = fields.Many2one(
        'office.supply.request', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='request_id.company_id', store=True, precompute=True, index=True)
    department_id = fields.Many2one(related='request_id.department_id', store=True, precompute=True, index=True)
    employee_id = fields.Many2one(
        related='request_id.employee_id', store=True, precompute=True, index=True, ondelete='restrict')
    state = fields.Selection(related='request_id.state', store=True, precompute=True)
    submit_datetime = fields.Datetime(related='request_id.submit_datetime', store=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('supply_ok', '=', True)]")
    product_category_id = fields.Many2one(related='product_id.categ_id', string="Category", store=True)
    quantity = fields.Float("Asked", required=True, default=1.0, digits='Product Unit', aggregator=None)
    uom_id = fields.Many2one(
        'uom.uom', "Unit", compute='_compute_uom_id', store=True, readonly=False, precompute=True, required=True,
        domain="[('id', 'in', allowed_uom_ids)]", ondelete='restrict')
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_allowed_uom_ids')
    move_ids = fields.One2many('stock.move', 'supply_line_id', groups='stock.group_stock_user')
    handed_quantity = fields.Float(
        "Handed Out", compute='_compute_handed_quantity', store=True, digits='Product Unit', aggregator=None,
        help="In the unit of the line; what was brought back is subtracted.")
    consumed_quantity = fields.Float(
        "Consumed", compute='_compute_handed_quantity', store=True, digits='Product Unit',
        help="What was handed out, in the unit of the product, so that different packagings add up.")
    open_quantity = fields.Float(
        "Still Open", compute='_compute_open_quantity', store=True, digits='Product Unit', aggregator=None)
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "Out of Stock")],
        compute='_compute_availability', compute_sudo=True)

    @api.depends('product_id')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id

    @api.depends('product_id')
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids

    @api.depends('uom_id', 'move_ids.state', 'move_ids.quantity', 'move_ids.product_uom',
                 'move_ids.returned_move_ids.state', 'move_ids.returned_move_ids.quantity')
    def _compute_handed_quantity(self):
        for line in self:
            done = line.move_ids.filtered(lambda move: move.state == 'done')
            handed = sum(move._get_supply_quantity() - move._get_returned_supply_quantity() for move in done)
            line.handed_quantity = handed
            # not of what the field keeps, which is rounded
            line.consumed_quantity = line._get_own_quantity(handed)

    @api.depends('quantity', 'handed_quantity')
    def _compute_open_quantity(self):
        for line in self:
            settled = line._get_settled_quantity()
            rest = max(line.quantity - settled, 0.0)
            line.open_quantity = 0.0 if settled and line._is_only_rounding(rest) else rest

    def _get_settled_quantity(self):
        """Return how much of what was asked for is not open any more, in the unit of the line."""
        return self.handed_quantity

    @api.depends('product_id', 'quantity', 'uom_id', 'handed_quantity')
    @api.depends_context('uid')
    def _compute_availability(self):
        levels = self._get_availabilities()
        for line in self:
            line.availability = levels[line]

    def _get_availabilities(self):
        """Say of each line whether the stock covers what is still open, without telling how much there is.

        :return: ``{line: a key of availability, or False}``
        """
        levels = {}
        for company, lines in self.grouped(lambda line: line.company_id or self.env.user.company_id).items():
            if company not in self.env.user.company_ids and self.env.uid != SUPERUSER_ID:
                levels.update(dict.fromkeys(lines, False))
                continue
            # only this one company: its own stock counts, whatever companies the user has switched on
            lines = lines.with_context(allowed_company_ids=company.ids)
            reserved = lines._get_reserved_quantities()
            # what is reserved in full needs no look at the stock
            rest = lines.browse().union(*(line for line in lines if not line._is_covered(reserved[line])))
            available = rest._get_available_quantities(reserved)
            levels.update(dict.fromkeys(lines, 'available'))
            levels.update({line: line._get_availability(available[line]) for line in rest})
        return levels

    def _is_covered(self, reserved):
        """Say whether what is open needs no free stock: all of it is ``reserved``, or nobody counts it."""
        if not self.uom_id or not self.product_id:
            return False
        # of the template: what a variant takes from it would be computed for each of them
        if not self.product_id.product_tmpl_id.is_storable:
            return True
        return not self.uom_id.is_zero(reserved) and self._covers_open(self._get_own_quantity(reserved))

    def _covers_open(self, available):
        return self.product_id.uom_id.compare(available, self._get_own_quantity(self._get_open_whole())) >= 0

    def _get_availability(self, available):
        """Say whether ``available``, in the unit of the product, covers what is still open."""
        if not self.product_id or not self.uom_id:
            return False
        if available > 0 and self._covers_open(available):
            return 'available'
        return 'low' if available > 0 else 'none'

    def _get_reserved_quantities(self):
        """What is reserved for each line, in its unit: ``{line: quantity}``."""
        reserved = defaultdict(float)
        for line, uom, quantity in self.env['stock.move']._read_group(
                [('supply_line_id', 'in', self._origin.ids), ('state', 'not in', ('done', 'cancel'))],
                ['supply_line_id', 'product_uom'], ['quantity:sum']):
            reserved[line.id] += uom._compute_quantity(quantity, line.uom_id, round=False)
        return {line: reserved[line._origin.id] for line in self}

    def _get_available_quantities(self, reserved):
        """What could be handed out now of each line: what is reserved for it, and the free stock.

        :param dict reserved: see :meth:`_get_reserved_quantities`
        :return: ``{line: quantity}``, in the unit of the product, and not below zero
        """
        free = self.product_id._get_free_quantities()
        return {
            line: max(line.product_id._floor_supplies(line.product_id.uom_id.round(
                line._get_own_quantity(reserved[line]) + free.get(line.product_id, 0.0))), 0.0) if line.product_id
            else 0.0
            for line in self
        }

    def _get_available_quantity(self):
        return self._get_available_quantities(self._get_reserved_quantities())[self]

    def _get_proposed_quantities(self):
        """What an officer would hand out now: what is open, as far as the stock reaches, in whole packs.

        :return: ``{line: quantity}``, in the unit of the line
        """
        available = {}
        for company, lines in self.filtered('product_id.is_storable').grouped('company_id').items():
            lines_sudo = lines.sudo().with_context(allowed_company_ids=company.ids)  # sudo: reads all moves
            available |= lines_sudo._get_available_quantities(lines_sudo._get_reserved_quantities())
        return {line: line._get_proposed_quantity(available.get(line)) for line in self}

    def _get_proposed_quantity(self, available):
        """Return what is open, as far as ``available`` in the unit of the product reaches; None is without end."""
        wanted = self._get_open_whole()
        if available is None:
            return wanted
        return min(wanted, round_down(
            self.product_id.uom_id._compute_quantity(available, self.uom_id, round=False), self._get_step()))

    def _get_open_moves(self):
        return self.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))

    @api.constrains('quantity', 'uom_id', 'product_id')
    def _check_quantity(self):
        for line in self:
            values = {'document': line.request_id.display_name, 'product': line.product_id.display_name}
            if line.uom_id not in line.product_id.uom_id | line.product_id.uom_ids:
                raise ValidationError(self.env._(
                    "%(document)s: %(product)s is not handed out by the %(unit)s. Choose one of: %(units)s.",
                    unit=line.uom_id.name, **values,
                    units=format_list(
                        self.env, (line.product_id.uom_id | line.product_id.uom_ids).mapped('name'), 'or')))
            # what was approved may be more in the unit of its product; written so that “not a number” fails, too
            most = MAX_QUANTITY if line.state in ('draft', False) else inf
            if not (0 < line.quantity <= most) or line.uom_id.is_zero(line.quantity):
                raise ValidationError(self.env._(
                    "%(document)s: ask for more than zero and at most %(max)s %(unit)s of %(product)s.",
                    max=MAX_QUANTITY, unit=line.uom_id.name, **values))
            if message := line.product_id._get_whole_message(line.quantity, line.uom_id):
                raise ValidationError(self.env._(
                    "%(document)s: %(message)s", document=line.request_id.display_name, message=message))

    def _get_line_name(self):
        return f"{self.request_id.display_name}: {self.product_id.display_name}"

    def action_open_request(self):
        return self.request_id._get_approval_form_action()

    def _get_too_much_message(self):
        return self.env._(
            "%(document)s: only %(open)g %(unit)s of %(product)s are still open. Hand out no more than that.",
            document=self.request_id.display_name, open=self._get_open_whole(), unit=self.uom_id.name,
            product=self.product_id.display_name)

    def _check_in_stock(self, quantity):
        """:raise UserError: if less than ``quantity`` (in the unit of the line) could be handed out now"""
        own = self.product_id.uom_id
        line_sudo = self.sudo().with_context(allowed_company_ids=self.company_id.ids)  # sudo: reads all moves
        if self.product_id.is_storable and own.compare(
                line_sudo._get_available_quantity(), self._get_own_quantity(quantity)) < 0:
            raise UserError(self.env._(
                "%(document)s: only %(stock)g %(unit)s of %(product)s are in stock. "
                "Hand out fewer, or correct the stock first.",
                document=self.request_id.display_name, stock=line_sudo._get_available_quantity(), unit=own.name,
                product=self.product_id.display_name))

    def _prepare_move_values(self, picking_type, quantity):
        """Values of the stock move that hands out ``quantity`` (in the unit of the line)."""
        return {
            'product_id': self.product_id.id,
            'product_uom_qty': quantity,
            'product_uom': self.uom_id.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': self.request_id.destination_id.id,
            'picking_type_id': picking_type.id,
            'company_id': self.company_id.id,
            'supply_line_id': self.id,
        }
