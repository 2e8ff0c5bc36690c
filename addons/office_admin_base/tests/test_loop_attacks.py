"""What people try over the two interfaces to shift a duty, to confirm for others, or to make ratings up."""
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.attacks import Refused, RequestAttackMixin

REQUEST = 'office.test.request'
RATING = 'rating.rating'


@tagged('post_install', '-at_install')
class TestLoopAttacks(RequestAttackMixin):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls._make_keys(cls.user, cls.colleague, cls.stranger, cls.officer, cls.manager)
        cls.approved, cls.done, cls.rated = cls._create_approved(), cls._create_done(), cls._create_done()
        cls.rated._confirm(2, "Slow")
        cls.rating = cls.env[RATING].search([('res_model', '=', REQUEST), ('res_id', '=', cls.rated.id)])

    def _take_snapshot(self):
        snapshot = super()._take_snapshot()
        names = ['owner_id', 'hand_over_to_id', 'hand_over_count', 'is_owner_undecided', 'confirmation',
                 'confirm_until', 'reopen_count', 'reopen_reason', 'cancel_reason', 'close_reason', 'rating_last_value']
        return snapshot + [
            self.env[REQUEST].search_read([('company_id', '=', self.company.id)], names, order='id'),
            self.env['office.hand.over'].search_read([], ['res_id', 'to_id', 'outcome'], order='id'),
            self.env[RATING].search_read(
                [('res_model', '=', REQUEST)], ['res_id', 'rating', 'feedback', 'access_token'], order='id'),
        ]

    def test_fields_of_the_loop_are_written_by_nobody(self):
        draft = self._create_request()
        for values in ({'owner_id': self.user.id}, {'hand_over_to_id': self.user.id}, {'hand_over_count': 0},
                       {'is_owner_undecided': False}, {'confirmation': 'confirmed'},
                       {'confirm_until': '2099-01-01 00:00:00'}, {'reopen_count': 0}, {'reopen_reason': "x"},
                       {'cancel_reason': "x"}, {'close_reason': "x"}, {'rating_last_value': 5},
                       {'rating_ids': [[0, 0, {'rating': 5}]]}):
            for user in (self.user, self.officer, self.manager):
                for request in (self.approved, self.done):
                    self._assert_refused(user, REQUEST, 'write', request.ids, vals=values)
            self._assert_refused(self.user, REQUEST, 'write', draft.ids, vals=values)
            if values.get(next(iter(values))):
                self._assert_refused(self.user, REQUEST, 'create', vals_list=[values])

    def test_history_of_hand_overs(self):
        self.approved.with_user(self.manager)._decide_owner(self.manager, "For the test.")
        steps = self.env['office.hand.over'].search([('res_id', '=', self.approved.id)])
        for user in (self.user, self.officer, self.manager):
            self._assert_refused(user, 'office.hand.over', 'read', steps.ids, fields=['note'])
            self._assert_refused(user, 'office.hand.over', 'write', steps.ids, vals={'outcome': 'accepted'})
            self._assert_refused(user, 'office.hand.over', 'unlink', steps.ids)
            self._assert_refused(user, 'office.hand.over', 'create', vals_list=[{
                'res_model': REQUEST, 'res_id': self.approved.id, 'to_id': user.id, 'note': "x"}])

    def test_verbs_of_others(self):
        for user, method, request in (
                (self.user, 'action_hand_over', self.approved), (self.user, 'action_accept_hand_over', self.approved),
                (self.user, 'action_decide_owner', self.approved), (self.officer, 'action_decide_owner', self.approved),
                (self.officer, 'action_confirm', self.done), (self.manager, 'action_reopen', self.done),
                (self.stranger, 'action_confirm', self.done), (self.colleague, 'action_cancel', self.approved),
                (self.user, 'action_follow_up_done', self.rated)):
            self._assert_refused(user, REQUEST, method, request.ids)
        for method in ('_hand_over', '_decide_owner', '_accept_hand_over', '_confirm', '_rate', '_confirm_each',
                       '_cron_confirm', '_end_follow_up', '_release_from', '_move_to_manager'):
            self._assert_refused(self.user, REQUEST, method, self.approved.ids)

    def test_dialogs_of_others(self):
        pass_on = {'verb': 'pass', 'note': "x", 'user_id': self.manager.id}
        for user, model, values, request in (
                (self.user, 'office.hand.over.pass', pass_on, self.approved),
                (self.user, 'office.hand.over.pass', {**pass_on, 'verb': 'decide'}, self.approved),
                (self.user, 'office.hand.over.pass', {**pass_on, 'verb': 'return'}, self.approved),
                (self.officer, 'office.hand.over.pass', {**pass_on, 'verb': 'decide'}, self.approved),
                (self.officer, 'office.closing.confirm', {'rating': '5'}, self.done),
                (self.officer, 'office.closing.reason', {'verb': 'reopen', 'reason': "x"}, self.done),
                (self.user, 'office.closing.reason', {'verb': 'done', 'reason': "x"}, self.approved),
                (self.user, 'office.closing.reason', {'verb': 'follow_up', 'reason': "x"}, self.rated),
                (self.stranger, 'office.closing.reason', {'verb': 'cancel', 'reason': "x"}, self.approved),
                (self.officer, 'office.closing.reason', {'verb': 'serve', 'reason': "x"}, self.approved),
                (self.user, 'office.closing.reason', {'verb': 'void', 'reason': "x"}, self.approved),
                (self.user, 'office.closing.reason', {'verb': 'unlink', 'reason': "x"}, self.approved),
                (self.user, 'office.closing.reason', {'verb': 'cancel', 'reason': "  "}, self.approved)):
            before = self._take_snapshot()
            for call in (self._call_json2, self._call_xmlrpc):
                with self.subTest(model=model, values=values), self.assertRaises(Refused):
                    [wizard] = call(user, model, 'create', vals_list=[
                        {'res_model': REQUEST, 'res_ids': request.ids, **values}])
                    call(user, model, 'action_confirm', [wizard])
                self.assertEqual(self._take_snapshot(), before)

    def test_dialogs_about_other_models(self):
        for model, target, number in (
                ('office.closing.reason', 'res.users', self.user.id),
                ('office.hand.over.pass', 'hr.department', self.sales.id),
                ('office.closing.confirm', 'office.closing.mixin', 1)):
            for call in (self._call_json2, self._call_xmlrpc):
                with self.assertRaisesRegex(Refused, "use its buttons"):
                    [wizard] = call(self.user, model, 'create', vals_list=[
                        {'res_model': target, 'res_ids': [number], **({} if model == 'office.closing.confirm' else {
                            'verb': 'cancel' if 'closing' in model else 'pass',
                            'reason' if 'closing' in model else 'note': "x"})}])
                    call(self.user, model, 'action_confirm', [wizard])

    def test_ratings_are_made_up_by_nobody(self):
        model_id = self.env['ir.model']._get_id(REQUEST)
        values = {'res_model_id': model_id, 'res_id': self.done.id, 'rating': 5, 'consumed': True,
                  'partner_id': self.user.partner_id.id}
        for user in (self.user, self.officer, self.manager):
            self._assert_refused(user, RATING, 'create', vals_list=[values])
            self._assert_refused(user, RATING, 'write', self.rating.ids, vals={'rating': 5})
            self._assert_refused(user, RATING, 'unlink', self.rating.ids)
            self._assert_refused(user, RATING, 'reset', self.rating.ids)
            self._assert_refused(user, REQUEST, 'message_post', self.done.ids, body="x", rating_value=5)
            self._assert_refused(user, REQUEST, 'rating_apply', self.done.ids, rate=5, token='x')
        [loose] = self._call_json2(self.user, RATING, 'create', vals_list=[{
            'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': self.user.partner_id.id}])
        self._assert_refused(self.user, RATING, 'write', [loose], vals={'res_model_id': model_id, 'res_id': 1})
        token = self.env[RATING].browse(loose).access_token
        self._assert_refused(self.user, REQUEST, 'rating_apply', self.done.ids, rate=5, token=token)

    def test_ratings_have_no_links(self):
        self.assertFalse(self.rating.access_token)
        for token in ('False', 'None', '0'):
            response = self.url_open(f'/rate/{token}/5')
            self.assertEqual(response.status_code, 404)

    def test_ratings_are_not_read_by_others(self):
        for call in (self._call_json2, self._call_xmlrpc):
            self.assertEqual(
                call(self.stranger, RATING, 'search', domain=[('res_model', '=', REQUEST)]), [])
            with self.assertRaises(Refused):
                call(self.stranger, RATING, 'read', self.rating.ids, fields=['feedback', 'access_token'])
