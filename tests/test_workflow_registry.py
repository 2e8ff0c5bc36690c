from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction, signature, unwrap
from pathlib import Path

from lxml import etree

from odoo import fields, models
from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, OWNED
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER
from odoo.addons.office_admin_test.tests.document_tests import VerbTests

COLOURS = ('primary', 'secondary', 'success', 'info', 'warning', 'danger')

# Verbs that lead out of what has ended.
BACK = ('reopen', 'reset')

# The hooks on who may see a document, where there is no secrecy.
NEUTRAL = {'office.role.mixin': {
    '_filter_readers', '_filter_hidden', '_filter_approvers', '_filter_told', '_is_restricted', '_get_desk_users',
    '_get_record_rules', '_get_guard_fields'}}

# Fields that people may write in every state.
STAYS_OPEN = {'office.supply.round': {'title', 'close_date', 'line_ids', 'purchase_order_ids'}}


@tagged('post_install', '-at_install')
class TestWorkflowRegistry(TransactionCase):
    """What must hold for every model that has a life, of whichever app."""
    maxDiff = None

    def _get_models(self, mixin):
        names = self.env.registry.descendants([mixin], '_inherit')
        return [self.env[name] for name in names if not self.env[name]._abstract]

    def test_tables_of_verbs_are_sound(self):
        models = self._get_models('office.workflow.mixin')
        self.assertTrue(models)
        for model in models:
            states = dict(model._fields['state']._description_selection(self.env))
            transitions = model._get_transitions()
            self.assertLessEqual(set(model._get_initial_states()), set(states))
            for verb, (origins, target, who) in transitions.items():
                with self.subTest(model=model._name, verb=verb):
                    self.assertLessEqual({*origins, target}, set(states))
                    self.assertIn(verb, model._get_verb_labels())
                    for name in who if isinstance(who, tuple) else (who,):
                        if name not in (REQUESTER, CONCERNED, ENGINE):
                            self.assertEqual(self.env.ref(name)._name, 'res.groups')
            for pair in model._get_exclusive_verbs():
                self.assertLessEqual(pair - {GAIN}, set(transitions))
            for check in (getattr(model, f'_check_can_{verb}', None) for verb in transitions):
                self.assertTrue(check is None or 'by' in signature(check).parameters, f"{model._name}: {check}")

    def test_every_state_says_what_it_means(self):
        for model in self._get_models('office.workflow.mixin'):
            states = model._get_states()
            with self.subTest(model=model._name):
                self.assertEqual(model._fields['state'].get_values(self.env), list(states))
                for state, meaning in states.items():
                    self.assertIn(meaning.kind, (OPEN, OWNED, ENDED), state)
                    self.assertIn(meaning.colour, COLOURS, state)
                    if meaning.queue:
                        self.env.ref(model._get_role_group(meaning.queue))
                self.assertTrue(model._get_initial_states())
                # what nobody waits for any more can be left by nobody but who opens it again
                for verb, (origins, target, _who) in model._get_transitions().items():
                    if verb not in BACK and not {target} & set(model._get_states_of(ENDED)):
                        self.assertFalse({*origins} & {*model._get_states_of(ENDED)}, verb)
        for model in self._get_models('office.closing.mixin'):
            self.assertEqual(sum(meaning.is_reopened for meaning in model._get_states().values()), 1, model._name)
        for model in self._get_models('office.hand.over.mixin'):
            self.assertTrue(model._get_states_of(OWNED), model._name)

    def test_every_reason_is_asked_for_and_kept(self):
        dialog = etree.fromstring(self.env['office.closing.reason'].get_view(view_type='form')['arch'])
        for model in self._get_models('office.workflow.mixin'):
            for verb, name in model._get_reason_fields().items():
                with self.subTest(model=model._name, verb=verb):
                    self.assertIn(name, model._get_system_fields())
                    for path in ("//field[@name='reason']", "//button[@name='action_confirm']"):
                        shown = [node for node in dialog.xpath(path) if not safe_eval(
                            node.get('invisible', 'False'), {'verb': verb})]
                        self.assertEqual(len(shown), 1, path)

    def test_every_promise_has_a_name_of_its_own(self):
        for model in self._get_models('office.request.mixin'):
            with self.subTest(model=model._name):
                kinds = model._get_deadline_kinds()
                self.assertTrue(kinds.get(model._serve_verb))
                self.assertLessEqual(model._get_approval_deadline_kinds(), kinds.keys())
                self.assertEqual(len(set(kinds.values())), len(kinds))
                self.assertIn(model._serve_verb, model._get_transitions())
                for kind in (ANSWER, model._serve_verb):
                    amount, rule = model._get_promised_time(kind, self.env.company)
                    self.assertGreater(amount, 0)
                    self.assertIn(rule, ('day', 'hours'))

    def test_every_number_has_a_series(self):
        for model in self._get_models('office.number.mixin'):
            with self.subTest(model=model._name):
                self.assertLessEqual(model._numbers.keys(), model._get_transitions().keys())
                for field in model._numbers.values():
                    self.assertTrue(model.new({})._get_number_code(field))
                    self.assertTrue(model._fields[field].readonly)

    def test_secrecy_holds_wherever_it_stands(self):
        """What amends the same hooks as secrecy calls super, so that the order of parents does not matter."""
        own = [
            parent for name in ('office.secrecy.mixin', 'office.secrecy.line.mixin', 'office.secrecy.attached.mixin')
            for parent in self.env.registry[name].__mro__
            if getattr(parent, '_inherit', None) and 'secrecy' in parent.__module__]
        hooks = {name for parent in own for name, value in vars(parent).items() if isfunction(value)}
        for model in self._get_models('office.secrecy.mixin'):
            for parent in type(model).__mro__:
                if parent.__module__.startswith('odoo.addons.office_admin_') and parent not in own:
                    for name in hooks & vars(parent).keys():
                        function = unwrap(vars(parent)[name])
                        if name in NEUTRAL.get(parent.__dict__.get('_name'), ()):
                            continue
                        with self.subTest(model=model._name, parent=parent.__module__, hook=name):
                            self.assertIn('super', function.__code__.co_names)

    def test_tables_of_verbs_are_as_written(self):
        """Who may do what is said twice: in the models, and in ``verbs.md``."""
        verbs, exclusive = [], []
        for model in self._get_models('office.workflow.mixin'):
            for verb, (origins, target, who) in model._get_transitions().items():
                people = who if isinstance(who, tuple) else (who,)
                verbs.append((model._name, verb, ' '.join(origins), target, ' '.join(people)))
            exclusive += [(model._name, ' '.join(sorted(pair))) for pair in model._get_exclusive_verbs()]
        rows = [
            tuple(cell.strip() for cell in line.strip('|').split('|'))
            for line in Path(__file__).with_name('verbs.md').read_text().splitlines() if line.startswith('| office.')]
        self.assertEqual(sorted(verbs + exclusive), sorted(rows))

    def test_every_table_of_verbs_is_tried_in_wrong_states_and_by_wrong_people(self):
        modules = self.env['ir.module.module'].search(
            [('name', '=like', 'office_admin_%'), ('state', '=', 'installed')])
        for name in modules.mapped('name'):
            tests = f'odoo.addons.{name}.tests'
            if find_spec(tests) and find_spec(f'{tests}.test_documents'):
                import_module(f'{tests}.test_documents')
        tried, classes = set(), [VerbTests]
        while classes:
            found = classes.pop()
            classes += found.__subclasses__()
            tried.add(found.document_model)
        self.assertEqual({model._name for model in self._get_models('office.workflow.mixin')}, tried - {None})

    def test_fields_that_are_locked_exist_and_are_not_copied(self):
        for model in self._get_models('office.workflow.mixin'):
            system = model._get_system_fields()
            with self.subTest(model=model._name):
                self.assertLessEqual(
                    system | model._get_draft_only_fields() | model._get_create_only_fields(), set(model._fields))
                copied = {name for name in system if model._fields[name].copy and model._fields[name].store
                          and not model._fields[name].compute}
                self.assertFalse(copied - {'active'}, "a copy starts its own life")

    def test_links_stay_in_one_company_where_fields_say_so(self):
        for model in self.env.values():
            if not model._abstract and model._original_module.startswith('office_admin_'):
                with self.subTest(model=model._name):
                    checked = [name for name, field in model._fields.items() if getattr(field, 'check_company', False)]
                    self.assertTrue(model._check_company_auto or not checked, f"_check_company_auto for {checked}")

    def test_every_field_says_when_people_may_write_it(self):
        """What no hook names is open as long as somebody may write its document, which is said and not forgotten."""
        writable = set(self.env['ir.model.access'].search([('perm_write', '=', True)]).model_id.mapped('model'))
        for model in self._get_models('office.workflow.mixin') + self._get_models('office.workflow.line.mixin'):
            written = {field.name for field in model._fields.values() if (
                (field.store or field.inverse) and not (field.compute and field.readonly)
                and field.name not in models.MAGIC_COLUMNS and field.groups != fields.NO_ACCESS
                and (field._module or '').startswith('office_admin_'))}
            said = {*model._get_field_states(), *model._get_system_fields(), *STAYS_OPEN.get(model._name, ())}
            said |= getattr(model, '_get_create_only_fields', set)()
            if model._name in writable:
                with self.subTest(model=model._name):
                    self.assertFalse(written - said, "_get_draft_only_fields, or another hook, names each field")

    def test_what_people_hold_is_found_by_its_name(self):
        for model in self.env['office.custody.mixin']._get_custody_models():
            with self.subTest(model=model._name):
                self.assertTrue(model._rec_names_search or model._rec_name, "else a search by name finds everything")

    def test_what_people_hold_is_written_by_code_only(self):
        for model in self.env['office.custody.mixin']._get_custody_models():
            written = {field.name for field in model._fields.values() if (
                field.store and not field.compute and field.name not in models.MAGIC_COLUMNS
                and (field._module or '').startswith('office_admin_'))}
            with self.subTest(model=model._name):
                self.assertLessEqual(written, model._get_system_fields() | model._get_create_only_fields())

    def test_what_follows_on_screen_follows_everywhere(self):
        """A default comes before what a field follows from, but on screen only at first."""
        for model in self.env.values():
            for field in model._fields.values():
                if field.compute and field.store and not field.readonly and (field._module or '').startswith(
                        'office_admin_'):
                    with self.subTest(field=str(field)):
                        self.assertFalse(field.default, "let the compute method give the default")

    def test_lines_lock_with_their_document(self):
        lines = self._get_models('office.workflow.line.mixin')
        self.assertTrue(lines)
        for model in lines:
            parent = model._fields[model._workflow_parent_field]
            with self.subTest(model=model._name):
                self.assertEqual(parent.type, 'many2one')
                self.assertTrue(parent.required)
                document = self.env[parent.comodel_name]
                inverse = {field.name for field in document._fields.values()
                           if field.type == 'one2many' and field.comodel_name == model._name}
                self.assertLessEqual(inverse, document._get_draft_only_fields())

    def test_who_may_read_a_record_can_read_it_whole(self):
        """Reading all fields, as an export or another program does, fails at links to what nobody may read."""
        readable = set(self.env['ir.model.access'].search([('perm_read', '=', True)]).model_id.mapped('model'))
        for model in self.env.values():
            for field in model._fields.values():
                if field.type in ('one2many', 'many2many') and (field._module or '').startswith('office_admin_') and (
                        model._name in readable and field.comodel_name not in readable):
                    with self.subTest(field=str(field)):
                        self.assertEqual(field.groups, fields.NO_ACCESS)
