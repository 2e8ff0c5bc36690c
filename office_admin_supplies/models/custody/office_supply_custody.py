from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ...groups import OFFICER


class OfficeSupplyCustody(models.Model):
    """A durable thing of low value in somebody's hands, from its hand-out until it is given back, replaced or lost."""
    _name = 'office.supply.custody'
    _description = 'Thing Held by an Employee'
    _inherit = ['office.supply.part.mixin', 'office.deadline.mixin', 'office.workflow.mixin']
    _order = 'begin_datetime desc, id desc'
    _role_prefix = 'office_admin_supplies.group_'

    employee_id = fields.Many2one(
        'hr.employee', "Held By", required=True, readonly=True, index=True, ondelete='restrict')
    department_id = fields.Many2one('hr.department', readonly=True)
    product_id = fields.Many2one('product.product', required=True, readonly=True, index=True, ondelete='restrict')
    uom_id = fields.Many2one('uom.uom', "Unit", required=True, readonly=True, ondelete='restrict')
    quantity = fields.Float(required=True, readonly=True, digits='Product Unit')
    lot_id = fields.Many2one(
        'stock.lot', "Serial Number", readonly=True, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')
    lot_name = fields.Char("Lot/Serial Number", related='lot_id.name', related_sudo=True)
    move_id = fields.Many2one(
        'stock.move', "Hand-Out", readonly=True, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')
    begin_datetime = fields.Datetime("Since", required=True, readonly=True)
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    end_reason = fields.Char("Why It Ended", readonly=True, copy=False)
    is_called_in = fields.Boolean(
        "To Be Given Back", readonly=True, copy=False, help="The holder leaves, and has to give it back.")
    is_offered = fields.Boolean(
        "Holder Brings It Back", readonly=True, copy=False,
        help="The holder wants to give it back, and an officer takes it when it is here.")
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _held_idx = models.Index("(employee_id, product_id) WHERE state = 'held'")

    @api.depends_context('uid')
    def _compute_is_mine(self):
        for custody in self:
            custody.is_mine = custody.sudo().employee_id.user_id == self.env.user  # sudo: users of others are HR data

    def action_offer(self):
        """Open the dialog in which the holder gives things back; what he brings is accepted by an officer.

        What came to him from the request of somebody else has no such dialog for him: an officer is asked to take it.
        """
        self.ensure_one()
        self.check_access('read')
        self._check_origin('give_back', self._get_transitions()['give_back'][0])
        request = self.request_id
        if not self.is_mine or request.has_access('read') and request.can_give_back:
            return request.action_give_back()
        return self._offer()

    def action_give_back(self):
        return self._take_back_each('good')

    def action_give_back_broken(self):
        return self._take_back_each('broken')

    def action_lose(self):
        self.check_access('read')
        self._check_transition('lose')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Lost"),
            'res_model': 'office.supply.custody.lose',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_ids': self.ids},
        }

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

    # Taking things back, losing and passing them on

    def _offer(self):
        """Let the officers know that the holder brings it back."""
        if not self.is_offered:
            self._write_as_system({'is_offered': True})
            # sudo: the holder may not assign tasks, and he need not know who the officers are
            self.sudo()._ask_to_take_back(self.env._(
                "%(person)s brings back %(product)s", person=self.employee_id.name,
                product=self.product_id.display_name))
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'success',
            'message': self.env._("Bring it to the supply room: an officer takes it back there."),
            'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
        }}

    def _ask_to_take_back(self, summary):
        """Give one officer the task; the others see it in the list."""
        user = self._get_deadline_holders('give_back')[:1]
        self.activity_schedule('mail.mail_activity_data_todo', user_id=user.id or self.env.uid, summary=summary)

    def _take_back_each(self, condition, verb='give_back'):
        """Take things back from their holders into the supply room.

        :param str condition: what is ``'broken'`` is scrapped
        :param str verb: by which the custody ends
        """
        self.check_access('read')
        self._check_transition(verb)
        for custody in self:
            # ended first: the return finds nothing left to end
            custody._end(verb)
            back = custody._move_back()
            if condition == 'broken':
                back.move_line_ids._scrap_supplies(custody.request_id._get_picking_origin())
        return True

    def _move_back(self):
        """Bring the goods back to the supply room, and return the move."""
        if self.move_id:
            return self.move_id._return_to_stock(self.quantity, self.lot_id)
        # taken over from another department, and so never handed out to who brings it
        # sudo: who takes things back need not be able to make the consumption location of a department
        return self.env['stock.move'].sudo()._move_supplies_back(self.sudo()).sudo(False)

    def _lose(self, reason):
        """Write off what the holder has lost: it was consumed when it was handed out, and nothing moves."""
        self._end('lose', reason)

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
        if employee.sudo().company_id != self.company_id:  # sudo: HR data
            raise UserError(self.env._(
                "%(thing)s belongs to %(company)s and stays there. Pass it on to somebody who works there.",
                thing=self.display_name, company=self.company_id.name))
        part_sudo = self.sudo()._split(quantity)  # sudo: nobody makes such records by hand
        new_sudo = part_sudo.copy({
            'employee_id': employee.id, 'line_id': self.line_id.id, 'begin_datetime': fields.Datetime.now()})
        part_sudo.sudo(False)._end('pass_on', self.env._("Passed on to %(person)s", person=employee.name))
        return new_sudo.sudo(False)

    def _end(self, verb, reason=None, by=None):
        self._transition(verb, {
            'end_datetime': fields.Datetime.now(), 'end_reason': reason,
            'is_called_in': False, 'is_offered': False}, by)

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
        return self.copy({'quantity': quantity, 'line_id': self.line_id.id})

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

    # What the verbs ask for and cause

    @api.model
    def _get_card_verbs(self):
        return ['give_back']

    def _filter_allowed(self, verb):
        return super()._filter_allowed(verb) - self._filter_own(verb)

    def _filter_own(self, verb):
        """Return what the user holds, where somebody else has to record what becomes of it."""
        return self.filtered(lambda custody: custody.is_mine and (
            verb == 'lose' or custody.company_id.office_segregation == 'refuse'))

    def _check_can_lose(self, by=None):
        if by != ENGINE and (own := self._filter_own('lose')):
            raise UserError(self.env._(
                "%(things)s is held by yourself. Let somebody else record that it is lost.", things=own._get_names()))

    def _check_can_give_back(self, by=None):
        self._check_not_own('give_back', by)

    def _check_can_replace(self, by=None):
        self._check_not_own('replace', by)

    def _check_can_pass_on(self, by=None):
        self._check_not_own('pass_on', by)

    def _check_not_own(self, verb, by):
        if by != ENGINE and (own := self._filter_own(verb)):
            raise AccessError(self.env._(
                "%(things)s is held by yourself. Let another officer record that it comes back or goes to somebody "
                "else.", things=own._get_names()))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        self._end_deadline('give_back')
        self.sudo().activity_unlink(['mail.mail_activity_data_todo'])  # sudo: activities of others

    # Holders who leave

    def _call_in(self):
        """Their holders leave: officers see to it that the things come back, and promise when."""
        called = self.filtered(lambda custody: not custody.is_called_in)
        called._write_as_system({'is_called_in': True})
        for company, things in called.grouped('company_id').items():
            things._start_deadline('give_back', company.sudo().supply_leaver_time, 'day')  # sudo: settings
        for custody in called:
            custody._ask_to_take_back(self.env._(
                "%(person)s leaves: take back %(product)s", person=custody.employee_id.name,
                product=custody.product_id.display_name))

    def _call_off(self):
        """Their holders have come back, and keep the things."""
        called = self.filtered('is_called_in')
        called._write_as_system({'is_called_in': False})
        called._end_deadline('give_back', outcome='dropped')
        called.filtered(lambda custody: not custody.is_offered).activity_unlink(['mail.mail_activity_data_todo'])

    # The life of a thing, its promise and My Office

    def _get_part_name(self):
        name = self.env._(
            "%(product)s of %(person)s", product=self.product_id.display_name, person=self.employee_id.name)
        return f"{name} ({self.lot_name})" if self.lot_name else name

    @api.model
    def _get_states(self):
        return {
            'held': State(self.env._("Held"), OPEN, 'primary', is_initial=True),
            'returned': State(self.env._("Given Back"), ENDED, 'success'),
            'replaced': State(self.env._("Replaced"), ENDED),
            'lost': State(self.env._("Lost"), ENDED, 'danger'),
            'passed': State(self.env._("Passed On"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'give_back': (('held',), 'returned', (OFFICER, ENGINE)),
            'replace': (('held',), 'replaced', (OFFICER, ENGINE)),
            'lose': (('held',), 'lost', OFFICER),
            'pass_on': (('held',), 'passed', (OFFICER, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'give_back': self.env._("Take Back"), 'replace': self.env._("Replace"), 'lose': self.env._("Lost"),
            'pass_on': self.env._("Pass On")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'end_datetime', 'end_reason', 'is_called_in', 'is_offered'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'give_back': self.env._("Give Back")}

    def _get_deadline_holders(self, kind):
        officers = self._filter_readers(self._get_role_users('officer', self._get_deadline_company()))
        return officers - self._get_deadline_managers() or officers

    @api.model
    def _get_duty_domain(self):
        duties = super()._get_duty_domain()
        if not self.env.user.has_group(OFFICER):
            return duties
        return duties | Domain('is_called_in', '=', True) | Domain('is_offered', '=', True)
