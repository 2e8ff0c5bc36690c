from functools import partial
from operator import itemgetter

from odoo import api, models

TITLE = "Printing, Autumn"
# who files what, and how many working days ago
FILED = {
    'hui': (11, {'toner_black': 3, 'toner_cyan': 1}),
    'ting': (11, {'toner_magenta': 2, 'toner_black': 2, 'paper_photo': 4}),
    'chen': (10, {'toner_black': 2, 'drum_unit': 1}),
}
CAME = {'toner_black': 4}  # less than was ordered; of all else everything


class OfficeSupplyDemo(models.AbstractModel):
    """A collection round that was bought: of the black toner less came than was ordered, and has to be divided."""
    _inherit = 'office.supply.demo'

    @api.model
    def _load_purchased_round(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        self = self.with_company(self._get('demo_company', 'office_admin_base'))
        work = self.env.company.resource_calendar_id._get_working_time(self.env.company)
        made = {}
        with TimeMachine(self.env) as clock:
            for moment, act in sorted(self._get_purchase_events(made, work), key=itemgetter(0)):
                clock.travel(moment)
                act()

    def _get_purchase_events(self, made, work):
        """Yield ``(moment, function)``."""
        moment = partial(self._get_moment, work)
        close_date = self._get_day(work, 8)

        def open_round():
            made['round'] = self._open_round(TITLE, close_date)

        yield moment(12, 9 * 60 + 40), open_round
        for index, (name, (ago, items)) in enumerate(FILED.items()):
            yield moment(ago, 10 * 60 + 7 * index), lambda name=name, items=items: made.update(
                {name: self._file(made['round'], name, items)})
            yield moment(9, 13 * 60 + 11 * index), lambda name=name: self._act(made, name, 'approve')
        yield moment(8, 18 * 60 + 5), lambda: made['round'].action_close()
        yield moment(7, 9 * 60 + 30), lambda: made['round'].action_submit()
        yield moment(7, 14 * 60 + 20), lambda: made['round'].with_user(self._get_user('manager')).action_approve()
        yield moment(6, 9 * 60 + 15), partial(self._buy, made)
        yield moment(2, 10 * 60 + 25), partial(self._receive_purchase, made)

    def _buy(self, made):
        made['round'].action_order()
        for order in made['round'].purchase_order_ids:
            order.button_confirm()
            while order.state != 'purchase':
                order.with_user(order.sudo().approver_ids[:1]).action_approval_approve()

    def _receive_purchase(self, made):
        moves = made['round'].purchase_order_ids.picking_ids.move_ids.with_user(self._get_user('receptionist'))
        short = {self._get_product(name): quantity for name, quantity in CAME.items()}
        for move in moves:
            move.quantity = short.get(move.product_id, move.product_uom_qty)
            move.picked = True
        moves.picking_id.with_context(skip_backorder=True).button_validate()
