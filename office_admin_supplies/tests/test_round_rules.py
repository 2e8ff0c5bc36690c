from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SIGNATURE, OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRoundRules(OfficeRoundMixin, OfficeSupplyCommon):
    """Rules of rounds, their settings and of handing out that no verb of a document asks for."""

    def test_a_round_does_not_close_before_it_opens(self):
        today = fields.Date.today()
        with self.assertRaisesRegex(ValidationError, "December would close before it opens"):
            self.env['office.supply.round'].with_user(self.officer).create(
                {'title': "December", 'open_date': fields.Date.add(today, days=9), 'close_date': today})

    def test_a_round_for_some_categories_takes_no_others(self):
        category = self.env['product.category'].create({'name': "Printing"})
        supply_round = self._create_round(category_ids=[Command.set(category.ids)])
        with self.assertRaisesRegex(UserError, "RND/.* is not for .*Ink.* in a request of their own"):
            self._file(supply_round, self.user, approve=False)
        self.ink.categ_id = self.env['product.category'].create({'name': "Toner", 'parent_id': category.id})
        self.assertEqual(self._file(supply_round, self.user, approve=False).state, 'submitted')

    def test_which_product_of_a_round_a_line_is_of_is_not_set_by_hand(self):
        supply_round = self._create_closed()
        draft = self._create_request(self.user, [(self.ink, 1)])
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            draft.line_ids.round_line_id = supply_round.line_ids
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            self.env['office.supply.request.line'].with_user(self.user).create({
                'request_id': draft.id, 'product_id': self.ink.id, 'round_line_id': supply_round.line_ids.id})

    def test_a_round_of_another_company(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['office.supply.round'].create(
            {'title': "Theirs", 'company_id': other.id, 'employee_id': self.env['hr.employee'].create(
                {'name': "Far", 'company_id': other.id}).id})
        foreign._write_transition('collecting', {}, {})
        with self.assertRaises(UserError):
            self._create_request(self.user, [(self.ink, 1)], round_id=foreign.id)

    def test_settings_are_checked(self):
        for values, words in (
                ({'supply_price_tolerance': -1}, "Dearer without New Approval.* from 0 to 100"),
                ({'supply_price_tolerance': 101}, "Dearer without New Approval.* from 0 to 100"),
                ({'supply_count_tolerance': -1}, "“Differences up to” is a number of 0 or more")):
            with self.subTest(values=values), self.assertRaisesRegex(
                    UserError, f"Paper Street: .*{words}"), self.cr.savepoint():
                self.company.write(values)
        with self.assertRaisesRegex(ValidationError, "Supplies: say on which day of the week"):
            self.env['office.supply.round.schedule'].with_user(self.manager).create({
                'name': "Supplies", 'rhythm': 'weekly', 'weekday': False, 'user_id': self.officer.id,
                'next_date': fields.Date.today()})

    def test_no_warehouse(self):
        supply_round = self._create_approved_round()
        self._set_had(self.pen, 2)
        surplus = self.env['office.supply.surplus'].with_user(self.user).create(
            {'product_id': self.pen.id, 'quantity': 2})
        self.env['stock.warehouse'].search([('company_id', '=', self.company.id)]).supply_type_id = False
        with self.assertRaisesRegex(UserError, "Paper Street has no warehouse that could receive RND/"):
            self._order(supply_round)
        # undone as by the server
        with (self.assertRaisesRegex(UserError, "Paper Street has no warehouse to which Ballpoint Pen"),
              self.env.cr.savepoint()):
            surplus.with_user(self.officer)._take_in(2)
        self.assertEqual(surplus.state, 'offered')

    def test_nobody_of_several_receivers_is_here(self):
        requests = self._create_approved() | self._approve(
            self._submit(self._create_request(self.stranger, [(self.pen, 1)])))
        wizard = self.env['office.supply.request.hand.out'].with_user(self.officer).create(
            {'request_ids': [Command.set(requests.ids)], 'signed_by': "X", 'signature': SIGNATURE})
        wizard.receiver_ids.is_here = False
        with self.assertRaisesRegex(UserError, "Tick at least one receiver"):
            wizard.action_confirm()

    def test_what_was_received_stays_what_it_was(self):
        supply_round = self._create_ordered()
        self._receive(supply_round, 12)
        move = supply_round.sudo().line_ids.move_ids
        for values in ({'product_id': self.pen.id}, {'product_uom': self.pack.id}, {'picking_id': False},
                       {'state': 'draft'}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "stays as it was booked"):
                move.write(values)
