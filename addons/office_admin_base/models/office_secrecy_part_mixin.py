from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSecrecyPartMixin(models.AbstractModel):
    """What says something of a document with a secrecy level, by a link to it: hidden from whom the document is hidden.

    Its model has a record rule for everybody, ``[('is_document_cleared', '=', True)]``.
    """
    _name = 'office.secrecy.part.mixin'
    _description = 'Part of a Document with a Secrecy Level'

    _document_field = None
    """Name of the many2one to the document; every model with this mixin sets it, or answers the hook."""

    is_document_cleared = fields.Boolean(
        compute='_compute_is_document_cleared', search='_search_is_document_cleared')

    @api.depends_context('uid')
    def _compute_is_document_cleared(self):
        for part in self:
            document_sudo = part.sudo()[part._get_document_field()]  # sudo: record rules read it
            part.is_document_cleared = not document_sudo or document_sudo.is_cleared

    def _search_is_document_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        link = self._get_document_field()
        # sudo: which are hidden is asked for the user, whatever his rights
        documents = self.sudo()[link].with_context(active_test=False)
        return Domain(link, 'not in', documents._search(documents._get_uncleared_domain()))

    @api.model
    def _get_document_field(self):
        """Hook: the name of the link to the document."""
        return self._document_field
