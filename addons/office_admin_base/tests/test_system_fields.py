from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

REQUEST = 'office.test.request'
FORGED = {'submit_datetime': '2020-01-01', 'serve_datetime': '2020-01-01', 'confirmation': 'confirmed',
          'reopen_count': 7, 'name': 'TST/2020/0001', 'hand_over_count': 9}


@tagged('post_install', '-at_install')
class TestSystemFields(OfficeTestCommon):
    """What only our own code writes, by whichever way somebody sends it in."""

    def test_no_default_reaches_them(self):
        self.env['ir.default'].set(REQUEST, 'reopen_count', 5)
        requests = self.env[REQUEST].with_user(self.user).with_context(
            **{f'default_{name}': value for name, value in FORGED.items()})
        self.assertFalse(requests.default_get(list(FORGED)))
        values = {'line_ids': [Command.create({'name': "Chair"})]}
        for made in (requests.create(values), requests.sudo().create(values)):
            self.assertFalse(any(made.sudo()[name] for name in FORGED))

    def test_their_own_default_is_kept(self):
        requests = self.env[REQUEST].with_user(self.user).with_context(
            default_requester_id=self.head.id, default_state='done')
        self.assertEqual(
            requests.default_get(['requester_id', 'state']), {'requester_id': self.user.id, 'state': 'draft'})

    def test_no_default_reaches_what_is_computed(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        for context in ({'default_amount': 5.0}, {'default_company_id': elsewhere.id}):
            request = self._create_request().with_context(**context)
            request.write({'line_ids': [Command.create({'name': "Desk", 'quantity': 2, 'price': 600})]})
            line = request.line_ids.filtered(lambda one: one.name == "Desk")
            self.assertRecordValues(line, [{'amount': 1200, 'company_id': request.company_id.id}])

    def test_no_screen_proposes_them(self):
        requests = self.env[REQUEST].with_user(self.user).with_context(
            **{f'default_{name}': value for name, value in FORGED.items()})
        shown = requests.onchange({}, [], {name: {} for name in (*FORGED, 'state', 'note')})['value']
        self.assertFalse(any(shown.get(name) for name in FORGED))
        changed = requests.onchange({**FORGED, 'note': "x"}, ['note'], {name: {} for name in FORGED})
        self.assertFalse(self.env[REQUEST].search_count([('reopen_count', '=', 7)]), "nothing is stored by it")
        self.assertNotIn('warning', changed)

    def test_no_line_brings_them_along(self):
        request, other = self._create_request(), self._create_request()
        line = request.line_ids
        for command in (Command.create({'name': "Desk", 'amount': 1}), Command.update(line.id, {'amount': 1}),
                        Command.create({'name': "Desk", 'company_id': other.company_id.id + 1})):
            for records in (request.with_user(self.user), request.sudo()):
                with self.subTest(command=command), self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    records.write({'line_ids': [command]})
        result = request.with_user(self.user).load(['.id', 'line_ids/.id', 'line_ids/amount'], [
            [str(request.id), str(line.id), '1']])
        self.assertIn("cannot be set by hand", result['messages'][0]['message'])
        self.assertEqual(line.amount, 50)

    def test_nobody_writes_them_by_any_way(self):
        request = self._create_request()
        self.user.sudo().group_ids += self.env.ref('base.group_system')
        for name, value in FORGED.items():
            values = {name: value}
            for records in (request.with_user(self.user), request.sudo(), request.with_context(
                    office_system_writing=True, install_mode=True, **{f'default_{name}': value})):
                ways = [
                    lambda records=records, values=values: records.write(values),
                    lambda records=records, values=values: records.create(values),
                    lambda records=records, values=values: records.copy(values),
                    lambda records=records, values=values: records.web_save(values, {}),
                    lambda records=records, values=values: records.browse().web_save(values, {}),
                    lambda records=records, values=values: records.update(values)]
                for way in ways:
                    with self.subTest(name=name, su=records.env.su), self.assertRaisesRegex(
                            UserError, "cannot be set by hand"), self.env.cr.savepoint():
                        way()
            result = request.with_user(self.user).load(['.id', name], [[str(request.id), str(value)]])
            self.assertIn("cannot be set by hand", result['messages'][0]['message'])
            self.assertFalse(request[name])

    def test_code_writes_just_what_it_says(self):
        request, other = self._create_request(), self._create_request()
        Request = self.env.registry[REQUEST]
        plain = Request.write

        def write(records, vals):
            """What runs in the middle, such as an action on write, does not get through."""
            result = plain(records, vals)
            if vals == {'reopen_count': 3}:
                for others, values in ((other, vals), (records | other, vals), (records, {'reopen_count': 4}),
                                       (records, {'state': 'done'})):
                    with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                        plain(others, values)
                with self.assertRaisesRegex(UserError, "cannot be set by hand"):
                    records.create(vals)
            return result

        self.patch(Request, 'write', write)
        request._write_as_system({'reopen_count': 3})
        self.assertEqual((request.reopen_count, other.reopen_count), (3, 0))
        with self.assertRaisesRegex(UserError, "cannot be set by hand"):
            request.write({'reopen_count': 4})

    def test_lines_are_written_by_code_in_any_state(self):
        request = self._submit()
        line = request.line_ids
        with self.assertRaisesRegex(UserError, "cannot be changed any more"):
            line.sudo().write({'quantity': 7})
        line.with_user(self.user)._write_as_system({'quantity': 7})
        self.assertEqual((line.quantity, line.amount, request.state), (7, 70, 'submitted'))
        added = line.with_user(self.user)._create_as_system([{'request_id': request.id, 'name': "Cushion"}])
        self.assertEqual(request.line_ids, line | added)
        with self.assertRaisesRegex(UserError, "cannot be changed any more"):
            line.sudo().write({'quantity': 8})
        with self.assertRaisesRegex(UserError, "cannot be changed any more"):
            line.sudo().create({'request_id': request.id, 'name': "Pen"})


@tagged('post_install', '-at_install')
class TestFieldStates(OfficeTestCommon):
    """In which states what may be written, as superuser: who may write it at all is up to the record rules."""

    def _open(self, model, **states):
        plain = self.env[model]._get_field_states()
        self.patch(self.env.registry[model], '_get_field_states', lambda model: plain | states)

    def test_draft_only_is_the_default(self):
        request = self._submit().sudo()
        for values in ({'note': "x"}, {'need_date': '2099-01-01'}, {'line_ids': [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "It would have to go back to draft first"):
                request.write(values)
        with self.assertRaisesRegex(UserError, "It would have to go back to draft first"):
            request.line_ids.write({'name': "Desk"})

    def test_field_of_a_document(self):
        self._open(REQUEST, note=('draft', 'submitted'), need_date=('submitted',))
        draft, submitted = self._create_request().sudo(), self._submit().sudo()
        approved = self._create_approved().sudo()
        for request in (draft, submitted):
            request.write({'note': "Please hurry"})
        submitted.write({'need_date': '2099-01-01'})
        for requests, values, words in (
                (submitted | approved, {'note': "x"}, "possible in the status Draft or Submitted"),
                (draft, {'need_date': '2099-01-01'}, "possible in the status Submitted"),
                (submitted, {'note': "x", 'is_urgent': True}, "Urgent cannot be changed in TST/")):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                requests.write(values)
        self.assertEqual((draft | submitted).mapped('note'), ["Please hurry"] * 2)

    def test_field_of_a_line(self):
        self._open('office.test.request.line', price=('submitted', 'approved'))
        line = self._submit().sudo().line_ids
        line.write({'price': 12})
        for values, words in (({'name': "Desk"}, "back to draft first"), ({'price': 1, 'name': "x"}, "any more"),
                              ({'amount': 5}, "any more")):
            with self.assertRaisesRegex(UserError, words):
                line.write(values)
        with self.assertRaisesRegex(UserError, "back to draft first"):
            line.unlink()
        with self.assertRaisesRegex(UserError, "in the status Submitted or Approved"):
            self._create_request().line_ids.write({'price': 1})

    def test_lines_are_added_and_removed_in_other_states(self):
        self._open('office.test.request.line', request_id=('draft', 'submitted'))
        self._open(REQUEST, line_ids=('draft', 'submitted'))
        request = self._submit().sudo()
        request.write({'line_ids': [Command.create({'name': "Desk"})]})
        request.line_ids[-1].unlink()
        with self.assertRaisesRegex(UserError, "back to draft first"):
            request.line_ids.write({'name': "x"})
        approved = self._create_approved().sudo()
        with self.assertRaisesRegex(UserError, "in the status Draft or Submitted"):
            approved.line_ids.unlink()
