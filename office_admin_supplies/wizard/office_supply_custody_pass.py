from odoo import api, fields, models


class OfficeSupplyCustodyPass(models.TransientModel):
    """Who holds a thing from now on."""
    _name = 'office.supply.custody.pass'
    _description = 'Pass a Thing On'

    custody_id = fields.Many2one('office.supply.custody', "Thing", required=True, ondelete='cascade')
    company_id = fields.Many2one(related='custody_id.company_id', related_sudo=False)
    employee_id = fields.Many2one(
        'hr.employee', "New Holder", required=True, domain="[('company_id', '=', company_id)]")
    quantity = fields.Float(
        compute='_compute_quantity', store=True, readonly=False, precompute=True, digits='Product Unit')

    @api.depends('custody_id')
    def _compute_quantity(self):
        for wizard in self:
            wizard.quantity = wizard.custody_id.quantity

    @api.constrains('custody_id')
    def _check_custody(self):
        # labels of a many2one are read in sudo: the user's own rights decide whether he gets hold of it here
        self.custody_id.sudo(False).check_access('read')

    def action_confirm(self):
        self.ensure_one()
        self.custody_id._pass_on(self.employee_id, self.quantity)
        return {'type': 'ir.actions.act_window_close'}
