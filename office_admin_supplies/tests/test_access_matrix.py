from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.access_matrix import NEW, SECRET, RequestMatrixTests

from .common import OfficeSupplyCommon

REPORTS = ('office.supply.consumption', 'office.supply.consumption.head', 'office.supply.service')


@tagged('post_install', '-at_install')
class TestAccessMatrix(RequestMatrixTests, OfficeSupplyCommon):
    module = 'office_admin_supplies'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tape, cls.glue = (cls._create_product(name, company_id=False) for name in ("Tape", "Glue"))
        elsewhere = cls.foreigner.company_id
        cls._get_employee(cls.foreigner).department_id = cls.env['hr.department'].create(
            {'name': "Sales", 'company_id': elsewhere.id})
        cls.server, cls.foreign_officer = (
            cls._create_user(login, 'office_admin_base.position_officer') for login in ('sup_server', 'sup_foreign'))
        cls._create_employee(cls.server, cls.office)
        cls.foreign_officer.write({'company_ids': [Command.set(elsewhere.ids)], 'company_id': elsewhere.id})
        rooms = cls.env['stock.warehouse'].search([('company_id', 'in', (cls.company | elsewhere).ids)])
        for room in rooms.lot_stock_id:
            cls.env['stock.quant']._update_available_quantity(cls.tape, room, 100)
        for user in cls.colleague | cls.stranger:  # so that both departments have something to offer
            cls._set_had(cls.tape, 50, user)
        vendor = cls.env['res.partner'].create({'name': "Vendor"})
        cls.env['product.supplierinfo'].create({
            'product_tmpl_id': cls.glue.product_tmpl_id.id, 'partner_id': vendor.id, 'price': 1, 'company_id': False})
        cls.env['office.approval.rule'].search(
            [('res_model', '=', 'office.supply.round'), ('company_id', '=', cls.company.id)],
        ).step_ids = [Command.clear(), Command.create({'who': 'users', 'user_ids': [Command.set(cls.head.ids)]})]

    def _make_record(self, model, state, user):
        match model:
            case model if model in REPORTS:
                return self.env[model].search([('request_id', '=', self._make_served(state, user).id)])
            case 'office.supply.surplus':
                return self._make_surplus(state, user)
            case 'office.supply.count' | 'office.supply.count.line' if state == 'counting':
                count = self._make_count(user)
                return count if model == count._name else count.line_ids[0]
            case 'office.supply.custody' | 'office.supply.return' if state == SECRET:
                return self._make_new(model, user, line_id=self._make_request(state, user).line_ids.id)
            case 'office.supply.round' if state != NEW:
                return self._make_round(state, user)
            case 'office.supply.round.line' | 'office.supply.round.offer':
                lines = self._make_round('closed' if state in (NEW, SECRET) else state, user).line_ids
                return lines if model == 'office.supply.round.line' else lines.offer_ids
            case 'office.supply.split.line':
                return self._make_new(model, user, request_line_id=self._make_request(state, user).line_ids.id)
        return super()._make_record(model, state, user)

    def _make_new(self, model, user, **values):
        match model:
            case 'office.supply.custody':
                values |= {'employee_id': self._get_employee(user).id}
            case 'office.supply.advice':
                values |= {'product_id': self._create_product("Chair", company_id=False).id}
            case 'office.supply.advice.what.if':
                values |= {'service_level': 95, 'review': 1}
            case 'office.supply.request.hand.out':
                values |= {'request_ids': [Command.set(self._make_request(NEW, user).ids)]}
            case 'office.supply.quota':
                chairs = self.env['product.category'].create({'name': "Chairs"})
                values |= {'goods_type': 'category', 'categ_id': chairs.id}
        return super()._make_new(model, user, **values)

    def _make_request(self, state, user):
        if user == self.foreigner:
            request = self._create_request(user, [(self.tape, 1)])
            if state != 'draft':
                request.action_submit()
            return request
        return super()._make_request(state, user)

    def _make_served(self, state, user):
        request = self._make_request(state, user)
        self._approve(request, request.sudo().approver_ids[:1])
        self._serve(request, self.officer if state == SECRET else self._get_officer(user))
        self.env.flush_all()
        return request

    def _make_surplus(self, state, user):
        if user == self.foreigner:
            self._make_served(NEW, user)
        surplus = self.env['office.supply.surplus'].with_user(user).create(
            {'product_id': self.tape.id, 'quantity': 1})
        if state != 'offered':
            self._put(surplus, state)
        return surplus

    def _make_count(self, user):
        """Let ``user`` and somebody else count the supply room."""
        count = self.env['office.supply.count'].with_user(self.officer).create(
            {'counter_ids': [Command.set((user | self.last).ids)]})
        count.action_start()
        return count

    def _make_round(self, state, user):
        """Make a round of the officer of the company of ``user``, in which they filed something."""
        supply_round = self.env['office.supply.round'].with_user(self._get_officer(user)).create({'title': "December"})
        supply_round.action_open()
        if state == 'collecting':
            return supply_round
        request = self._create_request(user, [(self.glue, 1)], round_id=supply_round.id)
        request.action_submit()
        self._approve(request, request.sudo().approver_ids[:1])
        supply_round.action_close()
        if state == 'submitted':
            supply_round.action_submit()
        return supply_round

    @classmethod
    def _get_employee(cls, user):
        return cls.env['hr.employee'].search([('user_id', '=', user.id)])

    def _get_officer(self, user):
        return self.foreign_officer if user == self.foreigner else self.server
