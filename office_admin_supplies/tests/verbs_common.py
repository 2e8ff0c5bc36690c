from odoo.exceptions import AccessError, UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


class VerbsMixin:
    """Each button of a document in each state that its verb does not leave, and by people who may not press it."""

    def _put(self, document, state):
        """Put ``document`` into ``state``, whatever verb leads there."""
        document.sudo()._write_transition(state, {}, {})
        document.invalidate_recordset()

    def _get_buttons(self, document, without=()):
        """Return ``{name of the button's method: (origin states, label of the verb)}`` of all verbs of people."""
        return {
            f'action_{verb}': (origins, document._get_verb_label(verb))
            for verb, (origins, _target, who) in document._get_transitions().items()
            if who != ENGINE and verb not in without}

    def _assert_wrong_states(self, document, buttons):
        states = document._fields['state'].get_values(document.env)
        for button, (origins, label) in buttons.items():
            for state in set(states) - set(origins):
                self._put(document, state)
                with self.subTest(button=button, state=state):
                    with self.assertRaisesRegex(UserError, f"“{label}” is not possible for .*: its status is “"):
                        getattr(document, button)()
                    self.assertEqual(document.state, state)

    def _assert_wrong_people(self, document, buttons, users):
        for button, (origins, _label) in buttons.items():
            self._put(document, origins[0])
            for user in users:
                with self.subTest(button=button, user=user.login):
                    with self.assertRaises(AccessError) as refused:
                        getattr(document.with_user(user), button)()
                    if not document.with_user(user).has_access('read'):
                        self.assertNotIn(document.display_name, str(refused.exception))
                    self.assertEqual(document.state, origins[0])
