from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeVisitArrival(models.TransientModel):
    """Guests come on another day or to another place than announced: the front desk confirms it."""
    _name = 'office.visit.arrival'
    _description = 'Arrival Otherwise Than Announced'
    _inherit = ['office.document.wizard.mixin']

    guest_ids = fields.Many2many('office.visit.guest', string="Guests", readonly=True)
    words = fields.Char(compute='_compute_words')

    @api.depends('res_ids')
    def _compute_words(self):
        for wizard in self:
            visit = wizard._get_documents()[:1]
            wizard.words = visit._get_odd_arrival(visit._get_desk_place())

    def action_confirm(self):
        """Sign the guests in, and record what was confirmed."""
        self.ensure_one()
        visit = self._get_documents().ensure_one()
        guests = self.guest_ids & visit.guest_ids
        if not guests:
            raise UserError(self.env._("%(visit)s has changed. Open it again.", visit=visit.display_name))
        guests._let_in(visit._get_desk_place())
        return {'type': 'ir.actions.act_window_close'}

    def _get_mixin(self):
        return 'office.visit'
