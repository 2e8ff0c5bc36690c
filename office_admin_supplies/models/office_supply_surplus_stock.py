from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.office_admin_base.held import held

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


class OfficeSupplySurplus(models.Model):
    """Where surplus goods meet Odoo's stock: consumption follows them from department to department."""
    _inherit = 'office.supply.surplus'

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

    def _end_giver_custody(self, reason):
        held_things = self.env['office.supply.custody'].search([
            ('employee_id.user_id', '=', self.giver_id.id), ('product_id', '=', self.product_id.id),
            ('company_id', '=', self.company_id.id), ('state', '=', 'held')])
        held_things._end_part(self.quantity, 'pass_on', reason)

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
