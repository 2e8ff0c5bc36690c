from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ..visit.office_visit_states import HERE


class OfficeVisit(models.Model):
    """Guests who come to work are let in with their papers, or by a manager with a reason, which stays."""
    _inherit = 'office.visit'

    permit_id = fields.Many2one(
        'office.visit.permit', "Work Permit", index='btree_not_null', check_company=True, copy=False,
        ondelete='restrict', groups='office_admin_reception.group_officer', domain="[('state', '=', 'valid')]",
        help="Empty: one of the firm of each guest.")
    is_contractor = fields.Boolean(related='purpose_id.is_contractor', related_sudo=True)
    missing_papers = fields.Char(compute='_compute_missing_papers', compute_sudo=True)
    waive_reason = fields.Text("Let In Because", readonly=True, copy=False)
    waive_user_id = fields.Many2one('res.users', "Let In By", readonly=True, copy=False, ondelete='restrict')
    waive_datetime = fields.Datetime("Let In On", readonly=True, copy=False)

    @api.depends('state', 'purpose_id', 'permit_id', 'begin_datetime', 'area_ids', 'waive_datetime',
                 'guest_ids.name', 'guest_ids.organisation')
    def _compute_missing_papers(self):
        expected = self.filtered(lambda visit: visit.state in ('draft', 'expected') and visit.begin_datetime)
        missing = expected.guest_ids._get_missing_papers(is_planned=True)
        for visit in self:
            visit.missing_papers = visit.guest_ids._get_papers_words(
                {guest: missing[guest] for guest in visit.guest_ids if guest in missing})

    def action_waive(self):
        return self._ask_reason('waive', self.env._("Why Are They Let In Without Papers?"))

    @api.model
    def _get_reason_fields(self):
        return super()._get_reason_fields() | {'waive': 'waive_reason'}

    def _check_can_waive(self, by=None):
        if others := self.filtered(lambda visit: not visit.is_contractor):
            raise UserError(self.env._(
                "%(visits)s needs no papers: its guests do not come to work.", visits=others._get_names()))

    def _check_can_arrive(self, by=None):
        super()._check_can_arrive(by)
        if by != ENGINE:  # then some guests were signed in, and checked
            self.guest_ids._check_papers()

    def _check_can_come_back(self, by=None):
        if by != ENGINE:
            self.guest_ids.filtered(lambda guest: guest.state == 'out')._check_papers()

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'waive':
            for values in prepared.values():
                values |= {'waive_user_id': self.env.uid, 'waive_datetime': fields.Datetime.now()}
        return prepared

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'waive': (('expected',), 'expected', self._get_role_group('manager'))}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'waive': self.env._("Let In Without Papers")}

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | {'permit_id': HERE}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'waive_reason', 'waive_user_id', 'waive_datetime'}
