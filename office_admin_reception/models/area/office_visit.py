from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..visit.office_visit_states import HERE


class OfficeVisit(models.Model):
    """Where guests go, and who goes with them where they may not be alone."""
    _inherit = 'office.visit'

    area_ids = fields.Many2many(
        'office.visit.area', string="Areas", compute='_compute_area_ids', store=True, readonly=False, precompute=True,
        check_company=True, help="Where the guests may go. It stands on their badges.")
    needs_escort = fields.Boolean(
        "To Be Escorted", compute='_compute_needs_escort', search='_search_needs_escort',
        help="Guests go where they may not be alone: the host fetches them, and brings them back.")
    escort_id = fields.Many2one(
        'hr.employee', "Escorted By", index='btree_not_null', check_company=True, copy=False, tracking=True,
        ondelete='restrict', help="Who fetches the guests and stays with them, if it is not the host.")

    @api.depends('purpose_id', 'company_id')
    def _compute_area_ids(self):
        for visit in self:
            # what the purpose says of areas of other companies is not for this visit
            companies = visit.company_id, visit.company_id.browse()
            visit.area_ids = visit.purpose_id.area_ids.filtered(
                lambda area, companies=companies: area.active and area.company_id in companies)

    @api.depends('area_ids.needs_escort')
    def _compute_needs_escort(self):
        for visit in self:
            visit.needs_escort = any(visit.area_ids.mapped('needs_escort'))

    @api.model
    def _search_needs_escort(self, operator, value):
        if operator != 'in':
            return NotImplemented
        escorted = Domain('area_ids', 'any', [('needs_escort', '=', True)])
        return escorted if True in value else ~escorted

    def _check_can_receive(self, by=None):
        super()._check_can_receive(by)
        # sudo: the user of a colleague is HR data
        for visit_sudo in self.sudo().filtered(lambda visit: visit.needs_escort and not visit.escort_id):
            # not who typed the visit, which may be the front desk
            if self.env.user not in visit_sudo.employee_id.user_id | visit_sudo.call_ids.user_id:
                raise UserError(self.env._(
                    "%(visit)s goes to %(areas)s, where guests are escorted: %(host)s has to fetch them. If somebody "
                    "else does, choose them in “Escorted By” first.", visit=visit_sudo.display_name,
                    areas=format_list(self.env, visit_sudo.area_ids.filtered('needs_escort').mapped('name')),
                    host=visit_sudo.employee_id.name))

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(('area_ids', 'escort_id'), HERE)
