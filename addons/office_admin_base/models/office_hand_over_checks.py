from odoo import models
from odoo.exceptions import AccessError, UserError

from .office_workflow_states import OWNED

MAX_PASSES = 2
"""How often a document is passed on among colleagues; the next time the manager decides who answers for it."""


class OfficeHandOverMixin(models.AbstractModel):
    """Who may pass on a document, answer, and decide who answers for it, and when."""
    _inherit = 'office.hand.over.mixin'

    def _is_up_to_manager(self):
        """Say whether this document was passed on so often that the next time a manager decides."""
        return self.hand_over_count >= MAX_PASSES and not self._is_hand_over_manager()

    def _is_hand_over_manager(self):
        return self.env.user in self._get_deadline_managers() and bool(self._filter_owners(self.env.user))

    def _check_is_owned(self):
        """:raise UserError: nobody answers for one of these documents in its status"""
        self.check_access('read')
        closed = self.filtered(
            lambda document: document.state not in document._get_states_of(OWNED) or not document.owner_id)
        if closed:
            raise UserError(self.env._(
                "%(documents)s cannot be handed over: it is not yet in hand, or has ended.",
                documents=closed._get_names()))

    def _check_is_owner(self):
        """:raise AccessError: the user neither answers for these documents nor is a manager"""
        self._check_is_owned()
        foreign = self.filtered(
            lambda document: document.owner_id != self.env.user and not document._is_hand_over_manager())
        if foreign:
            raise AccessError(self.env._(
                "%(documents)s can be handed over only by who answers for it (%(people)s) or by a manager.",
                documents=foreign._get_names(), people=', '.join(foreign.sudo().owner_id.mapped('name'))))

    def _check_can_hand_over(self):
        self._check_is_owner()
        if waiting := self.filtered('hand_over_to_id'):
            raise UserError(self.env._(
                "%(documents)s waits for the answer of %(people)s already. Take it back first.",
                documents=waiting._get_names(), people=', '.join(waiting.sudo().hand_over_to_id.mapped('name'))))

    def _check_can_answer(self):
        self._check_is_owned()
        if settled := self.filtered(lambda document: not document.hand_over_to_id):
            raise UserError(self.env._(
                "%(documents)s waits for nobody's answer any more: it was answered or taken back.",
                documents=settled._get_names()))
        if foreign := self.filtered(lambda document: document.hand_over_to_id != self.env.user):
            raise AccessError(self.env._(
                "%(documents)s was handed to %(people)s, and only they can answer.",
                documents=foreign._get_names(), people=', '.join(foreign.sudo().hand_over_to_id.mapped('name'))))

    def _check_can_decide(self):
        self._check_is_owned()
        if foreign := self.filtered(lambda document: not document._is_hand_over_manager()):
            raise AccessError(self.env._(
                "Who answers for %(documents)s is decided by a manager: %(people)s.", documents=foreign._get_names(),
                people=', '.join(foreign[0]._get_hand_over_managers().sudo().mapped('name'))))

    def _check_addressee(self, user, is_decided=False):
        """:raise UserError: ``user`` cannot answer for this document, or does already"""
        if user == self.owner_id and not is_decided:
            raise UserError(self.env._(
                "%(person)s answers for %(document)s already. Choose somebody else.",
                person=user.sudo().name, document=self.display_name))
        if not user or user not in self._get_owner_candidates():
            raise UserError(self.env._(
                "%(person)s cannot answer for %(document)s: choose somebody of %(company)s who does this work, may "
                "see it, and for whom it is not.", person=user.sudo().name or "–",
                document=self.display_name, company=self.sudo().company_id.name))
