from odoo import models


class OfficeSupplyRequest(models.Model):
    """Who answers for a supply request, how it is opened again, and what that means for the stock.

    Opening a request again moves no goods: what was handed out stays handed out, and what lapsed when it was closed is
    open and promised anew. If everything is recorded as handed out and the receiver says that he got less, the officer
    has two ways, and stock moves at most once: he takes the missing goods back with Odoo's “Return” of the transfer,
    which opens their quantity, and hands them out again; or he closes the request again and says what he found.
    """
    _inherit = 'office.supply.request'

    def _get_reopen_obstacle(self):
        if self.confirmation in ('confirmed', 'automatic') and self._is_handed_out():
            return self.env._(
                "%(request)s is confirmed, and everything was handed out. Bring back to the supply room what is wrong, "
                "and ask anew for what is missing.", request=self.display_name)
        return super()._get_reopen_obstacle()

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'reopen':
            self.sudo()._create_pickings()  # sudo: who asks has no stock rights
