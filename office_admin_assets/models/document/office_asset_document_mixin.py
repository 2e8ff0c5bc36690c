from odoo import models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED


class OfficeAssetDocumentMixin(models.AbstractModel):
    """A document with lines of cards, ``line_ids``; from when it is submitted until it ends, they are in no other."""
    _name = 'office.asset.document.mixin'
    _description = 'Document about Assets'
    _inherit = 'office.workflow.mixin'

    def _get_cards(self):
        """Hook: the cards that these documents are about, in superuser mode: who decides need not see all of them."""
        return self.sudo().line_ids.equipment_id

    def _after_transition(self, verb):
        super()._after_transition(verb)
        closed = (*self._get_initial_states(), *self._get_states_of(ENDED))
        for document in self:
            if document.state in closed:
                # also what the document would not be about any more, such as a part that has left its set
                self.env['maintenance.equipment']._get_claimed(document)._release(document)
            else:
                document._get_cards().filtered(lambda card: card.asset_state != 'ended')._claim(document)

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        for document in self:
            document._check_cards()

    def _check_cards(self):
        """Hook: raise what is wrong with the cards of this document before it is open."""
        self.ensure_one()
        cards = self._get_cards()
        if not cards:
            raise UserError(self.env._("Add at least one asset to %(document)s.", document=self._get_names()))
        wrong = cards.filtered(lambda card: (
            not card.asset_code or card.asset_state == 'ended' or card.company_id != self.company_id))
        if wrong:
            raise UserError(self.env._(
                "%(cards)s cannot be in %(document)s: it is no card of this company, or has ended. Take it out.",
                cards=wrong._get_names(), document=self._get_names()))
        cards._check_unclaimed(self)
