from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import escape_psql


class OfficeVisitWalkIn(models.TransientModel):
    """Somebody stands at the front desk whom nobody has announced: a name and the host, and the host is called."""
    _name = 'office.visit.walk.in'
    _description = 'Guest Without Announcement'

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    name = fields.Char("Guest", required=True)
    organisation = fields.Char()
    phone = fields.Char()
    employee_id = fields.Many2one('hr.employee', "Host", domain="[('company_id', '=', company_id)]")
    purpose_id = fields.Many2one(
        'office.visit.purpose', required=True,
        default=lambda self: self.env['office.visit'].default_get(['purpose_id']).get('purpose_id'))
    place_id = fields.Many2one(
        'office.place', "Front Desk At", default=lambda self: self.env['office.visit']._get_desk_place(),
        domain="[('kind', 'in', ('site', 'building')), ('company_id', 'in', (False, company_id))]")
    expected_ids = fields.Many2many(
        'office.visit.guest', string="Expected under This Name", compute='_compute_expected_ids')

    @api.depends('name', 'company_id')
    def _compute_expected_ids(self):
        guests = self.env['office.visit.guest']
        for wizard in self:
            name = (wizard.name or '').strip()
            wizard.expected_ids = guests.search(
                Domain('name', '=ilike', escape_psql(name)) & guests._get_expected_domain(wizard.company_id),
                limit=5) if name else guests

    def action_confirm(self):
        """Register the visit and sign its guest in, by which the host is called; open what was made."""
        self.ensure_one()
        guests = self.env['office.visit']._create_walk_in({
            'company_id': self.company_id.id,
            'requester_id': self.env.uid,
            'employee_id': self.employee_id.id,
            'purpose_id': self.purpose_id.id,
            'place_id': self.place_id.id,
            'guest_ids': [Command.create({
                'name': self.name, 'organisation': self.organisation, 'phone': self.phone})],
        }).sudo(False)
        guests._let_in(self.place_id)
        return guests.visit_id._get_form_action()
