from collections import defaultdict
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from odoo.addons.office_admin_base.held import held
from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED

# True while our own code moves surplus goods from one department to another.
_redistributing = ContextVar('office_supply_redistributing', default=False)


class StockMove(models.Model):
    _inherit = 'stock.move'

    supply_surplus_ids = fields.One2many(
        'office.supply.surplus', 'move_id', "Surplus Goods", groups='stock.group_stock_user')

    def _action_done(self, cancel_backorder=False):
        between = self.filtered(lambda move: move.state not in ('done', 'cancel')
                                and move.location_id._is_supply_consumption()
                                and move.location_dest_id._is_supply_consumption())
        if between and not _redistributing.get():
            raise UserError(self.env._(
                "%(products)s: goods go from one department to another by “Free to Take” only, where both say so.",
                products=format_list(self.env, between.product_id.mapped('display_name'))))
        self._check_supply_taken_out()
        return super()._action_done(cancel_backorder=cancel_backorder)

    @api.model
    def _get_unrestricted_domain(self, path):
        return Domain(path, '=', False) | Domain(f'{path}.secrecy_level', 'not in', RESTRICTED)

    @api.model
    def _move_supplies_back(self, thing):
        """Bring ``thing`` from the department that has it into the supply room, see :meth:`_redistribute_supplies`."""
        room = self.env['stock.warehouse'].search(
            [('company_id', '=', thing.company_id.id), ('supply_type_id', '!=', False)], limit=1).lot_stock_id
        if not room:
            raise UserError(self.env._(
                "%(company)s has no warehouse to which %(surplus)s could go.", company=thing.company_id.name,
                surplus=thing.display_name))
        locations = self.env['stock.location']._get_supply_locations(thing.company_id, thing.department_id)
        return self._redistribute_supplies(thing, locations[thing.department_id], room)

    @api.model
    def _redistribute_supplies(self, thing, source, destination):
        """Move what a department has to somewhere else, at once.

        :param thing: the record of what it is: product, quantity, unit and company
        :return: the move, done
        """
        move = self.create({
            'product_id': thing.product_id.id,
            'product_uom_qty': thing.quantity,
            'product_uom': thing.uom_id.id,
            'location_id': source.id,
            'location_dest_id': destination.id,
            'company_id': thing.company_id.id,
            'origin': thing.display_name,
        })
        move._action_confirm(merge=False)
        move.quantity = thing.quantity
        move.picked = True
        with held(_redistributing):
            move._action_done()
        return move

    def _check_supply_return(self):
        super()._check_supply_return()
        quantities = defaultdict(float)
        for move in self.filtered('origin_returned_move_id.supply_line_id'):
            place = move.origin_returned_move_id.location_dest_id
            if move.location_id == place:
                quantities[place, move.product_id] += move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False)
        for (place, product), quantity in quantities.items():
            place_sudo = place.sudo()  # sudo: moves of others
            place_sudo._touch_supplies()
            there = place_sudo._get_supply_balance(product)
            if product.uom_id.compare(quantity, there) > 0:
                raise UserError(self.env._(
                    "%(product)s: by the books %(department)s has only %(there)g %(unit)s, the rest went to another "
                    "department. No more can come back.", product=product.display_name, there=max(there, 0.0),
                    department=place_sudo.supply_department_id.name or place.name, unit=product.uom_id.name))

    def _check_supply_taken_out(self):
        """:raise UserError: goods would leave a department that it has neither brought back nor given away"""
        taken = self.filtered(lambda move: (
            move.state not in ('done', 'cancel') and move.location_id._is_supply_consumption()
            and not move.origin_returned_move_id.location_dest_id._is_supply_consumption()))
        if taken and not _redistributing.get():
            raise UserError(self.env._(
                "%(products)s: goods come out of a department by “Give Back” of the supply request, by the return of "
                "its transfer, or by “Free to Take” only.",
                products=format_list(self.env, taken.product_id.mapped('display_name'))))


class StockLocation(models.Model):
    _inherit = 'stock.location'

    def _get_supply_balance(self, product, without_secret=False):
        """Return what departments got of a product, less what they gave back or away, in its unit.

        What people used up is in it: nobody books that.

        :param bool without_secret: without what confidential requests got, of which nothing is said to others
        """
        moves = self.env['stock.move']
        done = Domain('product_id', '=', product.id) & Domain('state', '=', 'done')
        came, gone = Domain('location_dest_id', 'in', self.ids), Domain('location_id', 'in', self.ids)
        if without_secret:
            came &= moves._get_unrestricted_domain('supply_request_id')
            # what is no return is said, too: a path of which the first link is empty finds nothing
            gone &= Domain('origin_returned_move_id', '=', False) | moves._get_unrestricted_domain(
                'origin_returned_move_id.supply_request_id')
        return sum(
            sign * uom._compute_quantity(quantity, product.uom_id, round=False)
            for sign, domain in ((1, came), (-1, gone))
            for uom, quantity in moves._read_group(done & domain, ['product_uom'], ['quantity:sum']))

    def _touch_supplies(self):
        """Make a new version of these rows, so that two who give the same goods away cannot both commit."""
        if self:
            self.env.execute_query(SQL(
                "UPDATE stock_location SET write_date = write_date WHERE id IN %s RETURNING id", tuple(self.ids)))


class OfficeSupplySurplus(models.Model):
    """Where surplus goods meet Odoo's stock: consumption follows them from department to department."""
    _inherit = 'office.supply.surplus'

    @api.constrains('quantity', 'product_id', 'department_id')
    def _check_what_was_had(self):
        """Nobody offers what did not come to his department, or is offered already."""
        for surplus_sudo in self.filtered(lambda surplus: surplus.state == 'offered').sudo():  # sudo: moves
            surplus_sudo._get_source(surplus_sudo.department_id)._touch_supplies()
            others_sudo = self.sudo().search([
                ('state', 'in', ('offered', 'claimed')), ('department_id', '=', surplus_sudo.department_id.id),
                ('product_id', '=', surplus_sudo.product_id.id), ('id', '!=', surplus_sudo.id)])
            surplus_sudo._check_most(others_sudo)

    def _check_books(self):
        """:raise UserError: the goods have left the department meanwhile by another way"""
        for surplus_sudo in self.sudo():  # sudo: moves
            surplus_sudo._get_source(surplus_sudo.department_id)._touch_supplies()
            surplus_sudo._check_most(surplus_sudo.browse())

    def _check_most(self, others):
        """:raise UserError: this offer is more than the books leave when ``others`` are offered as well"""
        most = self._get_source(self.department_id)._get_supply_balance(self.product_id, without_secret=True) - sum(
            others.mapped('quantity'))
        if self.product_id.supply_is_durable:
            own = sum(others.filtered(lambda other: other.giver_id == self.giver_id).mapped('quantity'))
            most = min(most, sum(self._get_giver_things().mapped('quantity')) - own)
        most = max(most, 0.0)
        if self.uom_id.compare(self.quantity, most) <= 0:
            return
        values = {'surplus': self.display_name, 'most': most, 'unit': self.uom_id.name,
                  'department': self.department_id.name}
        if self.product_id.supply_is_durable:
            raise UserError(self.env._(
                "%(surplus)s: by the books you could offer %(most)g %(unit)s. A thing held by name is offered by who "
                "holds it, and only once. What did not come from the supply room is brought there instead.", **values))
        raise UserError(self.env._(
            "%(surplus)s: by the books %(department)s could offer %(most)g %(unit)s: what it got from the supply room, "
            "less what it gave back, gave away or offers already. What came another way is brought to the supply room "
            "instead, where an officer counts it.", **values))

    def _get_source(self, department):
        """Return where the goods of a department are booked, if it ever got any."""
        if not department:
            return self.company_id.supply_location_id
        return self.env['stock.location'].with_context(active_test=False).search(
            [('company_id', '=', self.company_id.id), ('supply_department_id', '=', department.id)])

    def _move_to_department(self):
        locations = self.env['stock.location']._get_supply_locations(
            self.company_id, self.department_id | self.taker_department_id)
        self._move_goods(locations[self.department_id], locations[self.taker_department_id])
        if self.product_id.supply_is_durable:
            self._pass_custody()

    def _move_to_supply_room(self):
        self._write_as_system({'move_id': self.env['stock.move']._move_supplies_back(self).id})
        self._end_giver_custody(self.env._("Into the supply room"))

    def _move_goods(self, source, destination):
        self._write_as_system({'move_id': self.env['stock.move']._redistribute_supplies(self, source, destination).id})

    def _get_giver_things(self):
        return self.env['office.supply.custody'].search([
            ('employee_id.user_id', '=', self.giver_id.id), ('product_id', '=', self.product_id.id),
            ('company_id', '=', self.company_id.id), ('state', '=', 'held')])

    def _end_giver_custody(self, reason):
        self._get_giver_things()._end_part(self.quantity, 'pass_on', reason)

    def _pass_custody(self):
        """Durable things are somebody else's from now on."""
        self._end_giver_custody(self.env._("Passed on to %(person)s", person=self.taker_id.name))
        self.env['office.supply.custody'].create({
            'company_id': self.company_id.id,
            'employee_id': self.taker_id.id,
            'department_id': self.taker_department_id.id,
            'product_id': self.product_id.id,
            'uom_id': self.uom_id.id,
            'quantity': self.quantity,
            'begin_datetime': fields.Datetime.now(),
        })


class OfficeSupplyRequest(models.Model):
    """Before anything is bought, a request shows what other departments do not need."""
    _inherit = 'office.supply.request'

    surplus_note = fields.Char("Free to Take", compute='_compute_surplus_note')

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

    def action_view_surplus(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_surplus_action')
        return action | {'domain': [('product_id', 'in', self.line_ids.product_id.ids)]}
