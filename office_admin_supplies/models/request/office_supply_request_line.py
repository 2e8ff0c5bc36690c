from collections import defaultdict
from math import inf

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...supply_arithmetic import convert, get_slack, is_multiple, round_down

MAX_QUANTITY = 10_000


class OfficeSupplyRequestLine(models.Model):
    """One product that somebody asks for, how much of it, and how much of it was handed out.

    Stock is compared in the unit of the product, in which all packs are whole numbers of pieces.
    """
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
    substitute_id = fields.Many2one(
        'product.product', "Instead", compute='_compute_substitute_id',
        help="A substitute that the supply room has.")

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

    @api.depends('quantity', 'handed_quantity', 'given_back_quantity')
    def _compute_open_quantity(self):
        for line in self:
            settled = line.handed_quantity + line.given_back_quantity
            rest = max(line.quantity - settled, 0.0)
            line.open_quantity = 0.0 if settled and line._is_only_rounding(rest) else rest

    @api.depends('product_id', 'quantity', 'uom_id', 'handed_quantity')
    @api.depends_context('uid')
    def _compute_availability(self):
        levels = self._get_availabilities()
        for line in self:
            line.availability = levels[line]

    @api.depends('product_id', 'availability')
    @api.depends_context('uid')
    def _compute_substitute_id(self):
        for line in self:
            line.substitute_id = line.availability == 'none' and line._get_substitute()

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

    def action_open_request(self):
        return self.request_id._get_form_action()

    def action_take_substitute(self):
        """Ask for the substitute instead, in a draft of one's own."""
        for line in self:
            if not line.substitute_id:
                raise UserError(self.env._(
                    "%(line)s: there is nothing else in stock that could be taken instead.", line=line.display_name))
            line.write(line._prepare_substitute_values())
        return True

    # Asking

    def _can_be_asked_again(self):
        self.ensure_one()
        product = self.product_id
        return (product.active and product.supply_ok and self.uom_id in product.uom_id | product.uom_ids
                and product.company_id in (product.company_id.browse(), self.company_id))

    def _get_cost(self, quantity):
        """Return the cost of ``quantity`` in the unit of the line, in the currency of the company."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        return self.uom_id._compute_quantity(quantity, product.uom_id, round=False) * product.standard_price

    def _get_line_name(self):
        return f"{self.request_id.display_name}: {self.product_id.display_name}"

    def _get_product_catalog_lines_data(self, parent_record=False, **kwargs):
        self.ensure_one()
        words = dict(self._fields['availability']._description_selection(self.env))
        return {
            'quantity': self.quantity,
            'price': 0.0,
            'readOnly': parent_record._is_readonly(),
            'uomDisplayName': self.uom_id.display_name,
            'uomId': self.uom_id.id,
            'units': self.product_id.product_tmpl_id._get_supply_units(),
            'availability': self.availability,
            'availabilityLabel': words.get(self.availability, ''),
        }

    def _get_substitute(self):
        """Return the first substitute that is in stock, or nothing."""
        company = self.company_id or self.env.user.company_id
        # sudo: an employee may not read the stock; he learns only that something is there
        products_sudo = self.sudo().product_id.supply_substitute_ids.product_variant_ids.with_context(
            allowed_company_ids=company.ids)
        fitting_sudo = products_sudo.filtered(lambda product: product.supply_ok and product.active and (
            product.company_id in (company, company.browse())))
        return fitting_sudo._filter_in_stock()[:1]

    def _prepare_substitute_values(self):
        """As much of the substitute: in the unit of the line where the substitute has it, else in its own."""
        substitute = self.substitute_id
        values = {'product_id': substitute.id, 'uom_id': self.uom_id.id}
        if self.uom_id in substitute.uom_id | substitute.uom_ids:
            return values
        own = substitute.uom_id
        if not self.uom_id._has_common_reference(own):
            raise UserError(self.env._(
                "%(line)s: %(substitute)s is handed out by the %(own)s, and nobody can say how many of these are "
                "%(quantity)g %(unit)s. Choose %(substitute)s in the line and enter how much you need.",
                line=self.display_name, substitute=substitute.display_name, own=own.name, quantity=self.quantity,
                unit=self.uom_id.name))
        return values | {'uom_id': own.id, 'quantity': convert(
            self.quantity, self.uom_id._compute_quantity(1.0, own, round=False), substitute._get_supply_step(),
            is_up=True)}

    # Whether there is enough, without saying how much

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
        return levels | dict.fromkeys(self._filter_being_counted(), False)

    def _filter_being_counted(self):
        """Return those of which the user counts the stock just now, and must not know what the book says.

        Else he would learn it from drafts, one quantity after the other.
        """
        if not self or self.env['stock.quant']._reads_supply_quantities():
            return self.browse()
        # sudo: whom the user helps to count with, whatever they may read of it
        counted_sudo = self.env['office.supply.count.line'].sudo().search([
            ('state', '=', 'counting'), ('count_id.counter_ids', 'in', self.env.uid),
            ('product_id', 'in', self.product_id.ids)]).product_id
        return self.filtered(lambda line: line.product_id.id in counted_sudo._ids)

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

    # What can be handed out

    def _get_open_moves(self):
        return self.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))

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

    def _get_too_much_message(self):
        return self.env._(
            "%(document)s: only %(open)g %(unit)s of %(product)s are still open. Hand out no more than that.",
            document=self.request_id.display_name, open=self._get_open_whole(), unit=self.uom_id.name,
            product=self.product_id.display_name)

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

    # Packs and pieces: how a line is counted by the piece where a pack breaks

    def _get_own_quantity(self, quantity):
        """Return ``quantity``, in the unit of the line, in that of the product."""
        return self.uom_id._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _get_step(self):
        return self.product_id._get_supply_step(self.uom_id)

    def _is_only_rounding(self, quantity):
        """Whether ``quantity`` is less than the supply room could hand out, such as what packs of old lack."""
        return self._get_own_quantity(quantity) <= get_slack(self.product_id._get_supply_step())

    def _get_open_whole(self):
        """Return what of the line can still be handed out, in its unit and in whole packs."""
        own = self.uom_id._compute_quantity(1.0, self.product_id.uom_id, round=False)
        step = self._get_step()
        if step < 1 or not own:
            return self.open_quantity
        return round_down(self.open_quantity, step, get_slack(self.product_id._get_supply_step()) / own)

    def _get_open_pieces(self):
        """Return what of the line can still be handed out, in the unit of the product."""
        own = self._get_own_quantity(self.open_quantity)
        step = self.product_id._get_supply_step()
        return own if step < 1 else round_down(own, step, get_slack(step))

    def _get_proposed_pieces(self):
        """What could be handed out now, in the unit of the product, if the line is counted in it."""
        wanted = self._get_open_pieces()
        if not self.product_id.is_storable:
            return wanted
        line_sudo = self.sudo().with_context(allowed_company_ids=self.company_id.ids)  # sudo: reads all moves
        return min(wanted, line_sudo._get_available_quantity())

    def _check_whole(self, quantity):
        """:raise UserError: ``quantity`` is a part of a pack or of a piece"""
        if message := self.product_id._get_whole_message(quantity, self.uom_id):
            if self.uom_id == self.product_id.uom_id:
                raise UserError(self.env._(
                    "%(document)s: %(message)s", document=self.request_id.display_name, message=message))
            raise UserError(self.env._(
                "%(document)s: %(message)s To hand out less than a whole one, choose the unit %(own)s in “Hand Out”.",
                document=self.request_id.display_name, message=message, own=self.product_id.uom_id.name))

    def _is_broken(self):
        """Whether a part of a pack is out, as after some pieces came back."""
        return self.uom_id != self.product_id.uom_id and self.product_id._is_supply_counted() and not is_multiple(
            self.consumed_quantity, self._get_step() * self._get_own_quantity(1.0))

    def _turn_to_own_unit(self):
        """Count these lines in the unit of their product from now on, since not only whole packs of it move.

        What was asked for and approved stays as much as it was.
        """
        for line in self.filtered(lambda line: line.uom_id != line.product_id.uom_id):
            unit, asked, own = line.uom_id, line.quantity, line.product_id.uom_id
            values = {'uom_id': own.id, 'quantity': line._get_own_quantity(asked)}
            line_sudo = line.sudo()  # sudo: after submit nobody may write
            moves_sudo = line_sudo._get_open_moves()
            quantities = {
                move: move.product_uom._compute_quantity(move.product_uom_qty, own, round=False)
                for move in moves_sudo}
            moves_sudo._do_unreserve()
            line._write_as_system(values)
            for move, quantity in quantities.items():
                move.product_uom = own
                move.product_uom_qty = quantity
            moves_sudo._action_assign()
            line_sudo.request_id._message_log(body=self.env._(
                "%(product)s: %(asked)g %(unit)s are counted as %(quantity)g %(own)s from now on.",
                product=line.product_id.display_name, asked=asked, unit=unit.name, quantity=line.quantity,
                own=own.name))
