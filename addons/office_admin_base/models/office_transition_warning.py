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
    acting_for_id = fields.Many2one('res.users', "Acting For", readonly=True)
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
        for name, rows in self.grouped('res_model').items():
            # sudo: who sees the warning sees what it is about, a secret document excepted, which masks its own name
            documents = self.env[name].sudo().browse(rows.mapped('res_id')).exists() if name in self.env else ()
            names = {document.id: document.display_name for document in documents}
            for row in rows:
                row.document_name = names.get(row.res_id) or self.env._("a removed document")
                row.verb_label = self.env[name]._get_verb_label(row.verb) if name in self.env else row.verb

    def action_open_document(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }
