from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import float_to_time

OWNER = [
    ('role', "Officers of the App"),
    ('position', "Position or Group"),
    ('person', "Person of the Document"),
    ('users', "Named People"),
]
PROOF = [('none', "None"), ('photo', "Photo"), ('note', "Note")]
MAX_DAYS = 400
LENGTH = 0.5
"""Hours of the clock for which a promise for a moment runs: too short for a reminder, which would come at night."""


class OfficeChecklistTemplateLine(models.Model):
    """One task of a template: what, by whom, by when, and how it is proved."""
    _name = 'office.checklist.template.line'
    _description = 'Task of a Checklist Template'
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one('office.checklist.template', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    name = fields.Char("Task", required=True, translate=True)
    owner = fields.Selection(OWNER, "By", required=True, default='role')
    # without it, as after the app of the group has gone, the officers do it
    group_id = fields.Many2one('res.groups', "Position or Group", ondelete='set null')
    user_ids = fields.Many2many('res.users', string="Named People", domain="[('share', '=', False)]")
    due_rule = fields.Selection(
        [('time', "At a Time of the Day"), ('day', "Working Days from the Date")], "Due", required=True,
        default='time')
    hour = fields.Float("Time", default=9.0, help="On the date of the list, in the time of the company.")
    days = fields.Integer(
        "Working Days",
        help="After the date of the list, until closing time; below zero before it, 0 on the day itself.")
    is_mandatory = fields.Boolean("Mandatory", default=True, help="The list cannot be closed without it.")
    proof = fields.Selection(PROOF, required=True, default='none', help="Without it, the task cannot be done.")
    needs_sign_off = fields.Boolean("Sign-Off", help="Somebody else looks at it, and signs it off.")

    _hour_check = models.Constraint('CHECK(hour >= 0 AND hour < 24)', "A time of the day lies between 0:00 and 23:59.")
    _days_check = models.Constraint(
        f'CHECK(days BETWEEN -{MAX_DAYS} AND {MAX_DAYS})',
        f"A task is due at most {MAX_DAYS} working days before or after the date of its list.")

    @api.constrains('owner', 'group_id', 'user_ids', 'template_id')
    def _check_owner(self):
        for line in self:
            values = {'task': line.name, 'template': line.template_id.name}
            if line.owner == 'position' and not line.group_id:
                raise ValidationError(self.env._(
                    "%(template)s: choose the position that does “%(task)s”.", **values))
            if line.owner == 'users':
                if not line.user_ids:
                    raise ValidationError(self.env._("%(template)s: choose who does “%(task)s”.", **values))
                if foreign := line.user_ids - line.user_ids._filtered_working(line.template_id.company_id):
                    raise ValidationError(self.env._(
                        "%(template)s: %(people)s cannot do “%(task)s”, since they do not work in %(company)s. Choose "
                        "somebody else.", people=', '.join(foreign.sudo().mapped('name')),  # sudo: names of users
                        company=line.template_id.company_id.name, **values))

    def _prepare_task_values(self, checklist):
        """Return the values of the task of ``checklist``; called as superuser.

        Who has left since, or is not known, gives way to the officers of the app.
        """
        group, users = self.env['res.groups'], self.env['res.users']
        match self.owner:
            case 'position':
                group = self.group_id
            case 'person':
                users = checklist.person_id._filtered_working(checklist.company_id)
            case 'users':
                users = self.user_ids._filtered_working(checklist.company_id)
        return {
            'checklist_id': checklist.id,
            'line_id': self.id,
            'company_id': checklist.company_id.id,
            'sequence': self.sequence,
            'name': self.name,
            'group_id': (group or (checklist._get_app_group('officer') if not users else group)).id,
            'user_ids': users.ids,
            'is_mandatory': self.is_mandatory,
            'proof': self.proof,
            'needs_sign_off': self.needs_sign_off,
        }

    def _get_promise(self, checklist):
        """Return amount, rule and start, as ``_start_deadline`` takes them, of the task of ``checklist``."""
        company, date = checklist.company_id, checklist.date
        if self.due_rule == 'time':
            # by the clock, since a task may be due before the office opens
            due = company._get_office_moment(date, float_to_time(self.hour))
            return LENGTH, 'clock', due - timedelta(hours=LENGTH)
        if self.days:
            return self.days, 'day', company._get_office_moment(date)
        return -1, 'day', company._get_office_moment(company._get_office_workday(date) + timedelta(days=1))
