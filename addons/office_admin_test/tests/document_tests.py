"""What must hold for every document with a table of verbs, derived from the table: an app only makes documents."""

import re

from odoo.exceptions import AccessError, UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE, REQUESTER

from .common import VerbsMixin


class DocumentTests(VerbsMixin):
    """Stands before a class with an office and a factory, ``_make(state)``, of documents that ``self.user`` made.

    The class is tagged and sets ``document_model``.
    """
    document_model = None
    # verbs whose button opens a dialog for everybody; the dialog checks when it is confirmed
    opens_unchecked = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')
        cls.people = (
            cls.user | cls.colleague | cls.head | cls.officer | cls.manager | cls.auditor | cls.administrator)
        cls.transitions = cls.env[cls.document_model]._get_transitions()
        cls.states = {target for _origins, target, _who in cls.transitions.values()}.union(
            cls.env[cls.document_model]._get_initial_states())

    def test_every_state_is_reached_and_what_is_promised_there_has_a_name(self):
        for state in self.states:
            with self.subTest(state=state):
                document = self._make(state).sudo()
                self.assertEqual(document.state, state, "else the tests of this class prove little")
                if 'deadline_ids' in document._fields:
                    self.assertLessEqual(set(document.deadline_ids.mapped('kind')), set(document._get_deadline_kinds()))

    def test_no_verb_in_a_wrong_state(self):
        for state in sorted(self.states):
            document = self._make(state).sudo(False)
            for verb, (origins, _target, who) in self.transitions.items():
                if state not in origins:
                    with self.subTest(verb=verb, state=state):
                        self._assert_wrong_state(document, verb, self._get_somebody(document, verb, who))

    def _assert_wrong_state(self, document, verb, user):
        document = document.with_user(user)
        before, steps = document.state, self._count_steps(document)
        status = dict(document._fields['state']._description_selection(self.env))[before]
        sentence = (f"“{document._get_verb_label(verb)}” is not possible for {document.display_name}: "
                    f"its status is “{status}”.")
        with self.assertRaisesRegex(UserError, re.escape(sentence)):
            document._transition(verb)
        if button := self._get_button(document, verb):
            # a decision is refused in words of its own
            with self.assertRaisesRegex(UserError, re.escape(document.display_name)):
                button()
        self.assertEqual((document.state, self._count_steps(document)), (before, steps))

    def test_no_verb_by_a_wrong_person(self):
        for state in sorted(self.states):
            document = self._make(state)
            for verb, (origins, _target, who) in self.transitions.items():
                if state in origins:
                    for user in self.people - self._get_allowed(document, who):
                        with self.subTest(verb=verb, state=state, user=user.login):
                            self._assert_wrong_person(document, verb, user, who)

    def _assert_wrong_person(self, document, verb, user, who):
        attempts = [lambda: document.with_user(user)._transition(verb)]
        button = self._get_button(document.with_user(user), verb)
        if button and not (who == ENGINE and user in document.sudo().approver_ids):  # whose decision it is
            attempts.append(button)
        before, steps = document.sudo().state, self._count_steps(document)
        for attempt in attempts:
            with self.assertRaises(AccessError) as refused:
                attempt()
            self._assert_tells_nothing(document, user, refused)
        self.assertEqual((document.sudo().state, self._count_steps(document)), (before, steps))

    def _get_button(self, document, verb):
        return None if verb in self.opens_unchecked else getattr(document, f'action_{verb}', None)

    def _get_allowed(self, document, who):
        """Return those of the people whom the entry ``who`` of the table means."""
        names = who if isinstance(who, tuple) else (who,)
        groups = [name for name in names if name not in (REQUESTER, CONCERNED, ENGINE)]
        allowed = self.people.filtered(lambda user: any(user.has_group(group) for group in groups))
        return allowed | self.user if REQUESTER in names or CONCERNED in names else allowed

    def _get_somebody(self, document, verb, who):
        """Return who could do ``verb``, were it not for the state; of a draft, which only its author sees, the author.
        """
        able = self._get_allowed(document, who).filtered(lambda user: document.with_user(user).has_access('read'))
        return able[:1] or self.user

    def _count_steps(self, document):
        return self.env['office.transition'].search_count(
            [('res_model', '=', document._name), ('res_id', '=', document.id)])
