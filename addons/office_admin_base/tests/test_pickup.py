from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestPickup(OfficeTestCommon):
    """Who takes something proves by a code that only he knows that it is for him."""

    def _create_ready(self, **values):
        return self._create_approved(is_picked_up=True, **values)

    def _get_code(self, request):
        return request.with_user(self.user).my_pickup_code

    def _try(self, requests, said):
        return requests.with_user(self.officer)._try_pickup_codes(said)

    def _get_wrong(self, request):
        return f"{(int(self._get_code(request)) + 1) % 10 ** 6:06}"

    def test_code_lives_as_long_as_something_waits(self):
        request = self._submit(is_picked_up=True)
        self.assertFalse(self._get_code(request))
        self._approve(request)
        self.assertRegex(self._get_code(request), r'^\d{6}$')
        self._serve(request)
        self.assertFalse(request.sudo().pickup_code)
        self.assertFalse(self._get_code(self._create_approved()))

    def test_code_is_for_the_receiver_alone(self):
        request = self._create_ready(employee_id=self.colleague_employee.id)
        code = self._get_code(request)
        self.assertEqual(request.with_user(self.colleague).my_pickup_code, code)
        for user in (self.officer, self.manager, self.head, self.auditor):
            seen = request.with_user(user)
            self.assertFalse(seen.my_pickup_code)
            for attempt in (
                lambda seen=seen: seen.read(['pickup_code']),
                lambda seen=seen: seen.read(['pickup_tries']),
                lambda seen=seen: seen.search([('pickup_code', '=like', f'{code[0]}%')]),
                lambda seen=seen: seen.search([], order='pickup_code'),
                lambda seen=seen: seen.formatted_read_group([], ['pickup_code'], ['__count']),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertNotIn(code, ' '.join(self.env['mail.message'].search(
            [('model', '=', request._name), ('res_id', '=', request.id)]).mapped('body')))

    def test_my_office_shows_it_to_who_asked(self):
        request = self._create_ready()
        [row] = [row for row in self._get_desk_rows(request.with_user(self.user), 'mine') if row['id'] == request.id]
        self.assertIn(self._get_code(request), row['who'])
        rows = self._get_desk_rows(request.with_user(self.officer), 'queue')
        [row] = [row for row in rows if row['id'] == request.id]
        self.assertNotIn(self._get_code(request), str(row))

    def test_code_tried_many_times(self):
        request = self._create_ready()
        code, wrong = self._get_code(request), self._get_wrong(request)
        for left in (4, 3, 2, 1):
            self.assertEqual(self._try(request, wrong), request)
            self.assertIn(f"Tries left: {left}", request._get_wrong_code_notification()['params']['message'])
        self._try(request, "no code at all")
        self.assertEqual(self._try(request, wrong), request)
        self.assertIn("has no valid pick-up code", request._get_wrong_code_notification()['params']['message'])
        self.assertEqual(self._try(request, code), request, "it is void")
        self.assertFalse(self._get_code(request))
        told = request.message_ids[0]
        self.assertIn("entered 5 times", told.body)
        self.assertEqual(told.partner_ids, self.user.partner_id)
        request.with_user(self.user).action_renew_pickup_code()
        self.assertFalse(self._try(request, self._get_code(request)))

    def test_one_receiver_says_several_codes(self):
        requests = self._create_ready() | self._create_ready() | self._create_ready()
        first, second, third = (self._get_code(request) for request in requests)
        self.assertEqual(self._try(requests, first), requests[1:])
        self.assertFalse(self._try(requests, f"{second} {third}, {first}"))
        self.assertEqual(requests.sudo().mapped('pickup_tries'), [0, 1, 1])

    def test_renew_wrong_person_and_state(self):
        request = self._create_ready()
        with self.assertRaisesRegex(AccessError, "up to those for whom it is"):
            request.with_user(self.officer).action_renew_pickup_code()
        with self.assertRaises(AccessError):
            request.with_user(self.stranger).action_renew_pickup_code()
        self._serve(request)
        with self.assertRaisesRegex(UserError, "needs no pick-up code"):
            request.with_user(self.user).action_renew_pickup_code()

    def test_code_is_not_set_by_hand(self):
        draft = self._create_request(is_picked_up=True)
        for name in ('pickup_code', 'pickup_tries'):
            with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                draft.sudo().write({name: '123456'})
            with self.assertRaises(UserError):
                draft.with_user(self.user).create({name: '123456'})
            with self.assertRaises(UserError):
                draft.with_user(self.user).with_context(**{f'default_{name}': '123456'}).create({})
