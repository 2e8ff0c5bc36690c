from odoo import api, fields, models
from odoo.fields import Command

from ..names import get_names, normal

SHOWN = 5
"""So many expected guests of one name are shown."""


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
        'office.visit.purpose', required=True, domain="[('company_id', 'in', (False, company_id))]",
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
            typed = normal(wizard.name)
            expected = guests.search(guests._get_expected_domain(wizard.company_id)) if typed else guests
            wizard.expected_ids = expected.filtered(lambda guest, typed=typed: typed in get_names(guest.name))[:SHOWN]

    def action_confirm(self):
        """Register the visit and sign its guest in, by which the host is called; open what was made."""
        self.ensure_one()
        guest = self._make_guest()
        guest._let_in(self.place_id)
        return guest.visit_id._get_form_action()

    def _make_guest(self, **values):
        """Return the guest of a new visit that begins now, who has not come in yet.

        :param values: more of the guest
        """
        return self.env['office.visit']._create_walk_in({
            'company_id': self.company_id.id,
            'requester_id': self.env.uid,
            'employee_id': self.employee_id.id,
            'purpose_id': self.purpose_id.id,
            'place_id': self.place_id.id,
            'guest_ids': [Command.create({
                'name': self.name, 'organisation': self.organisation, 'phone': self.phone, **values})],
        }).sudo(False)
