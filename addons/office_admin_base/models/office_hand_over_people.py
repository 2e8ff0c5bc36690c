from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .office_workflow_states import OWNED


class OfficeHandOverMixin(models.AbstractModel):
    """Who may answer for a document, who does so first, and who if that person is gone."""
    _inherit = 'office.hand.over.mixin'

    def _get_owner_candidates(self):
        """Hook: the users who may answer for this document: those who serve and may read it, and the managers."""
        self.ensure_one()
        officers = self.env.ref(self._get_officer_group())._get_people(self.company_id)
        return self._filter_owners(officers | self._get_deadline_managers())

    def _get_hand_over_managers(self):
        """Hook: the users who decide who answers for this document, the one to be asked first in front."""
        self.ensure_one()
        managers = self._filter_owners(self._get_deadline_managers())
        absent = self._get_absent(managers)
        # who installed the system leads the office only where nobody else does
        return managers.sorted(lambda user: (user in absent, user.has_group('base.group_system'), user.id))

    def _get_deciding_manager(self):
        """Return the manager who decides who answers for this document.

        :raise UserError: there is none
        """
        manager = self._get_hand_over_managers()[:1]
        if not manager:
            raise UserError(self.env._(
                "%(document)s was handed over %(count)s times already, so a manager decides, and none may see it. "
                "Ask an administrator to name one, or let a manager see it.",
                document=self.display_name, count=self.hand_over_count))
        return manager

    def _get_default_owner(self, loads=None):
        """Return who answers for this document from the start on: of those who serve, who has least to do.

        For whom it is comes after the others, then managers, then who is away; nobody only if nobody is there.

        :param loads: :class:`Counter` of open documents by user id, where one serves for many documents
        """
        loads = self._get_owner_loads() if loads is None else loads
        managers = self._get_deadline_managers()
        officers = self.env.ref(self._get_officer_group())._get_people(self.company_id)
        absent = self._get_absent(officers | managers)
        concerned = self._get_concerned_users()
        for users in (officers - managers - absent, (officers | managers) - absent, absent):
            for user in users.sorted(lambda user: (user in concerned, loads[user.id], user.id)):
                if self._filter_owners(user):  # one after the other, since most often the first one may
                    return user
        return self.env['res.users']

    @api.model
    def _get_owner_loads(self):
        """Return a :class:`Counter` of open documents by the id of who answers for them."""
        return Counter({
            user.id: count for user, count in self.sudo()._read_group(  # sudo: also what is not for the current user
                [('owner_id', '!=', False), ('state', 'in', self._get_states_of(OWNED))], ['owner_id'], ['__count'])})

    def _filter_owners(self, users):
        """Return those of ``users`` who could answer for this document: they work here, may read it, and do not gain.

        Who gains is left out only where the model closes verbs to them.
        """
        self.ensure_one()
        users = users._filtered_working(self.company_id).sudo(False)
        return self._filter_readers(users - self._get_closed_users('done'))

    def _get_absent(self, users):
        """Hook: those of ``users`` who are away now; known only where an app knows who is."""
        return users.browse()

    def _assign_owners(self):
        """Let somebody answer for those of these documents for which nobody does."""
        documents_sudo = self.sudo().filtered(
            lambda document: document.state in document._get_states_of(OWNED) and not document.owner_id)
        if not documents_sudo:
            return
        loads = self._get_owner_loads()
        found = {}
        for document_sudo in documents_sudo:
            if user := document_sudo._get_default_owner(loads):
                loads[user.id] += 1
                found.setdefault(user, self.browse())
                found[user] |= document_sudo.sudo(False)
        for user, documents in found.items():
            documents._write_as_system({'owner_id': user.id})

    @api.model
    def _release_from(self, users):
        """Let the managers answer for the open documents of those of ``users`` who are gone or may not any more.

        What waits for the answer of such a person goes back to who passed it on.
        """
        names = self.env.registry.descendants(['office.hand.over.mixin'], '_inherit')
        for model in (self.env[name] for name in sorted(names) if not self.env[name]._abstract):
            # sudo: whoever archives people or takes their rights away need not be of the office
            documents_sudo = model.sudo().with_context(active_test=False).search(
                model._get_owned_domain() & (
                    Domain('owner_id', 'in', users.ids) | Domain('hand_over_to_id', 'in', users.ids)))
            for document_sudo in documents_sudo:
                document_sudo._release(users)

    def _release(self, users):
        """Take this document, in superuser mode, from those of ``users`` who cannot answer for it any more."""
        gone = users - (self._get_owner_candidates() if any(users.mapped('active')) else users.browse())
        if self.hand_over_to_id & gone:
            self._drop_hand_over(self.env._("%(person)s cannot take it any more.", person=self.hand_over_to_id.name))
        owner = self.owner_id
        if not owner & gone:
            return
        manager = (self._get_hand_over_managers() - gone)[:1] or self._get_default_owner()
        if not manager:
            return
        self._drop_hand_over(self.env._("It went to the manager."))
        if owner._filtered_working(self.company_id):
            reason = self.env._("%(person)s may not answer for it any more: a right was taken away.", person=owner.name)
        else:
            reason = self.env._("%(person)s has left.", person=owner.name)
        self._move_to_manager(manager, reason)
