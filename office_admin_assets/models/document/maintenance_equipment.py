from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..maintenance_equipment import HIDDEN

CLAIMED = frozenset({'hand_out', 'transfer', 'lend', 'correct', 'split', 'merge', 'end'})
"""What happens to a card in an open document by this document only."""


class MaintenanceEquipment(models.Model):
    """A card is in one open document at a time, and leaves the ledger by a document."""
    _inherit = 'maintenance.equipment'

    # read by the system only, and so not with all else of the card a second time
    asset_document_model = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS, prefetch=HIDDEN)
    asset_document_id = fields.Many2oneReference(
        model_field='asset_document_model', readonly=True, copy=False, groups=fields.NO_ACCESS, prefetch=HIDDEN)
    asset_document_name = fields.Char("In the Document", compute='_compute_asset_document_name')
    is_asset_claimed = fields.Boolean(compute='_compute_asset_document_name')

    _asset_document_idx = models.Index(
        '(asset_document_model, asset_document_id) WHERE asset_document_id IS NOT NULL')

    @api.depends('asset_document_model', 'asset_document_id')
    @api.depends_context('uid', 'lang')
    def _compute_asset_document_name(self):
        for card in self:
            document = card._get_open_document()
            card.is_asset_claimed = bool(document)
            card.asset_document_name = card._get_open_document_name() if document else False

    def action_open_document(self):
        """Open the document that this card is in, if the user may read it."""
        self.ensure_one()
        self.check_access('read')
        document = self._get_open_document()
        if not document:
            raise UserError(self.env._("%(card)s is in no open document.", card=self.display_name))
        document.check_access('read')
        return document._get_form_action()

    def _get_open_document(self):
        """Return the open document that this card is in; False if there is none."""
        self.ensure_one()
        card_sudo = self.sudo()  # sudo: which one it is, is asked of the card
        model = card_sudo.asset_document_model
        return model in self.env and self.env[model].sudo(False).browse(card_sudo.asset_document_id).exists()

    def _get_open_document_name(self):
        """Return what the user may know of the document that this card is in."""
        document = self._get_open_document()
        if document.has_access('read'):
            return document.display_name
        return self.env['ir.model'].sudo()._get(document._name).name  # sudo: names of kinds of documents are no secret

    def _claim(self, document):
        """Put these cards into ``document``, which is open from now on.

        Of two documents that do so at the same moment, the later one is tried again on what is true then.

        :raise UserError: one of them is in another document
        """
        self._check_unclaimed(document)
        self._write_as_system({'asset_document_model': document._name, 'asset_document_id': document.id})

    @api.model
    def _get_claimed(self, document):
        """Return the cards, in superuser mode, that are in ``document``, also those that have ended by it."""
        return self.sudo().search([
            ('asset_document_model', '=', document._name), ('asset_document_id', '=', document.id),
            ('active', 'in', (True, False))])

    def _release(self, document):
        """Let go of those of these cards that are in ``document``, which has ended."""
        self.filtered(lambda card: card._get_open_document() == document)._write_as_system(
            {'asset_document_model': False, 'asset_document_id': False})

    def _check_unclaimed(self, document=None):
        """:raise UserError: one of these cards is in another open document than ``document``"""
        if fault := self._get_claim_fault(document):
            raise UserError(fault)

    def _get_claim_fault(self, document=None):
        """Return that one of these cards is in another open document than ``document``; False if none is."""
        for card in self:
            if (claim := card._get_open_document()) and claim != document:
                return self.env._(
                    "%(card)s is in %(document)s already. That has to be finished or cancelled first.",
                    card=card.sudo().display_name, document=card._get_open_document_name())
        return False

    def _check_can_apply(self, event, given, document=None):
        super()._check_can_apply(event, given, document)
        if event in CLAIMED:
            self._check_unclaimed(document)

    def _end(self, reason, document=None, note=False):
        """Let these cards end: nobody holds them any more, and they leave the ledger. The time line stays.

        :param str reason: one of :data:`ENDS`
        :raise UserError: something of them is still open
        """
        self._check_can_end(reason, document)
        self._apply_each('end', {
            card: {
                'asset_state': 'ended', 'asset_end_reason': reason, 'active': False, 'employee_id': False,
                'asset_department_id': card.sudo().asset_department_id.id,  # whose it was
                'scrap_date': card.company_id._get_office_today()}
            for card in self}, document, note)

    def _check_can_end(self, reason, document=None):
        """Hook: raise what has to be finished before these cards end.

        :param str reason: one of :data:`ENDS`
        """
        for card_sudo in self.sudo():  # sudo: parts that the user does not see
            if rest := card_sudo.asset_child_ids.filtered('asset_code') - self:
                raise UserError(self.env._(
                    "%(card)s has parts that stay: %(parts)s. Take them out of the set, or let them end as well.",
                    card=card_sudo.display_name, parts=format_list(self.env, rest[:10].mapped('asset_code'))))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_document_model', 'asset_document_id'}
