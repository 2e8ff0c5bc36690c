from odoo import SUPERUSER_ID, api, fields, models


class OfficeWorkflowMixin(models.AbstractModel):
    """What the current user may do with a document now: the buttons of all screens, from the table of verbs.

    What is missing before a verb hides no button: who presses it is told.
    """
    _inherit = 'office.workflow.mixin'

    allowed_verbs = fields.Json(
        compute='_compute_allowed_verbs', help="What the reader may do now: to read, and the verbs of the table.")

    # asked for alone, since a page has many cards
    card_verbs = fields.Json(
        compute='_compute_card_verbs',
        help="Of what the reader may do now, that for which cards and rows have buttons.")

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        allowed = self._get_allowed_verbs(self._get_transitions())
        for document in self:
            document.allowed_verbs = allowed[document]

    @api.depends('allowed_verbs')
    @api.depends_context('uid')
    def _compute_card_verbs(self):
        allowed = self._get_allowed_verbs(self._get_card_verbs())
        for document in self:
            document.card_verbs = allowed[document]

    def _get_allowed_verbs(self, verbs):
        """Return ``{document: list}``, what the user may do of ``verbs``."""
        # never empty, which Odoo would not tell from unknown
        allowed = {document: ['read'] for document in self}
        for verb in verbs:
            for document in self._filter_allowed(verb):
                allowed[document].append(verb)
        return allowed

    @api.model
    def _get_card_verbs(self):
        """Hook: the verbs for which cards and the rows of lists have buttons."""
        return []

    def _prepare_desk_rows(self, section):
        rows = super()._prepare_desk_rows(section)
        verbs = self._get_desk_verbs(section)
        for verb in verbs:
            allowed = self._filter_allowed(verb)
            for document, row in zip(self, rows, strict=True):
                if document in allowed:
                    row['buttons'].append({
                        'name': f'action_{verb}', 'label': self._get_verb_label(verb), 'is_primary': verb == verbs[0]})
        return rows

    @api.model
    def _get_desk_verbs(self, section):
        """Hook: the verbs that have a button in a section of My Office; the first of them is the one to press."""
        return []

    def _filter_allowed(self, verb):
        """Hook: those of these documents with which the current user may do ``verb`` now, if nothing is missing."""
        origins, _target, who = self._get_transitions()[verb]
        documents = self.filtered(lambda document: document.state in origins)
        documents -= documents._filter_foreign(who)
        documents -= documents._filter_closed(verb)
        return documents - documents._filter_done_before(verb)

    def _filter_foreign(self, who):
        """Return those of these documents for which ``who``, an entry of the table of verbs, is not the user."""
        allowed = who if isinstance(who, tuple) else (who,)
        if self._get_own_groups(allowed):
            return self.browse()
        return self.filtered(lambda document: self.env.user not in document._get_verb_users(allowed))

    def _filter_closed(self, verb):
        """Return those of these documents with which the user may not do ``verb``, whatever their rights."""
        documents_sudo = self.sudo()  # sudo: for whom a document is can be HR data
        return documents_sudo.filtered(
            lambda document: self.env.user in document._get_closed_users(verb)).sudo(False)

    def _filter_done_before(self, verb):
        """Return those of which the user has done what the same person may not also do, where it is refused."""
        others = self._get_verbs_beside(verb)
        # sudo: settings
        strict = self.filtered(lambda document: document.company_id.sudo().office_segregation == 'refuse')
        if not others or not strict or self.env.uid == SUPERUSER_ID:
            return self.browse()
        return self.browse({document_id for document_id, _other in strict._get_own_steps(others)}) & self
