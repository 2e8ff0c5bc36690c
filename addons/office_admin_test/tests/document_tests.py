"""What must hold for every document with a table of verbs, derived from the table: an app only makes documents."""

import re
from contextlib import suppress

from lxml import etree

from odoo.exceptions import AccessError, UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, REQUESTER


class VerbTests:
    """Stands before a class with an office and a factory, ``_make(state)``, of documents that concern ``self.user``.

    The class is tagged and sets ``document_model``.
    """
    # else Odoo's own runner, in contrast to pytest, runs only what stands in the body of a class
    allow_inherited_tests_method = True
    document_model = None
    # verbs whose button opens a dialog for everybody; the dialog checks when it is confirmed
    opens_unchecked = ()
    # {verb: buttons that do it in another way than action_<verb>}
    more_buttons = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')
        cls.people = (
            cls.user | cls.colleague | cls.head | cls.officer | cls.manager | cls.auditor | cls.administrator)
        cls.transitions = cls.env[cls.document_model]._get_transitions()
        cls.states = {target for _origins, target, _who in cls.transitions.values()}.union(
            cls.env[cls.document_model]._get_initial_states())

    def _get_concerned(self):
        """Return those of the people who made the document, and those for whom it is."""
        return self.user

    def test_no_verb_in_a_wrong_state(self):
        for state in sorted(self.states):
            document = self._make(state).sudo(False)
            for verb, (origins, _target, who) in self.transitions.items():
                if state not in origins:
                    with self.subTest(verb=verb, state=state):
                        self._assert_wrong_state(document, verb, self._get_somebody(document, who))

    def _assert_wrong_state(self, document, verb, user):
        document = document.with_user(user)
        before, steps = document.state, self._count_steps(document)
        status = dict(document._fields['state']._description_selection(self.env))[before]
        sentence = (f"“{document._get_verb_label(verb)}” is not possible for {document.display_name}: "
                    f"its status is “{status}”.")
        with self.assertRaisesRegex(UserError, re.escape(sentence)):
            document._transition(verb)
        for button in self._get_buttons(document, verb):
            # a decision is refused in words of its own
            with self.assertRaisesRegex(UserError, re.escape(document.display_name)):
                button()
        self.assertEqual((document.state, self._count_steps(document)), (before, steps))

    def test_no_verb_by_a_wrong_person(self):
        for state in sorted(self.states):
            document = self._make(state)
            for verb, (origins, _target, who) in self.transitions.items():
                if state in origins:
                    able = self._get_allowed(who).filtered(
                        lambda user, document=document: document.with_user(user).has_access('read'))
                    for user in self.people - able:
                        with self.subTest(verb=verb, state=state, user=user.login):
                            self._assert_wrong_person(document, verb, user, who)

    def _assert_wrong_person(self, document, verb, user, who):
        buttons = self._get_buttons(document.with_user(user), verb)
        if buttons and who == ENGINE and user in document.sudo().approver_ids:
            buttons = []  # whose decision it is
        # the state is read first, as by code in superuser mode before: what is known already asks for no right
        attempts = [lambda: document.sudo().state and document.with_user(user)._transition(verb), *buttons]
        before, steps = document.sudo().state, self._count_steps(document)
        for attempt in attempts:
            with self.assertRaises(AccessError) as refused:
                attempt()
            if not document.with_user(user).has_access('read'):
                self.assertNotIn(document.sudo().display_name, str(refused.exception))
        self.assertEqual((document.sudo().state, self._count_steps(document)), (before, steps))

    def test_buttons_are_shown_to_whom_the_verb_is_allowed(self):
        """What the screen shows and what the server lets pass are the same, but for what is missing."""
        for state in sorted(self.states):
            document = self._make(state)
            for user in self.people:
                mine = document.with_user(user)
                mine.invalidate_recordset(['allowed_verbs'])
                if not mine.has_access('read'):
                    continue
                shown = set(mine.allowed_verbs)
                for verb, (origins, _target, who) in self.transitions.items():
                    if who == ENGINE:
                        continue
                    with self.subTest(verb=verb, state=state, user=user.login):
                        if verb in shown:
                            self._assert_allowed(mine, verb)
                        elif state in origins:
                            with self.assertRaises(UserError):
                                mine._check_transition(verb)

    def test_buttons_of_screens_ask_for_the_verb(self):
        model = self.env[self.document_model]
        verbs = {f'action_{verb}': verb for verb, (*_states, who) in self.transitions.items() if who != ENGINE}
        for view_type in ('form', 'kanban', 'list'):
            tree = etree.fromstring(model.get_view(view_type=view_type)['arch'])
            # of many documents at once, those that may not be moved are refused one by one
            for button in tree.xpath('//button[not(parent::header/parent::list)][not(ancestor::field)]'):
                if verb := verbs.get(button.get('name')):
                    conditions = [node.get(name, '') for node in (button, *button.iterancestors())
                                  for name in ('invisible', 't-if', 't-elif')]
                    self.assertIn(f"'{verb}'", ' '.join(conditions), f"{view_type}: {button.get('name')}")
                    if view_type != 'form':
                        self.assertIn(verb, model._get_card_verbs())

    def _assert_allowed(self, document, verb):
        # something may be missing, which is said when it is tried
        with suppress(UserError):
            try:
                document._check_transition(verb)
            except AccessError as error:
                self.fail(f"“{verb}” is shown, and refused: {error}")

    def _get_buttons(self, document, verb):
        """Return the methods behind the buttons of ``verb``, which some verbs have not."""
        more = [getattr(document, name) for name in self.more_buttons.get(verb, ())]
        button = None if verb in self.opens_unchecked else getattr(document, f'action_{verb}', None)
        return [button, *more] if button else more

    def _get_allowed(self, who):
        """Return those of the people whom the entry ``who`` of the table means."""
        names = who if isinstance(who, tuple) else (who,)
        groups = [name for name in names if name not in (REQUESTER, CONCERNED, ENGINE)]
        allowed = self.people.filtered(lambda user: any(user.has_group(group) for group in groups))
        return allowed | self._get_concerned() if REQUESTER in names or CONCERNED in names else allowed

    def _get_somebody(self, document, who):
        """Return who could do what ``who`` may, were it not for the state, or else who may see the document."""
        readers = self.people.filtered(lambda user: document.with_user(user).has_access('read'))
        return (readers & self._get_allowed(who) or readers)[:1]

    def _count_steps(self, document):
        return self.env['office.transition'].search_count(
            [('res_model', '=', document._name), ('res_id', '=', document.id)])


class DocumentTests(VerbTests):
    """Of a document that is put into each state of its life; a class only makes it, in ``_make_document``."""

    def setUp(self):
        super().setUp()
        self.document = None

    def _make_document(self):
        """Make a document that concerns ``self.user``."""
        raise NotImplementedError

    def _make(self, state):
        self.document = self.document or self._make_document()
        self._put(self.document, state)
        return self.document

    def test_what_has_begun_is_not_deleted(self):
        for state in sorted(self.states.difference(self.env[self.document_model]._get_initial_states())):
            document = self._make(state).sudo()  # sudo: whatever right somebody has
            with self.subTest(state=state), self.assertRaisesRegex(UserError, re.escape(document.display_name)):
                document.unlink()
