from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class OfficeSecrecyAttachedMixin(models.AbstractModel):
    """A record beside documents of any model, like a message: hidden with the document from who is not cleared for it.

    Odoo lets authors, recipients, assignees and followers read on where they have lost the document itself. A record
    rule without groups, ``[('is_document_cleared', '=', True)]``, ends that; on all other documents it changes nothing.
    """
    _name = 'office.secrecy.attached.mixin'
    _description = 'Record beside Documents'

    _document_model_field = 'res_model'
    _document_id_field = 'res_id'

    is_document_cleared = fields.Boolean(
        compute='_compute_is_document_cleared', search='_search_is_document_cleared')

    @api.depends_context('uid')
    def _compute_is_document_cleared(self):
        hidden = self.sudo()._filter_uncleared()  # sudo: the record rules read it
        for record in self:
            record.is_document_cleared = record not in hidden

    def _search_is_document_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        hidden = {}
        for name in self.env['office.secrecy.mixin']._get_secrecy_models():
            # sudo: which are hidden is asked for the user, whatever his rights
            documents = self.env[name].sudo().with_context(active_test=False)
            hidden[name] = documents._search(documents._get_uncleared_domain())
        for name, link in self._get_secret_parts().items():
            parts = self.env[name].sudo().with_context(active_test=False)  # sudo: as above
            hidden[name] = parts._search([(link, 'in', hidden[parts[link]._name])])
        return Domain.AND(
            Domain(self._document_model_field, '!=', name) | Domain(self._document_id_field, 'not in', documents)
            for name, documents in hidden.items())

    @api.model
    @ormcache()
    def _get_secret_parts(self):
        """Return ``{model: field of the document with a secrecy level}`` of what has messages or files of its own."""
        return {name: link for name, link in self._get_secrecy_links() if 'message_ids' in self.env[name]._fields}

    @api.model
    def _get_secrecy_links(self):
        """Hook: return ``[(model, field)]``, what is as secret as the document in that field."""
        names = self.env.registry.descendants(['office.secrecy.part.mixin'], '_inherit')
        links = [(name, self.env[name]._get_document_field()) for name in names if not self.env[name]._abstract]
        return [(name, link) for name, link in links if link]

    def _mask_display_name(self):
        """Hide the names of these records from who may not read their document: anybody may link to them.

        On documents without a secrecy level nothing changes.
        """
        if self.env.uid == SUPERUSER_ID:
            return
        # sudo: labels of links are read as superuser
        beside_sudo = self.sudo()
        for documents_sudo, records in (
                beside_sudo._get_documents_beside() + beside_sudo._get_documents_beside(self._get_secret_parts())):
            closed = set((documents_sudo - documents_sudo.sudo(False)._filtered_access('read').sudo())._ids)
            for record in records:
                if record[self._document_id_field] in closed:
                    record.display_name = self.env._("Not for you")

    def _filter_uncleared(self):
        """Return those of these records whose document is hidden from the user."""
        hidden = self.browse()
        for documents_sudo, records in self._get_documents_beside():
            uncleared = set((documents_sudo - documents_sudo.filtered('is_cleared'))._ids)
            hidden |= records.filtered(lambda record, ids=uncleared: record[self._document_id_field] in ids)
        links = self._get_secret_parts()
        for parts_sudo, records in self._get_documents_beside(links):
            link = links[parts_sudo._name]
            uncleared = set(parts_sudo.filtered(lambda part, link=link: part[link] and not part[link].is_cleared)._ids)
            hidden |= records.filtered(lambda record, ids=uncleared: record[self._document_id_field] in ids)
        return hidden

    def _map_restricted_documents(self):
        """Return ``{record: document}`` in superuser mode, where the document is restricted."""
        found = {}
        for documents_sudo, records in self.sudo()._get_documents_beside():
            restricted = {
                document.id: document for document in documents_sudo if document.secrecy_level != 'public'}
            for record in records:
                if record[self._document_id_field] in restricted:
                    found[record] = restricted[record[self._document_id_field]]
        return found

    def _get_documents_beside(self, names=None):
        """Return ``[(documents, records)]`` by model with a secrecy level: the documents, as superuser, that exist.

        :param names: of which models instead
        """
        names = self.env['office.secrecy.mixin']._get_secrecy_models() if names is None else names
        beside = self.filtered(
            # the model first: of most messages it is all that has to be read
            lambda record: record[self._document_model_field] in names and record[self._document_id_field])
        return [
            (self.env[name].sudo().browse(records.mapped(self._document_id_field)).exists(), records)
            for name, records in beside.grouped(self._document_model_field).items()]

    def _get_document_names(self):
        """Return ``{record: name of its document}``, of whatever model; a secret document masks its own name."""
        found = {}
        for name, records in self.grouped(self._document_model_field).items():
            # sudo: who sees the record sees what it is about
            documents = self.env[name].sudo().browse(
                records.mapped(self._document_id_field)).exists() if name in self.env else ()
            names = {document.id: document.display_name for document in documents}
            for record in records:
                found[record] = names.get(record[self._document_id_field]) or self.env._("a removed document")
        return found


class OfficeSecrecyMessageMixin(models.AbstractModel):
    """A record of a message, like a notification: hidden with the document of the message.

    Its model ships the same record rule as what stands beside a document.
    """
    _name = 'office.secrecy.message.mixin'
    _description = 'Record of a Message'

    _message_field = 'mail_message_id'

    is_document_cleared = fields.Boolean(
        compute='_compute_is_document_cleared', search='_search_is_document_cleared')

    @api.depends_context('uid')
    def _compute_is_document_cleared(self):
        for record in self:
            record.is_document_cleared = record.sudo()[self._message_field].is_document_cleared  # sudo: as above

    def _search_is_document_cleared(self, operator, value):
        if operator != 'in':
            return NotImplemented
        messages = self.env['mail.message'].sudo()  # sudo: as above
        return Domain(self._message_field, 'not in', messages._search([('is_document_cleared', '!=', True)]))
