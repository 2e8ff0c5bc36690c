from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeVisit(models.Model):
    """A guest at whom somebody has to look first waits at the front desk."""
    _inherit = 'office.visit'

    is_held = fields.Boolean(
        "Has to Wait", compute='_compute_is_held', compute_sudo=True, groups='office_admin_reception.group_officer')

    @api.depends('guest_ids.is_held')
    def _compute_is_held(self):
        for visit in self:
            visit.is_held = any(visit.guest_ids.mapped('is_held'))

    def _check_can_receive(self, by=None):
        super()._check_can_receive(by)
        for visit_sudo in self.sudo():  # sudo: who waits for what is for few; the names are known to who receives them
            held = visit_sudo.guest_ids.filtered('is_held')
            if not held:
                continue
            watchers = held.watch_hit_ids._get_role_users('watch', visit_sudo.company_id)
            raise UserError(self.env._(
                "%(visit)s: %(guests)s waits at the front desk until this person has been looked at by %(people)s.",
                visit=visit_sudo._get_names(), guests=format_list(self.env, held.mapped('name')),
                people=format_list(self.env, watchers.mapped('name'), 'or')))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'announce':
            self.guest_ids._look_up()
