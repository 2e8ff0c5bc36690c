from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ...groups import OFFICER


class OfficeSupplyCustody(models.Model):
    """Durable things of low value in somebody's hands, which can be replaced and passed on as well, also in part."""
    _name = 'office.supply.custody'
    _description = 'Thing Held by an Employee'
    _inherit = ['office.supply.part.mixin', 'office.custody.mixin']
    _role_prefix = 'office_admin_supplies.group_'
    _rec_names_search = ['product_id']

    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    uom_id = fields.Many2one('uom.uom', "Unit", required=True, readonly=True, copy=False, ondelete='restrict')
    quantity = fields.Float(required=True, readonly=True, copy=False, digits='Product Unit')
    lot_id = fields.Many2one(
        'stock.lot', "Serial Number", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')
    lot_name = fields.Char("Lot/Serial Number", related='lot_id.name', related_sudo=True)
    move_id = fields.Many2one(
        'stock.move', "Hand-Out", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')

    _held_idx = models.Index("(employee_id, product_id) WHERE state = 'held'")

    def action_offer(self):
        """Open the dialog in which the holder gives things back; what they bring is accepted by an officer.

        What came to them from the request of somebody else has no such dialog for them: an officer is asked to take it.
        """
        self.ensure_one()
        self.check_access('read')
        self._check_origin('give_back', self._get_transitions()['give_back'][0])
        request = self.request_id
        if not self.is_mine or request.has_access('read') and request.can_give_back:
            return request.action_give_back()
        return super().action_offer()

    def action_pass_on(self):
        self.ensure_one()
        self.check_access('read')
        self._check_transition('pass_on')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pass On"),
            'res_model': 'office.supply.custody.pass',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_custody_id': self.id},
        }

    # Taking things back and passing them on

    def _take_back(self, condition):
        back = self._move_back()
        if condition == 'broken':
            back.move_line_ids._scrap_supplies(self.request_id._get_picking_origin())

    def _move_back(self):
        """Bring the goods back to the supply room, and return the move."""
        if self.move_id:
            return self.move_id._return_to_stock(self.quantity, self.lot_id)
        # taken over from another department, and so never handed out to who brings it
        # sudo: who takes things back need not be able to make the consumption location of a department
        return self.env['stock.move'].sudo()._move_supplies_back(self.sudo()).sudo(False)

    def _pass_on(self, employee, quantity):
        """Give ``quantity`` of it into the hands of ``employee``, as when a department got it by the name of its head.

        :raise UserError: there is less of it, or nobody else gets it
        """
        self._check_transition('pass_on')
        if not 0 < quantity <= self.quantity or not employee or employee == self.employee_id:
            raise UserError(self.env._(
                "%(thing)s: pass on more than nothing and at most %(max)g %(unit)s, and to somebody else.",
                thing=self.display_name, max=self.quantity, unit=self.uom_id.name))
        if message := self.product_id._get_whole_message(quantity, self.uom_id):
            raise UserError(self.env._("%(thing)s: %(message)s", thing=self.display_name, message=message))
        part = self._split(quantity)
        new = self._start_custody([part._prepare_goods_values() | {'employee_id': employee.id}])
        part._end('pass_on', self.env._("Passed on to %(person)s", person=employee.name))
        return new

    def _end_part(self, quantity, verb='give_back', reason=None):
        """End what came back or was passed on, the latest first.

        :param float quantity: in the unit of the product, as these records are
        """
        for custody_sudo in self.sudo().sorted('id', reverse=True):  # sudo: whoever takes goods back in Inventory
            if custody_sudo.uom_id.compare(quantity, 0.0) <= 0:
                break
            part = min(quantity, custody_sudo.quantity)
            custody_sudo._split(part)._end(verb, reason, by=ENGINE)
            quantity -= part

    def _split(self, quantity):
        """Return a record of ``quantity`` of this one, which keeps the rest: itself if there is none."""
        if self.uom_id.compare(quantity, self.quantity) >= 0:
            return self
        self._write_as_system({'quantity': self.quantity - quantity})
        return self._create_as_system([self._prepare_goods_values() | {
            'quantity': quantity, 'employee_id': self.employee_id.id, 'department_id': self.department_id.id,
            'begin_datetime': self.begin_datetime, 'due_date': self.due_date}]).with_env(self.env)

    def _prepare_goods_values(self):
        """Return what this is, whoever holds it."""
        self_sudo = self.sudo()  # sudo: moves and serial numbers are for Inventory
        return self._convert_to_write({name: self_sudo[name] for name in (
            'line_id', 'company_id', 'product_id', 'uom_id', 'quantity', 'lot_id', 'move_id')})

    @api.model
    def _get_old_things(self, lines):
        """Return what the people of request lines hold of the products that they get only old for new.

        :return: ``{line: things held}``, as superuser; a line that has none is left out
        """
        lines = lines.filtered('product_id.supply_old_for_new')
        things_sudo = self.sudo().search([  # sudo: officers hand out whatever they may read of the holder
            ('state', '=', 'held'), ('employee_id', 'in', lines.sudo().employee_id.ids),
            ('product_id', 'in', lines.product_id.ids)])
        old = {
            line: things_sudo.filtered(lambda custody, line=line: (
                custody.employee_id == line.sudo().employee_id and custody.product_id == line.product_id
                and custody.line_id != line))
            for line in lines}
        return {line: things for line, things in old.items() if things}

    # What the thing is, and the verbs that only supplies have

    def _get_thing_name(self):
        name = self.product_id.display_name
        return f"{name} ({self.lot_name})" if self.lot_name else name

    def _get_thing_amount(self):
        return f"× {self.quantity:g} {self.uom_id.name}" if self.quantity != 1 else ''

    def _check_can_replace(self, by=None):
        self._check_not_own('replace', by)

    def _check_can_pass_on(self, by=None):
        self._check_not_own('pass_on', by)

    @api.model
    def _get_states(self):
        states = super()._get_states()
        lost = states.pop('lost')
        return states | {
            'replaced': State(self.env._("Replaced"), ENDED),
            'lost': lost,
            'passed': State(self.env._("Passed On"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'replace': (('held',), 'replaced', (OFFICER, ENGINE)),
            'pass_on': (('held',), 'passed', (OFFICER, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'replace': self.env._("Replace"), 'pass_on': self.env._("Pass On")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'product_id', 'uom_id', 'quantity', 'lot_id', 'move_id', 'line_id'}
