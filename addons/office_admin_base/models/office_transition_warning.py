from odoo import api, fields, models
from odoo.tools import SQL


class OfficeTransitionWarning(models.Model):
    """A step that one person did although another one should have, in a company that allows it."""
    _name = 'office.transition.warning'
    _description = 'Step by One Person in Two Roles'
    _inherit = ['office.secrecy.attached.mixin']
    _order = 'id desc'
    _rec_name = 'document_name'
    _auto = False
    _log_access = False
    _depends = {
        'office.transition': [
            'res_model', 'res_id', 'company_id', 'department_id', 'verb', 'user_id', 'acting_for_id', 'datetime',
            'warning'],
    }

    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', readonly=True)
    document_name = fields.Char("Document", compute='_compute_document_name')
    company_id = fields.Many2one('res.company', readonly=True)
    department_id = fields.Many2one('hr.department', readonly=True)
    verb = fields.Char(readonly=True)
    verb_label = fields.Char("Step", compute='_compute_document_name')
    user_id = fields.Many2one('res.users', "Done By", readonly=True)
    acting_for_id = fields.Many2one('res.users', readonly=True)
    datetime = fields.Datetime("Done On", readonly=True)
    warning = fields.Char(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT id, res_model, res_id, company_id, department_id, verb, user_id, acting_for_id, datetime, warning
                 FROM office_transition
                WHERE warning IS NOT NULL""")

    @api.depends('res_model', 'res_id', 'verb')
    @api.depends_context('uid', 'lang')
    def _compute_document_name(self):
        names = self._get_document_names()
        for row in self:
            row.document_name = names[row]
            is_known = row.res_model in self.env
            row.verb_label = self.env[row.res_model]._get_verb_label(row.verb) if is_known else row.verb

    def action_open_document(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }
