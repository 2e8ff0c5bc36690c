from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.kiosk.office_kiosk_entry import KINDS


class OfficeKioskEntrySettle(models.TransientModel):
    """The front desk says who stands at the kiosk: a guest who is expected, or a new one and their host."""
    _name = 'office.kiosk.entry.settle'
    _description = 'Help a Guest'
    _inherit = ['office.visit.walk.in', 'office.document.wizard.mixin']

    name = fields.Char(required=False)
    kind = fields.Selection(KINDS, compute='_compute_kind')
    reason = fields.Char(compute='_compute_kind')
    host_name = fields.Char("Host, as Typed", compute='_compute_kind')
    fact = fields.Char("E-mail or Number, as Typed", compute='_compute_kind')
    guest_id = fields.Many2one(
        'office.visit.guest', "Known Guest", domain="[('company_id', '=', company_id), ('state', 'in', guest_states)]")
    guest_states = fields.Json(compute='_compute_kind')

    @api.depends('res_ids')
    def _compute_kind(self):
        for wizard in self:
            entry = wizard._get_documents()[:1]
            wizard.kind = entry.kind
            wizard.host_name = entry.host_name
            wizard.fact = entry.fact
            reason = dict(entry._fields['reason']._description_selection(self.env)).get(entry.reason, '')
            wizard.reason = f'{reason}: {entry.note}' if entry.note else reason
            wizard.guest_states = ['expected', 'out'] if entry.kind == 'arrive' else ['inside', 'out']

    @api.model
    def default_get(self, fields):
        """Show what the guest has typed, and the host if that is clear."""
        values = super().default_get(fields)
        if values.get('res_ids'):
            entry = self.new(values)._get_documents()[:1]
            known = {
                'company_id': entry.company_id.id, 'place_id': entry.kiosk_id.place_id.id,
                'guest_id': entry.guest_id.id, 'name': entry.name, 'organisation': entry.organisation,
                'purpose_id': entry.purpose_id.id,
                # sudo: hosts are found as behind the kiosk, by the whole name only
                'employee_id': entry.sudo()._find_host().id}
            values |= {name: value for name, value in known.items() if name in fields and value}
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
            guest = guest or self._make_guest(lang=entry.lang)
            guest._let_in(entry.kiosk_id.place_id)
        entry._settle_with(guest)
        return {'type': 'ir.actions.act_window_close'}

    def _make_guest(self, **values):
        if not (self.name or '').strip() or not self.employee_id:
            raise UserError(self.env._(
                "Choose the guest who was expected. If nobody was, type the name of the guest and choose the host."))
        entry = self._get_documents()
        self.update({'company_id': entry.company_id, 'place_id': entry.kiosk_id.place_id})
        return super()._make_guest(**values)

    def _get_mixin(self):
        return 'office.kiosk.entry'
