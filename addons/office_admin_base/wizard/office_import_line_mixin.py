from odoo import api, fields, models


class OfficeImportLineMixin(models.AbstractModel):
    """A row of a spreadsheet: ready, to be mended, or left out with a word."""
    _name = 'office.import.line.mixin'
    _description = 'Row of a Spreadsheet'
    _order = 'number, id'

    _target_field = None  # the record that the row means, which the user can choose
    _proposal_field = None  # what is probably meant

    number = fields.Integer("Row", readonly=True)
    text = fields.Char("In the File", readonly=True)
    is_left_out = fields.Boolean("Leave Out")
    was_bad = fields.Boolean(readonly=True)  # to be mended when it was read: shown first
    doubt = fields.Char(readonly=True)  # settled as soon as the user says what is meant
    hint = fields.Char(readonly=True)  # a word that stops nothing
    message = fields.Char("To Mend", compute='_compute_message')
    remark = fields.Char(compute='_compute_status')
    has_proposal = fields.Boolean(compute='_compute_status')
    status = fields.Selection(
        [('good', "Ready"), ('mend', "To Mend"), ('left_out', "Left Out")], compute='_compute_status')

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for is_bad, group in lines.grouped(lambda line: line.status == 'mend').items():
            if is_bad:
                group.was_bad = True
        return lines

    @api.depends('message', 'is_left_out', 'hint')
    def _compute_status(self):
        for line in self:
            line.status = 'left_out' if line.is_left_out else 'mend' if line.message else 'good'
            line.remark = line.message if line.status == 'mend' else line.hint
            line.has_proposal = bool(
                line.status == 'mend' and line._proposal_field and line[line._proposal_field]
                and line[line._target_field] != line[line._proposal_field])

    def _compute_message(self):
        """Hook: say what is wrong with the row."""
        self.message = False
