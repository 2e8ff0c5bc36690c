from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import SIGNATURE, OfficeSupplyCommon
from .round_common import OfficeRoundMixin


@tagged('post_install', '-at_install')
class TestRoundSecret(OfficeRoundMixin, OfficeSupplyCommon):
    """A request that becomes secret after it was filed: a round tells nothing of it to who is not cleared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.askers[0], cls.receiver):
            cls.env['office.secrecy.undertaking'].create({
                'user_id': user.id, 'company_id': cls.company.id, 'level': 'confidential',
                'training_date': fields.Date.today(), 'text': "<p>I keep it to myself.</p>",
            }).with_user(user)._sign(SIGNATURE)

    def _get_first(self, supply_round):
        return supply_round.sudo().request_ids.filtered(lambda one: one.requester_id == self.askers[0])

    def _make_secret(self, request):
        request.with_user(self.askers[0]).sudo(False)._classify('confidential', self.receiver, "A surprise")
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_seen(self, supply_round, user):
        """All that ``user`` reads of a round beside the sums that have to contain everything."""
        supply_round = supply_round.with_user(user)
        lines = self.env['office.supply.round.line'].with_user(user)
        domain = [('round_id', '=', supply_round.id)]
        groups = lines._read_group(domain, ['product_id'], ['demand_quantity:sum', 'request_count:sum', '__count'])
        return {
            'counts': supply_round.read(['request_count', 'waiting_count'])[0],
            'requests': supply_round.request_ids.ids,
            'asked': self.env['office.supply.request.line'].with_user(user).search(domain).ids,
            'lines': lines.search(domain)._export_rows([['demand_quantity'], ['request_count']]),
            'groups': groups,
        }

    def _put_in_state(self, state):
        match state:
            case 'collecting':
                supply_round = self._create_round()
                for user in self.askers:
                    self._file(supply_round, user, [(self.ink, 3)])
            case 'closed':
                supply_round = self._create_closed()
            case 'submitted':
                supply_round = self._create_closed()
                supply_round.action_submit()
            case 'approved':
                supply_round = self._create_approved_round()
            case 'ordered':
                supply_round = self._create_ordered()
        return supply_round

    def test_a_round_tells_nothing_of_it_in_any_state(self):
        for state in ('collecting', 'closed', 'submitted', 'approved', 'ordered'):
            supply_round = self._put_in_state(state)
            request = self._get_first(supply_round)
            before = supply_round.line_ids.read(['quantity', 'missing_quantity', 'ordered_quantity'])
            self._make_secret(request)
            with self.subTest(state=state):
                self.assertEqual(supply_round.state, state)
                self.assertFalse(request.round_id or request.line_ids.round_line_id)
                self.assertEqual(
                    supply_round.line_ids.read(['quantity', 'missing_quantity', 'ordered_quantity']), before,
                    "what is bought, and was approved, stays")
                for user in (self.officer, self.auditor):
                    seen = self._get_seen(supply_round, user)
                    self.assertEqual(seen['counts']['request_count'], 3)
                    self.assertNotIn(request.id, seen['requests'])
                    self.assertEqual(len(seen['asked']), 3)
                    if supply_round.line_ids:
                        self.assertEqual(seen['lines'], [[9.0, 3]])
                        self.assertEqual(seen['groups'][0][1:], (9.0, 3, 1))
                history = ' '.join(supply_round.message_ids.mapped('body'))
                self.assertNotIn(request.name, history)

    def test_it_goes_on_on_its_own(self):
        supply_round = self._create_ordered()
        request = self._get_first(supply_round)
        self._make_secret(request)
        self._receive(supply_round, 12, self.officer if supply_round.orderer_id != self.officer else self.receiver)
        self.assertRecordValues(supply_round.line_ids, [{'received_quantity': 12, 'promised_quantity': 3}])
        self._hand_out(request, user=self.receiver)
        self.assertEqual(request.state, 'done')

    def test_what_is_divided_does_not_count_it(self):
        supply_round = self._create_ordered()
        request = self._get_first(supply_round)
        self._receive(supply_round, 8)
        split = self.env['office.supply.split'].search([('round_id', '=', supply_round.id)])
        self.assertEqual(split.asked_quantity, 12)
        self._make_secret(request)
        shown = split.with_user(self.officer)
        self.assertEqual(shown.asked_quantity, 9)
        self.assertEqual(shown.available_quantity, shown.given_quantity)
        self.assertNotIn(request, shown.sudo().line_ids.request_id)

    def test_what_was_divided_does_not_count_it(self):
        supply_round = self._create_ordered()
        request = self._get_first(supply_round)
        self._receive(supply_round, 8)
        split = self.env['office.supply.split'].search([('round_id', '=', supply_round.id)]).with_user(self.officer)
        split.action_done()
        self.env.flush_all()
        self._make_secret(request)
        self.assertEqual((split.asked_quantity, split.rest_quantity), (9, 0))

    def test_a_secret_draft_is_not_counted(self):
        supply_round = self._create_round()
        self._create_request(
            self.askers[0], [(self.ink, 3)], round_id=supply_round.id, secrecy_level='confidential',
            allowed_user_ids=[Command.set(self.receiver.ids)])
        self.assertRecordValues(supply_round.with_user(self.officer), [{'request_count': 0, 'waiting_count': 0}])

    def test_a_request_that_is_taken_back_is_not_named(self):
        supply_round = self._create_closed()
        request = supply_round.request_ids[:1]
        request.sudo()._transition('cancel')
        self.assertNotIn(request.name, ' '.join(supply_round.message_ids.mapped('body')))
