from odoo import fields, models


class OfficePresenceMark(models.TransientModel):
    """The front desk says which employees are in the house, or have left it."""
    _name = 'office.presence.mark'
    _description = 'Mark Employees'
    _inherit = ['hr.mixin']

    employee_ids = fields.Many2many(
        'hr.employee', string="Employees", required=True,
        domain="[('company_id', 'in', allowed_company_ids)]")
    place_id = fields.Many2one(
        'office.place', help="Where they are. Empty: where they work.")

    def action_come(self):
        """Say that these employees are in the house."""
        self.env['office.presence']._mark_by_desk(self.employee_ids, True, self.place_id)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_go(self):
        """Say that these employees have left the house."""
        self.env['office.presence']._mark_by_desk(self.employee_ids, False)
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
