from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeDeskLend(models.TransientModel):
    """Hand things of the front desk to a guest who is here, or to an employee."""
    _name = 'office.desk.lend'
    _description = 'Lend a Thing'

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    visit_id = fields.Many2one('office.visit', readonly=True)
    thing_ids = fields.Many2many(
        'office.desk.thing', string="Things", domain="[('state', '=', 'here'), ('company_id', '=', company_id)]")
    guest_id = fields.Many2one(
        'office.visit.guest', domain="[('state', '=', 'inside'), ('company_id', '=', company_id)]",
        help="Gives it back before the visit is over.")
    employee_id = fields.Many2one('hr.employee', domain="[('company_id', '=', company_id)]")
    due_date = fields.Date("Give Back By", help="Empty: until it is asked back, or the employee leaves.")

    @api.model
    def _open(self, things=None, visit=None):
        """Return the action that opens this dialog for ``things``, or for the guests of ``visit``."""
        context = {}
        if things:
            context = {'default_thing_ids': [Command.set(things.ids)], 'default_company_id': things.company_id[:1].id}
        if visit:
            inside = visit._filter_guests('inside')
            empty = inside.filtered(lambda guest: not guest.loan_ids)
            context = {
                'default_visit_id': visit.id, 'default_company_id': visit.company_id.id,
                'default_guest_id': (empty or inside)[:1].id}
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Lend"),
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': context,
        }

    @api.onchange('guest_id')
    def _onchange_guest_id(self):
        if self.guest_id:
            self.employee_id = False

    @api.onchange('employee_id')
    def _onchange_employee_id(self):
        if self.employee_id:
            self.guest_id = False

    def action_confirm(self):
        self.ensure_one()
        if not self.thing_ids:
            raise UserError(self.env._("Choose what is lent."))
        if bool(self.guest_id) == bool(self.employee_id):
            raise UserError(self.env._(
                "Choose a guest or an employee to whom %(things)s is lent.", things=self.thing_ids._get_names()))
        self.thing_ids.check_access('read')
        if self.guest_id:
            self.guest_id.check_access('read')
            self.thing_ids._lend_to_guest(self.guest_id)
        else:
            self.thing_ids._lend_to_employee(self.employee_id, self.due_date)
        return {'type': 'ir.actions.act_window_close'}
