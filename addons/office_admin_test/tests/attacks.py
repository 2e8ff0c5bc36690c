"""What a plain employee tries over the two interfaces that are open to him."""
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields
from odoo.tests import HttpCase
from odoo.tests.common import get_db_name

from .common import OfficeTestMixin


class Refused(Exception):
    """The server has answered with an error."""


class AttackMixin(HttpCase):
    """Calls as a user over both interfaces, and what must not have changed afterwards."""
    # {model: names of fields}, what of the app an attack could change
    attacked = {}

    @classmethod
    def _make_keys(cls, *users):
        cls.keys = {
            user: cls.env(user=user)['res.users.apikeys'].sudo()._generate(
                'rpc', "test", fields.Datetime.now() + timedelta(days=1))
            for user in users
        }

    def _call_json2(self, user, model, method, ids=(), **arguments):
        response = self.url_open(
            f'/json/2/{model}/{method}', json={'ids': list(ids), **arguments} if ids else arguments,
            headers={'Authorization': f'bearer {self.keys[user]}'})
        if response.status_code != 200:
            # Odoo answers so to its own refusals that lead somewhere else, too
            is_refusal = response.json()['name'] == 'odoo.exceptions.RedirectWarning'
            self.assertTrue(is_refusal or response.status_code != 500, response.text)
            raise Refused(response.json()['message'])
        return response.json()

    def _call_xmlrpc(self, user, model, method, ids=(), **arguments):
        positional = [list(ids)] if ids else []
        if 'vals_list' in arguments:  # this interface takes it by position only
            positional.append(arguments.pop('vals_list'))
        try:
            return self.xmlrpc_object.execute_kw(
                get_db_name(), user.id, self.keys[user], model, method, positional, arguments)
        except Fault as fault:
            self.assertNotIn("Traceback", fault.faultString, "refused, and not crashed")
            raise Refused(fault.faultString) from fault

    def _take_snapshot(self):
        """All that an attack could change."""
        self.env.invalidate_all()
        attacked = {
            **self.attacked,
            'office.number.counter': ['code', 'year', 'number'],
            'office.transition': ['verb', 'res_id', 'user_id'],
        }
        return [
            self.env[model].search_read([('company_id', '=', self.company.id)], names, order='id')
            for model, names in attacked.items()]

    def _assert_refused(self, user, model, method, ids=(), message='', **arguments):
        before = self._take_snapshot()
        for call in (self._call_json2, self._call_xmlrpc):
            with self.subTest(interface=call.__name__, model=model, method=method, arguments=arguments):
                with self.assertRaisesRegex(Refused, message):
                    call(user, model, method, ids, **arguments)
                self.assertEqual(self._take_snapshot(), before)


class RequestAttackMixin(OfficeTestMixin, AttackMixin):
    """Attacks on the request that needs nothing else."""
    attacked = {
        'office.test.request': [
            'name', 'state', 'requester_id', 'employee_id', 'department_id', 'note', 'company_id', 'refuse_reason',
            'serve_datetime'],
        'office.test.request.line': ['request_id', 'name', 'quantity', 'price'],
    }
