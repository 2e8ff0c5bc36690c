from unittest.mock import patch

from odoo.addons.office_admin_supplies.models import office_supply_round_job


class OfficeRoundMixin:
    """Rounds of an office with four people who ask, and a product that two vendors sell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_rounds()

    @classmethod
    def _set_up_rounds(cls):
        cls.cheap, cls.dear = cls.env['res.partner'].create([{'name': "Cheap"}, {'name': "Dear"}])
        cls.ink = cls._create_product("Ink")
        cls.cheap_price, cls.dear_price = cls.env['product.supplierinfo'].create([
            {'product_tmpl_id': cls.ink.product_tmpl_id.id, 'partner_id': cls.cheap.id, 'price': 9,
             'company_id': cls.company.id, 'delay': 3},
            {'product_tmpl_id': cls.ink.product_tmpl_id.id, 'partner_id': cls.dear.id, 'price': 60,
             'product_uom_id': cls.pack.id, 'company_id': cls.company.id},
        ])
        cls.receiver = cls._create_user('sup_receiver', 'office_admin_base.position_officer')
        cls._create_employee(cls.receiver, cls.office)
        cls.askers = []
        for number in range(4):
            boss, asker = cls._create_user(f'sup_boss_{number}'), cls._create_user(f'sup_asker_{number}')
            department = cls.env['hr.department'].create(
                {'name': f"Department {number}", 'company_id': cls.company.id})
            department.manager_id = cls._create_employee(boss, department)
            cls._create_employee(asker, department)
            cls.askers.append(asker)

    def patch_limits(self, at_once, batch):
        self.patch(office_supply_round_job, 'AT_ONCE', at_once)
        self.patch(office_supply_round_job, 'CLOSE_BATCH', batch)

    def _create_round(self, **values):
        supply_round = self.env['office.supply.round'].with_user(self.officer).create(
            {'title': "December", **values})
        supply_round.action_open()
        return supply_round

    def _file(self, supply_round, user, items=None, submit=True, approve=True):
        request = self._create_request(user, items or [(self.ink, 3)], round_id=supply_round.id)
        if submit:
            self._submit(request)
            if approve:
                self._approve(request)
        return request

    def _submit(self, request):
        request.action_submit()
        return request

    def _approve(self, request):
        approver = request.sudo().approver_ids[:1]
        request.with_user(approver).action_approve()
        return request

    def _create_closed(self, asked=3):
        """A round for which four departments have filed so many of the ink each."""
        supply_round = self._create_round()
        for user in self.askers:
            self._file(supply_round, user, [(self.ink, asked)])
        supply_round.action_close()
        return supply_round

    def _create_approved_round(self, asked=3):
        supply_round = self._create_closed(asked)
        supply_round.action_submit()
        supply_round.with_user(self.manager).action_approve()
        return supply_round

    def _order(self, supply_round):
        """Order by light orders, whatever else is installed."""
        def create_orders(this, vendor, _currency, lines):
            return this._create_light_order(vendor, lines)

        with patch.object(self.env.registry['office.supply.round'], '_create_orders', create_orders):
            supply_round.action_order()

    def _create_ordered(self):
        supply_round = self._create_approved_round()
        self._order(supply_round)
        return supply_round

    def _receive(self, supply_round, quantity, user=None):
        """Receive ``quantity`` of the only product; what does not come stays open."""
        move = supply_round.sudo().line_ids.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        move = move.with_user(user or self.receiver)
        move.quantity = quantity
        move.picked = True
        move.picking_id.with_context(skip_backorder=True).button_validate()
        return move.picking_id
