from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .office_secrecy_mixin import LEVELS

PATIENCE = timedelta(minutes=10)
"""Who opens the same document again within this time is not recorded again."""

ACTIONS = [('read', "Opened"), ('download', "File Opened"), ('export', "Exported"), ('print', "Printed")]
RANKS = {level: rank for rank, (level, _label) in enumerate(LEVELS)}


class OfficeSecrecyLog(models.Model):
    """Who opened a document or a file of it, from the level on that the company records: only ever appended."""
    _name = 'office.secrecy.log'
    _description = 'Opening of a Secret Document'
    _inherit = ['office.secrecy.attached.mixin', 'office.system.mixin']
    _order = 'id desc'
    _rec_name = 'document_name'
    _log_access = False
    _is_of_system = True

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    document_name = fields.Char("Document", compute='_compute_document_name')
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    secrecy_level = fields.Selection(LEVELS, "Secrecy", required=True, readonly=True)
    user_id = fields.Many2one('res.users', "Person", required=True, readonly=True, ondelete='restrict')
    action = fields.Selection(ACTIONS, "What", required=True, readonly=True)
    file_name = fields.Char(readonly=True)
    datetime = fields.Datetime("When", required=True, readonly=True)

    _document_idx = models.Index('(res_model, res_id, user_id, datetime)')
    _time_idx = models.Index('(company_id, datetime)')

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid', 'lang')
    def _compute_document_name(self):
        names = self._get_document_names()
        for row in self:
            row.document_name = names[row]

    def unlink(self):
        raise UserError(self.env._("Who opened what cannot be deleted."))

    def _get_by_hand_message(self, names=()):
        return self.env._("Who opened what is recorded when it happens, and never by hand.")

    @api.model
    def _append(self, documents, action, file_name=False):
        """Record that the current user sees ``documents`` of one model, where their level asks for it."""
        # sudo: users have no access to the log, and the level alone is read of the documents
        documents_sudo = documents.sudo().filtered(lambda document: document.id and document.secrecy_level != 'public')
        recorded = documents_sudo.filtered(lambda document: RANKS[document.secrecy_level] >= RANKS[
            document.company_id.office_secrecy_log_level])
        if not recorded:
            return
        now = fields.Datetime.now()
        known = self.sudo().search_fetch([
            ('res_model', '=', documents._name), ('res_id', 'in', recorded.ids), ('user_id', '=', self.env.uid),
            ('datetime', '>', now - PATIENCE), ('action', '=', action), ('file_name', '=', file_name)], ['res_id'])
        self._create_as_system([
            {
                'res_model': document._name,
                'res_id': document.id,
                'company_id': document.company_id.id,
                'secrecy_level': document.secrecy_level,
                'user_id': self.env.uid,
                'action': action,
                'file_name': file_name,
                'datetime': now,
            }
            for document in recorded if document.id not in known.mapped('res_id')
        ])


class OfficeSecrecyMixin(models.AbstractModel):
    """What is recorded: reading by whichever call, and export; files and prints are in the models that serve them."""
    _inherit = 'office.secrecy.mixin'

    def _read_format(self, fnames, load='_classic_read'):
        values = super()._read_format(fnames, load)
        if not self.env.su and set(fnames) - {'id', 'display_name'}:
            self.env['office.secrecy.log']._append(self, 'read')
        return values

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        self.env['office.secrecy.log']._append(self, 'export')
        return result


class OfficeSecrecyLineMixin(models.AbstractModel):
    """Who reads the lines of a document has opened it."""
    _inherit = 'office.secrecy.line.mixin'

    def _read_format(self, fnames, load='_classic_read'):
        values = super()._read_format(fnames, load)
        if not self.env.su and set(fnames) - {'id', 'display_name'}:
            self.env['office.secrecy.log']._append(self._get_parents(), 'read')
        return values

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        self.env['office.secrecy.log']._append(self._get_parents(), 'export')
        return result


class IrActionsReport(models.Model):
    _inherit = 'ir.actions.report'

    def _get_rendering_context(self, report, docids, data):
        # here all ways of printing come by, those over HTTP, too
        documents = self.env[report.model].browse(docids or [])
        if not self.env.su and report.model in self.env['base']._get_guarded_models():
            self._check_readable(documents)
        if report.model in self.env['office.secrecy.mixin']._get_secrecy_models():
            self.env['office.secrecy.log']._append(documents, 'print')
        return super()._get_rendering_context(report, docids, data)
