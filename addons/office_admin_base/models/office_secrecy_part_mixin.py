from odoo import api, fields, models
from odoo.fields import Domain


class OfficeSecrecyPartMixin(models.AbstractModel):
    """What says something of a document with a secrecy level, by a link to it: hidden from whom the document is hidden.

    Its model has a record rule for everybody, ``[('is_document_cleared', '=', True)]``.
    """
    _name = 'office.secrecy.part.mixin'
    _description = 'Part of a Document with a Secrecy Level'

    _document_field = None
    """Name of the many2one to the document; without one, nothing is hidden."""

    is_document_cleared = fields.Boolean(
        compute='_compute_is_document_cleared', search='_search_is_document_cleared')

    @api.depends_context('uid')
    def _compute_is_document_cleared(self):
        for part in self:
            document_sudo = part._get_document_sudo()
            part.is_document_cleared = not document_sudo or document_sudo.is_cleared

    def _search_is_document_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if not (link := self._get_document_field()):
            return Domain.TRUE
        # sudo: which are hidden is asked for the user, whatever his rights
        documents = self.sudo()[link].with_context(active_test=False)
        return Domain(link, 'not in', documents._search(documents._get_uncleared_domain()))

    @api.model
    def _get_document_field(self):
        """Hook: the name of the link to the document."""
        return self._document_field

    def _get_document_sudo(self):
        """Return the document, as superuser since record rules read it; nothing if there is none."""
        link = self._get_document_field()
        return self.sudo()[link] if link else None

    def _get_hiding_document(self):
        """Return the document if its very name is hidden from the user, and so is this; a falsy value if not."""
        document_sudo = self._get_document_sudo()
        return document_sudo and document_sudo._filter_hidden()

    def _get_shown_name(self):
        """Return the display name, by which whatever links to this shows it to everybody."""
        if hidden := self._get_hiding_document():
            return hidden.display_name
        return self.sudo()._get_part_name()

    def _get_part_name(self):
        """Hook: the name for those who may see the document; called as superuser."""
        self.ensure_one()
        return self._get_document_sudo().display_name
