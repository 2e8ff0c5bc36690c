from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.kiosk.office_kiosk_entry import KINDS


class OfficeKioskEntrySettle(models.TransientModel):
    """The front desk says who stands at the kiosk: a guest who is expected, or a new one and their host."""
    _name = 'office.kiosk.entry.settle'
    _description = 'Help a Guest'
    _inherit = ['office.document.wizard.mixin']

    company_id = fields.Many2one('res.company', compute='_compute_company_id')
    kind = fields.Selection(KINDS, compute='_compute_company_id')
    reason = fields.Char(compute='_compute_company_id')
    guest_id = fields.Many2one(
        'office.visit.guest', domain="[('company_id', '=', company_id), ('state', 'in', guest_states)]")
    guest_states = fields.Json(compute='_compute_company_id')
    name = fields.Char()
    organisation = fields.Char()
    employee_id = fields.Many2one('hr.employee', "Host", domain="[('company_id', '=', company_id)]")
    purpose_id = fields.Many2one(
        'office.visit.purpose', "Comes For", domain="[('company_id', 'in', (False, company_id))]")

    @api.depends('res_ids')
    def _compute_company_id(self):
        for wizard in self:
            entry = wizard._get_documents()[:1]
            wizard.company_id = entry.company_id
            wizard.kind = entry.kind
            reason = dict(entry._fields['reason']._description_selection(self.env)).get(entry.reason, '')
            wizard.reason = f'{reason}: {entry.note}' if entry.note else reason
            wizard.guest_states = ['expected', 'out'] if entry.kind == 'arrive' else ['inside', 'out']

    @api.model
    def default_get(self, fields):
        """Show what the guest has typed."""
        values = super().default_get(fields)
        if values.get('res_ids'):
            entry = self.new(values)._get_documents()[:1]
            typed = {
                'guest_id': entry.guest_id.id, 'name': entry.name, 'organisation': entry.organisation,
                'purpose_id': entry.purpose_id.id}
            values |= {name: value for name, value in typed.items() if name in fields and value}
        return values

    def action_confirm(self):
        """Let the guest in or out."""
        self.ensure_one()
        entry = self._get_documents().ensure_one()
        entry._check_transition('settle')
        guest = self.guest_id
        if entry.kind == 'leave':
            if not guest:
                raise UserError(self.env._("Choose the guest who goes, or dismiss the entry of the kiosk."))
            guest.action_sign_out()
        else:
            guest = guest or self._make_guest(entry)
            guest._let_in(entry.kiosk_id.place_id)
        entry._settle_with(guest)
        return {'type': 'ir.actions.act_window_close'}

    def _make_guest(self, entry):
        if not (self.name or '').strip() or not self.employee_id:
            raise UserError(self.env._(
                "Choose the guest who was expected. If nobody was, type the name of the guest and choose the host."))
        return self.env['office.visit']._create_walk_in({
            'company_id': entry.company_id.id,
            'requester_id': self.env.uid,
            'employee_id': self.employee_id.id,
            'place_id': entry.kiosk_id.place_id.id,
            'purpose_id': self.purpose_id.id,
            'guest_ids': [Command.create({
                'name': self.name.strip(), 'organisation': self.organisation, 'lang': entry.lang})],
        }).sudo(False)

    def _get_mixin(self):
        return 'office.kiosk.entry'
