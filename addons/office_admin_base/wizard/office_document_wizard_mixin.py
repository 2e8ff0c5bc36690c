from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_ID = 2**31 - 1  # what a column of PostgreSQL holds


class OfficeDocumentWizardMixin(models.AbstractModel):
    """A dialog about some documents of one model; who may do it, and when, is checked by the documents."""
    _name = 'office.document.wizard.mixin'
    _description = 'Dialog about Office Documents'

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_ids = fields.Json("Document IDs", required=True, readonly=True)
    document_names = fields.Char("Documents", compute='_compute_document_names')

    @api.depends('res_model', 'res_ids')
    def _compute_document_names(self):
        for wizard in self:
            wizard.document_names = wizard._get_documents()._get_names()

    @api.model
    def _open_about(self, documents, title, **defaults):
        """Return the action that opens this dialog about ``documents``. The caller has checked who may do it.

        :param str title: of the dialog
        :param defaults: values of its other fields
        """
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_res_model': documents._name, 'default_res_ids': documents.ids,
                **{f'default_{name}': value for name, value in defaults.items()}},
        }

    def _get_documents(self):
        """Return the documents, which the user may read.

        :raise UserError: they are not of the kind that the dialog is about
        """
        models_with_mixin = self.env.registry.descendants([self._get_mixin()], '_inherit')
        if self.res_model not in models_with_mixin or self.env[self.res_model]._abstract or not self._is_ids(
                self.res_ids):
            raise UserError(self.env._("Open the document and use its buttons."))
        documents = self.env[self.res_model].browse(self.res_ids).union()  # without duplicates
        documents.check_access('read')
        return documents

    @api.model
    def _is_ids(self, value):
        """Say whether ``value``, in which anything may have been sent, is a list of ids of records."""
        return isinstance(value, list) and bool(value) and all(
            type(res_id) is int and 0 < res_id <= MAX_ID for res_id in value)

    def _close(self, result):
        """Return the action after ``result``, which may be a notification."""
        return {'type': 'ir.actions.act_window_close'} if result is True else result

    def _check_said(self, text):
        """Return ``text`` without blanks at its ends.

        :raise UserError: there is none
        """
        if not (text or '').strip():
            raise UserError(self.env._("Say why."))
        return text.strip()

    def _get_mixin(self):
        """Hook: the name of the mixin of documents that the dialog is about."""
        return 'office.workflow.mixin'
