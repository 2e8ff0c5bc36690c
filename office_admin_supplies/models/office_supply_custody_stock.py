from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_DAYS = 250
STAYED_OUT = ('lost', 'passed')  # ended without coming back


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    supply_is_durable = fields.Boolean(
        "Held by Name", help="A durable thing of low value, such as a stapler: who gets it has it on his list of "
                             "things, and gives it back when he leaves.")
    supply_old_for_new = fields.Boolean(
        "Old for New", help="Who holds one gets another only if he brings the old one, or says how it was lost.")


class ResCompany(models.Model):
    _inherit = 'res.company'

    supply_leaver_time = fields.Integer(
        "Things of Leavers Within", default=5,
        help="Working days within which the things of somebody who leaves are taken back.")

    @api.constrains('supply_leaver_time')
    def _check_supply_leaver_time(self):
        for company in self:
            if not 1 <= company.supply_leaver_time <= MAX_DAYS:
                raise UserError(self.env._(
                    "%(company)s: take the things of leavers back within 1 to %(max)s working days.",
                    company=company.name, max=MAX_DAYS))


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_leaver_time = fields.Integer(related='company_id.supply_leaver_time', readonly=False)


class OfficeSupplyRequest(models.Model):
    """Durable things are handed out by name."""
    _inherit = 'office.supply.request'

    def _after_hand_out(self, moves):
        done = moves.filtered(lambda move: move.state == 'done' and move.product_id.supply_is_durable)
        # sudo: nobody makes such records but by handing out
        self.env['office.supply.custody'].sudo().create([
            values for move in done.sudo() for values in move._prepare_custody_values()])
        return super()._after_hand_out(moves)


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _prepare_custody_values(self):
        """Values of what is held from now on: in the unit of the product, and each serial number on its own."""
        quantities = defaultdict(float)
        for move_line in self.move_line_ids:
            quantities[move_line.lot_id] += move_line.quantity_product_uom
        return [{
            'line_id': self.supply_line_id.id,
            'company_id': self.company_id.id,
            'employee_id': self.supply_line_id.employee_id.id,
            'department_id': self.supply_line_id.department_id.id,
            'product_id': self.product_id.id,
            'uom_id': self.product_id.uom_id.id,
            'quantity': quantity,
            'lot_id': lot.id,
            'move_id': self.id,
            'begin_datetime': self.date,
        } for lot, quantity in quantities.items()]

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        back = self.filtered(lambda move: move.state == 'done' and move.origin_returned_move_id)
        if back:
            back._end_custody()
        return done

    def _end_custody(self):
        """What came back is no longer in anybody's hands, whatever way it came."""
        # sudo: whoever takes goods back in Inventory need not be an officer of the supplies
        things = self.env['office.supply.custody'].sudo().search(
            [('move_id', 'in', self.origin_returned_move_id.ids)])
        for origin, its_things in things.grouped('move_id').items():
            came = origin.returned_move_ids.filtered(lambda move: move.state == 'done').move_line_ids
            for lot, same in its_things.grouped('lot_id').items():
                held = same.filtered(lambda custody: custody.state == 'held')
                back = (same - held).filtered(lambda custody: custody.state not in STAYED_OUT)
                # what is held without a number, from before numbers were kept, is any of the others
                quantity = sum(came.filtered(lambda line, lot=lot, things=its_things: (
                    line.lot_id == lot or not lot and line.lot_id not in things.lot_id)).mapped(
                        'quantity_product_uom'))
                held.sudo(False)._end_part(quantity - sum(back.mapped('quantity')))


class HrEmployee(models.Model):
    """What somebody holds, and that he gives it back before he leaves."""
    _inherit = 'hr.employee'

    supply_custody_count = fields.Integer(
        "Things Held", compute='_compute_supply_custody_count', groups='office_admin_supplies.group_officer')

    def _compute_supply_custody_count(self):
        counts = defaultdict(int, {employee.id: count for employee, count in self.env[
            'office.supply.custody']._read_group(
                [('employee_id', 'in', self.ids), ('state', '=', 'held')], ['employee_id'], ['__count'])})
        for employee in self:
            employee.supply_custody_count = counts[employee.id]

    def action_view_supply_custody(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_custody_action')
        return action | {'domain': [('employee_id', 'in', self.ids)], 'context': {'search_default_held': 1}}

    def write(self, vals):
        staying = self.filtered('active')
        result = super().write(vals)
        if vals.get('departure_date'):  # known beforehand
            staying._get_held_things()._call_in()
        return result

    def _after_left(self):
        super()._after_left()
        self._get_held_things()._call_in()

    def _after_returned(self):
        super()._after_returned()
        self._get_held_things()._call_off()

    def _get_held_things(self):
        # sudo: who keeps the HR data has no rights in the supply room
        return self.env['office.supply.custody'].sudo().search(
            [('employee_id', 'in', self.ids), ('state', '=', 'held')])
