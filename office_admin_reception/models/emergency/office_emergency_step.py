from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

MAX_MINUTES = 60


class OfficeEmergencyStep(models.Model):
    """A link of a call chain: who is called, who stands in for them, and within how many minutes they answer."""
    _name = 'office.emergency.step'
    _description = 'Step of a Call Chain'
    _order = 'kind_id, sequence, id'
    _rec_name = 'kind_id'

    kind_id = fields.Many2one('office.emergency.kind', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one('res.groups', "Position", ondelete='restrict')
    user_ids = fields.Many2many(
        'res.users', 'office_emergency_step_user_rel', string="People", domain="[('share', '=', False)]")
    deputy_group_id = fields.Many2one('res.groups', "Deputy Position", ondelete='restrict')
    deputy_ids = fields.Many2many(
        'res.users', 'office_emergency_step_deputy_rel', string="Deputies", domain="[('share', '=', False)]",
        help="Called when none of the people has answered in time.")
    minutes = fields.Integer(
        "Answer Within (minutes)", required=True, default=3,
        help="Of the clock, at night and at weekends, too. Deputies have as many.")

    called = fields.Char(compute='_compute_called')
    deputies = fields.Char("Their Deputies", compute='_compute_called')

    _minutes_check = models.Constraint(
        f'CHECK(minutes BETWEEN 1 AND {MAX_MINUTES})', f"An answer is waited for 1 to {MAX_MINUTES} minutes.")

    @api.depends('group_id', 'user_ids', 'deputy_group_id', 'deputy_ids')
    @api.depends_context('lang')
    def _compute_called(self):
        for step in self:
            step.called = step._get_words()
            step.deputies = self._name_people(step.deputy_group_id, step.deputy_ids)

    @api.constrains('kind_id', 'group_id', 'user_ids')
    def _check_who(self):
        for step in self:
            if not step.group_id and not step.user_ids:
                raise ValidationError(self.env._(
                    "%(kind)s: choose a position or people for each step of the call chain.", kind=step.kind_id.name))

    def _get_users(self, company):
        return self._get_people(self.group_id, self.user_ids, company)

    def _get_deputies(self, company):
        return self._get_people(self.deputy_group_id, self.deputy_ids, company)

    @api.model
    def _get_people(self, group, users, company):
        return users._filtered_working(company) | (group._get_people(company) if group else users.browse())

    def _get_words(self):
        """Name who is called, for people to read."""
        return self._name_people(self.group_id, self.user_ids)

    @api.model
    def _name_people(self, group, users):
        names = [group._get_role_label()] if group else []
        return format_list(self.env, names + users.mapped('name'), 'or')
