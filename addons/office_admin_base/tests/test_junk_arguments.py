"""What somebody sends who does not use our screens is refused with a sentence, not with a raw error."""
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon


@tagged('post_install', '-at_install')
class TestJunkArguments(OfficeTestCommon):

    def test_reason_is_asked_for(self):
        request = self._create_request()
        for model, values in (
                ('office.secrecy.classify', {'res_model': request._name, 'res_id': request.id}),
                ('office.secrecy.undertaking.withdraw', {})):
            for reason in (False, '', "  "):
                wizard = self.env[model].new({**values, 'reason': reason})
                with self.subTest(model=model, reason=reason), self.assertRaisesRegex(UserError, "Say why"):
                    wizard.action_confirm()

    def test_what_stands_beside_a_document_is_not_written_through_it(self):
        message = self.env['mail.message'].create({'body': "x", 'model': 'res.partner', 'res_id': 1})
        for name in self.env.registry.descendants(['office.workflow.mixin'], '_inherit'):
            model = self.env[name]
            if model._abstract:
                continue
            self.assertLessEqual(
                {'message_ids', 'message_follower_ids', 'activity_ids', 'rating_ids'} & model._fields.keys(),
                model._get_attached_fields())
        request = self._create_request()
        for field in request._get_attached_fields():
            for command in (Command.create({'body': "x"}), Command.link(message.id), Command.delete(message.id),
                            Command.unlink(message.id), Command.update(message.id, {}), Command.set([message.id]),
                            Command.clear()):
                with self.subTest(field=field, command=command):
                    with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                        request.write({field: [command]})
                    with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                        request.create({field: [command]})
        self.assertTrue(request.create({'message_ids': [], 'activity_ids': []}))

    def _get_ways(self, values):
        """Yield each way by which ``values`` of a request, or of its line, come in."""
        requests = self.env[self.request_model].with_user(self.user)
        draft = self._create_request()
        yield lambda: requests.onchange(values, list(values), dict.fromkeys(values, {}))
        yield lambda: requests.create(values)
        yield lambda: draft.write(values)
        yield lambda: requests.with_context(
            **{f'default_{name}': value for name, value in values.items()}).onchange(
                {}, [], dict.fromkeys(values, {}))

    def test_links_in_a_form_that_nobody_can_read(self):
        line = self._create_request().line_ids
        for junk in (
            [[4, [line.id], 0]], [[4, {'id': line.id}, 0]], [[4, 'x', 0]], [[4, -1]], [[4, 10 ** 30]],
            [[4, float('inf')]], [[6, 0, line.id]], [[6, 0, [[line.id]]]], [[6, 0, 'x']], [[6, 0]],
            [[1, [line.id], {}]], [[1, line.id, 5]], [[0, 0, 'x']], [[0]], [[]], ['x'], [None], 'x', 5, {'id': 5},
            [[99, 1, 1]], [['4', line.id]], [{'id': [line.id]}], [[0, 0, {'request_id': {'id': {'id': 3}}}]],
            [[0, 0, {'request_id': {'id': 'x'}}]],
        ):
            for way in self._get_ways({'line_ids': junk}):
                with self.subTest(junk=junk), self.assertRaisesRegex(
                        UserError, "form that cannot be read|not for you, or that is gone"):
                    way()
        lines = self.env[line._name].with_user(self.user)
        for junk in {'id': {'id': line.request_id.id}}, {'id': [1]}, {'id': 'x'}, [[1]], [{'id': 1}], {'id': -1}:
            with self.subTest(junk=junk), self.assertRaisesRegex(ValidationError, "“Request” of .* form that cannot"):
                lines.onchange({'request_id': junk}, ['request_id'], {'state': {}})

    def test_forms_of_odoo_are_read(self):
        request = self._create_request()
        line = request.line_ids
        for commands in ([], False, None, [[4, line.id]], [[4, str(line.id), 0]], [[4, line.id, False]], [[5]],
                         [[6, False, line.ids]], line.ids, [[1, line.id, {'quantity': 2}]], [[2, line.id]],
                         [[0, 'virtual_1', {'name': "Lamp", 'quantity': 1}]],
                         [(0, 0, {'name': "Lamp"})], [{'id': line.id}]):
            with self.subTest(commands=commands):
                request.onchange({'line_ids': commands}, ['line_ids'], {'line_ids': {}})
        for link in (request.id, str(request.id), [request.id, "x"], (request.id, "x"), {'id': request.id}, False, None,
                     {'id': False, 'display_name': "x"}, {'id': request.id, 'state': 'draft'}):
            with self.subTest(link=link):
                line.browse().with_user(self.user).onchange({'request_id': link}, ['request_id'], {'state': {}})

    def test_days_that_are_none(self):
        for junk in ('x', '2026-13-40', '20260101', 5, [1], {'x': 1}, float('nan'), True):
            for way in self._get_ways({'need_date': junk}):
                with self.subTest(junk=junk), self.assertRaisesRegex(ValidationError, "“Needed On” of .* needs a day"):
                    way()
        for day in '2030-12-31', date(2030, 12, 31):
            self.assertEqual(self._create_request(need_date=day).need_date, date(2030, 12, 31))
