from odoo import api, fields, models


class OfficeVisitGuest(models.Model):
    """Guests are asked for what they were lent when they go; nobody is kept for it."""
    _inherit = 'office.visit.guest'

    loan_ids = fields.One2many('office.visit.loan', 'guest_id', "Lent", readonly=True)

    def _go(self, state, by):
        super()._go(state, by)
        if state == 'left':
            self._ask_things_back(by)

    def _ask_things_back(self, by):
        """Remind the front desk of what these guests, who go, still hold; at night there is nobody to remind."""
        for guest_sudo in self.sudo():  # sudo: a tablet, or a guest by their pass, reads no things
            things = guest_sudo.loan_ids.filtered(lambda loan: not loan.end_datetime).thing_id.sorted('name')
            if not things:
                continue
            things._expect_now()
            users = things._get_role_users('officer', guest_sudo.company_id) if by != 'night' else ()
            for user in users:
                words = self.with_context(lang=user.lang).env._(
                    "%(guest)s goes. Ask for: %(things)s", guest=guest_sudo.display_name, things=things._get_names())
                user._bus_send('simple_notification', {'type': 'warning', 'sticky': True, 'message': words})
            things._tell_desks(users)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'loan_ids'}
