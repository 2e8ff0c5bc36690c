from odoo import fields, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    """Who leaves gives back what they hold, of whichever app."""
    _inherit = 'hr.employee'

    office_thing_count = fields.Integer(
        "Things Held", compute='_compute_office_thing_count', groups='hr.group_hr_user',
        help="Of all apps, as far as you may see it.")

    def _compute_office_thing_count(self):
        counts = dict(self.env['office.custody.thing']._read_group(
            [('employee_id', 'in', self.ids), ('state', '=', 'held')], ['employee_id'], ['__count']))
        for employee in self:
            employee.office_thing_count = counts.get(employee, 0)

    def action_view_office_things(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_custody.office_custody_thing_action')
        return action | {'domain': [('employee_id', 'in', self.ids)], 'context': {'search_default_held': 1}}

    def write(self, vals):
        staying = self.filtered('active')
        result = super().write(vals)
        if 'departure_date' in vals:  # known beforehand
            for things in staying._get_things_held():
                if vals['departure_date']:
                    things._call_in()
                else:
                    things._call_off()
        return result

    def _after_left(self):
        super()._after_left()
        self._call_things_in()

    def _after_moved(self):
        super()._after_moved()
        self._call_things_in()

    def _after_returned(self):
        super()._after_returned()
        for things in self._get_things_held():
            things._call_off()

    def _call_things_in(self):
        """These employees have left their company: let what they hold be taken back, or refuse that they leave.

        :raise UserError: somebody still holds something, and their company wants it back first
        """
        for things in self._get_things_held():
            for employee_sudo, held in things.grouped('employee_id').items():
                if any(company.office_leaver_check == 'refuse' for company in held.company_id):
                    raise UserError(self.env._(
                        "%(person)s still holds %(things)s. Take it back first: “Things Held” on the form of the "
                        "employee lists everything.", person=employee_sudo.name,
                        things=held._get_words_for(self.sudo(False).env)))
                employee_sudo._message_log(body=self.env._(
                    "Things of the office that are still to be taken back: %(count)s", count=len(held)))
            things._call_in()

    def _get_things_held(self):
        """Return what these employees hold, as superuser: a list with the things of each app."""
        found = []
        for model in self.env['office.custody.mixin']._get_custody_models():
            # sudo: who keeps the HR data has no rights in the apps
            if things_sudo := model.sudo().search([('employee_id', 'in', self.ids), ('state', '=', 'held')]):
                found.append(things_sudo)
        return found
