from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.office_secrecy_mixin import LEVELS


class OfficeSecrecyClassify(models.TransientModel):
    """Who may see a document from now on, and why."""
    _name = 'office.secrecy.classify'
    _description = 'Change the Secrecy of a Document'

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    # not as superuser, who would be shown the people of any document
    secrecy_level = fields.Selection(
        LEVELS, "Secrecy", required=True, compute='_compute_document', compute_sudo=False, store=True, readonly=False,
        precompute=True)
    allowed_user_ids = fields.Many2many(
        'res.users', string="People Allowed", compute='_compute_document', compute_sudo=False, store=True,
        readonly=False, precompute=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    reason = fields.Char(required=True)

    @api.depends('res_model', 'res_id')
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard._get_document().company_id

    @api.depends('res_model', 'res_id')
    def _compute_document(self):
        for wizard in self:
            document = wizard._get_document()
            wizard.secrecy_level = document.secrecy_level
            wizard.allowed_user_ids = document.allowed_user_ids

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or '').strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        self._get_document()._classify(self.secrecy_level, self.allowed_user_ids, reason)
        return {'type': 'ir.actions.act_window_close'}

    def _get_document(self):
        """Return the document, which the user may read.

        :raise UserError: it has no secrecy level
        """
        if self.res_model not in self.env['office.secrecy.mixin']._get_secrecy_models():
            raise UserError(self.env._("Open the document and choose “Change Secrecy” there."))
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access('read')
        return document
