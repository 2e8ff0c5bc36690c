from unittest.mock import patch

from odoo.addons.office_admin_supplies.models.round import office_supply_round


class OfficeRoundMixin:
    """Rounds of an office with four people who ask, and a product that two vendors sell.

    A class whose tests all begin with a round in the same state makes it once, by ``prepared_round``.
    """
    prepared_round = None   # 'closed', 'approved' or 'ordered'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_rounds()
        if cls.prepared_round:
            cls._prepare()
            cls.env.flush_all()

    @classmethod
    def _prepare(cls):
        """Set what all tests begin with on ``cls``."""
        make = {
            'closed': cls._create_closed, 'approved': cls._create_approved_round, 'ordered': cls._create_ordered}
        cls.supply_round = make[cls.prepared_round]()

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
        boss = cls._create_employee(cls._create_user('sup_round_boss'), cls.office)
        cls.askers = []
        for number in range(4):
            asker = cls._create_user(f'sup_asker_{number}')
            department = cls.env['hr.department'].create(
                {'name': f"Department {number}", 'company_id': cls.company.id, 'manager_id': boss.id})
            cls._create_employee(asker, department)
            cls.askers.append(asker)

    def patch_limits(self, at_once, batch):
        self.patch(office_supply_round, 'AT_ONCE', at_once)
        self.patch(office_supply_round, 'CLOSE_BATCH', batch)

    @classmethod
    def _create_round(cls, **values):
        supply_round = cls.env['office.supply.round'].with_user(cls.officer).create(
            {'title': "December", **values})
        supply_round.action_open()
        return supply_round

    @classmethod
    def _file(cls, supply_round, user, items=None, submit=True, approve=True):
        request = cls._create_request(user, items or [(cls.ink, 3)], round_id=supply_round.id)
        if submit:
            cls._submit(request)
            if approve:
                cls._approve(request)
        return request

    @classmethod
    def _submit(cls, request):
        request.action_submit()
        return request

    @classmethod
    def _approve(cls, request):
        approver = request.sudo().approver_ids[:1]
        request.with_user(approver).action_approve()
        return request

    @classmethod
    def _create_closed(cls, asked=3):
        """A round for which four departments have filed so many of the ink each."""
        supply_round = cls._create_round()
        for user in cls.askers:
            cls._file(supply_round, user, [(cls.ink, asked)])
        supply_round.action_close()
        return supply_round

    @classmethod
    def _create_approved_round(cls, asked=3):
        return cls._approve_round(cls._create_closed(asked))

    @classmethod
    def _create_ordered(cls):
        return cls._order(cls._create_approved_round())

    @classmethod
    def _approve_round(cls, supply_round):
        supply_round.action_submit()
        supply_round.with_user(cls.manager).action_approve()
        return supply_round

    @classmethod
    def _order(cls, supply_round):
        """Order by light orders, whatever else is installed."""
        def create_orders(this, vendor, _currency, lines):
            return this._create_light_order(vendor, lines)

        with patch.object(cls.env.registry['office.supply.round'], '_create_orders', create_orders):
            supply_round.action_order()
        return supply_round

    @classmethod
    def _receive(cls, supply_round, quantity, user=None):
        """Receive ``quantity`` of the only product; what does not come stays open."""
        move = supply_round.sudo().line_ids.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        move = move.with_user(user or cls.receiver)
        move.quantity = quantity
        move.picked = True
        move.picking_id.with_context(skip_backorder=True).button_validate()
        return move.picking_id
