"""Who may do what with which record: the table ``tests/access_matrix.md`` of a module, cell by cell.

Each record rule of the module's models is then taken away: a cell has to change, or no row of the table shows what the
rule is for.
"""

from collections import defaultdict
from itertools import count
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.modules.module import get_module_path

OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'd': 'unlink'}
ANY, NEW, SECRET = 'any', 'new', 'secret'
NOBODY, EVERYBODY = "[(0, '=', 1)]", "[(1, '=', 1)]"
OWN, COLLEAGUE, ELSEWHERE = 'own ', ' of a colleague', ' of another company'


def read_matrix(module):
    """Return the rows of the table of ``module`` as ``[(model, record, {person: letters})]``; none if it has none."""
    path = Path(get_module_path(module), 'tests', 'access_matrix.md')
    if not path.exists():
        return []
    lines = path.read_text().splitlines()
    header, _rule, *rows = [
        [cell.strip() for cell in line.strip('|').split('|')] for line in lines if line.startswith('|')]
    return [(model, record, dict(zip(header[2:], cells, strict=True))) for model, record, *cells in rows]


class AccessMatrixTests:
    """Stands before a class with an office.

    The record of a row is *any*, which is none; or in some state, *own*, *of a colleague* or *of another company*.
    Which state means what for which model, the class says in ``_make_record``.
    """
    # else Odoo's own runner, in contrast to pytest, runs only what stands in the body of a class
    allow_inherited_tests_method = True
    module = None
    # what is required gets another value in each record, since there may be but one of each
    numbers = count(1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            'employee': cls.user,
            'head': cls.head,
            'receptionist': cls._create_user('sup_receptionist', 'office_admin_base.position_receptionist'),
            'officer': cls.officer,
            'manager': cls.manager,
            'auditor': cls.auditor,
            'administrator': cls._create_user('sup_administrator', 'base.group_system'),
            'portal': cls.env['res.users'].create({
                'name': "Portal", 'login': 'sup_portal', 'company_id': cls.company.id,
                'company_ids': [Command.set(cls.company.ids)],
                'group_ids': [Command.set(cls.env.ref('base.group_portal').ids)]}),
        }
        elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.foreigner, cls.last = cls._create_user('sup_foreigner'), cls._create_user('sup_last')
        cls.foreigner.write({'company_ids': [Command.set(elsewhere.ids)], 'company_id': elsewhere.id})
        for person in ('receptionist', 'auditor', 'administrator'):
            cls._create_employee(cls.people[person], cls.office)
        cls._create_employee(cls.foreigner, cls.env['hr.department'], company_id=elsewhere.id)
        # so that all of them may ask, also those above whom there is nobody
        cls.last.company_ids += elsewhere
        (cls.company | elsewhere).office_fallback_approver_id = cls.last

    def _make_record(self, model, state, user):
        """Hook: make as ``user`` a record of ``model``, in ``state`` or with what else the table calls so."""
        if state != NEW:
            raise NotImplementedError(f"{self.module}: {model} in the state {state}")
        return self._make_new(model, user)

    def _make_new(self, model, user, **values):
        """Make a record of ``user`` with whatever its model requires, in superuser mode: no right is asked for."""
        empty = self.env[model].with_user(user).with_company(user.company_id).sudo()
        required = [name for name, field in empty._fields.items() if field.required and field.store]
        given = empty.default_get(required) | values
        values |= {
            name: self._get_something(empty, name, user) for name in required
            if name not in given and not empty._fields[name].compute}
        create = getattr(empty, '_create_as_system', empty.create)  # also what nobody makes by hand
        return create([values]).with_env(self.env)

    def _get_something(self, empty, name, user):
        field = empty._fields[name]
        if field.type == 'many2one':
            if field.comodel_name in ('res.company', 'res.users'):
                return user.company_id.id if field.comodel_name == 'res.company' else user.id
            if field.comodel_name.startswith('office.'):
                return self._make_record(field.comodel_name, NEW, user).id
            found = self.env[field.comodel_name].search([])
            if field.comodel_name == 'hr.employee':
                found = found.filtered(lambda employee: employee.user_id == user) or found
            return found[:1].id
        if field.type == 'selection':
            return field.get_values(self.env)[0]
        return fields.Datetime.now() if field.type in ('date', 'datetime') else str(next(self.numbers))

    def _get_record(self, made, model, record, user):
        """Return the record that a row means for ``user``, or the empty model for “any”."""
        if record == ANY:
            return self.env[model]
        if record.startswith(OWN) and user != self.people['portal']:
            return self._make_record(model, record.removeprefix(OWN), user)
        state = record.removeprefix(OWN).removesuffix(COLLEAGUE).removesuffix(ELSEWHERE)
        maker = self.foreigner if record.endswith(ELSEWHERE) else self.colleague
        if (model, state, maker) not in made:
            made[model, state, maker] = self._make_record(model, state, maker)
        return made[model, state, maker]

    def test_matrix(self):
        made, matrix, rows = {}, read_matrix(self.module), defaultdict(list)
        self.assertTrue(matrix)
        for model, record, cells in matrix:
            for person, letters in cells.items():
                user = self.people[person]
                found = self._get_record(made, model, record, user).with_user(user)
                rows[model].append((found, letters))
                with self.subTest(model=model, record=record, person=person):
                    self.assertEqual(self._get_letters(found), letters)
        for rule in self._get_rules():
            for domain in (NOBODY, EVERYBODY) if rule.groups else (EVERYBODY,):
                if rule.domain_force not in (NOBODY, domain):
                    with self.subTest(rule=rule.name, domain=domain):
                        self.assertTrue(self._makes_a_difference(rule, domain, rows[rule.model_id.model]))

    def _get_letters(self, found):
        found.invalidate_recordset()
        return ''.join(letter for letter, operation in OPERATIONS.items() if found.has_access(operation)) or '-'

    def _get_rules(self):
        """Return the record rules of the models of the module."""
        rules = self.env['ir.model.data'].search([('module', '=like', 'office_admin_%'), ('model', '=', 'ir.rule')])
        return self.env['ir.rule'].browse(rules.mapped('res_id')).filtered(
            lambda rule: self.env[rule.model_id.model]._original_module == self.module)

    def _makes_a_difference(self, rule, domain, rows):
        """Say whether a cell of ``rows`` of people for whom the rule is becomes another one with ``domain``."""
        rows = [(found, letters) for found, letters in rows
                if found and (not rule.groups or rule.groups & found.env.user.all_group_ids)]
        before, rule.domain_force = rule.domain_force, domain
        try:
            return any(self._get_letters(found) != letters for found, letters in rows)
        finally:
            rule.domain_force = before


class RequestMatrixTests(AccessMatrixTests):
    """Of a module with a request: it and its lines as a draft, submitted, and secret; what is hidden with it."""

    def _make_record(self, model, state, user):
        if model == self.request_model:
            return self._make_request(state, user)
        lines = self.env[self.request_model]._fields.get('line_ids')
        if lines and model == lines.comodel_name:
            return self._make_request(state, user).line_ids
        link = getattr(self.env[model], '_document_field', None)
        if state == SECRET and link:
            return self._make_new(model, user, **{link: self._make_request(state, user).id})
        return super()._make_record(model, state, user)

    def _make_request(self, state, user):
        if state == SECRET:
            for person in user | self.head | self.officer:
                self._clear(person)
            return self._submit(user, secrecy_level='secret', allowed_user_ids=[Command.set(self.officer.ids)])
        request = self._create_request(user)
        if state != 'draft':
            request.action_submit()
        return request
