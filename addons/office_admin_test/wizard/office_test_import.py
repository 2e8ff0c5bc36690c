from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.wizard.office_import_mixin import CODE, TEXT, ImportColumn


class OfficeTestImport(models.TransientModel):
    """The smallest import: a slip of each row, found again by its code."""
    _name = 'office.test.import'
    _description = 'Import Test Slips'
    _inherit = ['office.import.mixin']

    line_ids = fields.One2many('office.test.import.line', 'wizard_id', "Rows")

    def action_import(self):
        self.ensure_one()
        return self._take_rows_over(self.env._("Slips"), 'office.test.slip', [
            (line.number, line.text, {'note': f'{line.code} {line.note}'}) for line in self._get_good_lines()])

    @api.model
    def _import_rows(self, rows):
        slips = self.env['office.test.slip']
        for row in rows:
            if slips.search_count([('note', '=', row['note'])], limit=1):
                raise UserError(self.env._("%(note)s has been written since.", **row))
        return slips.create(rows).ids

    def _prepare_lines(self, rows):
        return [{
            'wizard_id': self.id, 'number': row.number, 'text': row.text, 'is_left_out': row.is_left_out,
            'code': row.get('code').value, 'note': row.get('note').value} for row in rows]

    @api.model
    def _get_columns(self):
        return {'code': ImportColumn(self.env._("Code"), CODE), 'note': ImportColumn(self.env._("Purpose"), TEXT)}

    @api.model
    def _get_required_columns(self):
        return [{'code'}, {'note'}]


class OfficeTestImportLine(models.TransientModel):
    _name = 'office.test.import.line'
    _description = 'Test Slip to Import'
    _inherit = ['office.import.line.mixin']

    wizard_id = fields.Many2one('office.test.import', required=True, ondelete='cascade', readonly=True)
    code = fields.Char()
    note = fields.Char()

    @api.depends('code', 'note')
    def _compute_message(self):
        for line in self:
            line.message = not (line.code and line.note) and self.env._("Say the code and the purpose.")
