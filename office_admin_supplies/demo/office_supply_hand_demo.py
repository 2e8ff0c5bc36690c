from odoo import api, fields, models
from odoo.fields import Command


class OfficeSupplyDemo(models.AbstractModel):
    """What lies in the hands of people: pick-up codes, surplus goods, something brought back, and a count."""
    _inherit = 'office.supply.demo'

    @api.model
    def _load_hand(self):
        self = self.with_company(self._get('demo_company', 'office_admin_base'))
        self.env.company.supply_receipt_way = 'either'
        self.env['office.supply.request'].search([('state', '=', 'approved')])._renew_pickup_code()
        self._get_product('calculator').supply_old_for_new = True
        self._offer('xia', 'network_cable', 2, "2nd floor, beside the printer")
        self._offer('bo', 'lever_arch', 6, "Room 305")
        self._offer('hui', 'display_book', 2, "Room 210").with_user(self._get_user('employee')).action_claim()
        self._pass_on()
        self._bring_back()
        self._count()

    def _pass_on(self):
        """What a colleague got by his name stands on another desk since."""
        thing = self.env['office.supply.custody'].search([('state', '=', 'held')], limit=1)
        if thing:
            thing.with_user(self._get_user('officer'))._pass_on(
                self._get('demo_employee_employee', 'office_admin_base'), 1)

    def _offer(self, name, product, quantity, place):
        return self.env['office.supply.surplus'].with_user(self._get_user(name)).create(
            {'product_id': self._get_product(product).id, 'quantity': quantity, 'place': place, 'condition': 'used'})

    def _bring_back(self):
        """Somebody took too many of what was handed out to him last, and offers one."""
        request = self.env['office.supply.request'].search(
            [('state', '=', 'done'), ('hand_out_progress', '=', 100)], order='id desc', limit=1)
        line = request.line_ids.filtered(lambda line: line.handed_quantity >= 1)[:1]
        if line:
            request.with_user(request.requester_id)._give_back(
                {line.with_user(request.requester_id): 1}, self.env._("One too many"), 'good')

    def _count(self):
        """Two people count what lies on the desks' shelf, and have begun."""
        officer, receptionist = self._get_user('officer'), self._get_user('receptionist')
        count = self.env['office.supply.count'].with_user(officer).create({
            'category_ids': [Command.link(self._get('demo_category_desk').id)],
            'counter_ids': [Command.set((officer | receptionist).ids)],
            'note': fields.Date.context_today(self).strftime('%Y-%m'),
        })
        count.action_start()
        for line_sudo in count.sudo().line_ids[:5]:  # sudo: the book, which who counts finds by chance
            line_sudo.with_user(receptionist).sudo(False).write({'counted_quantity': line_sudo._get_book_quantity()})
