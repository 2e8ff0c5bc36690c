from odoo import api, models
from odoo.fields import Domain

OFFICER = 'office_admin_supplies.group_officer'


class OfficeSupplyRequest(models.Model):
    """Supply requests on My Office: what is to be handed out, for those who do."""
    _inherit = 'office.supply.request'

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        queue = self._get_queue_domain()
        return domains if queue.is_false() else domains | {'queue': queue}

    @api.model
    def _get_queue_domain(self):
        return Domain('state', '=', 'approved') if self.env.user.has_group(OFFICER) else Domain.FALSE

    @api.model
    def _get_duty_domain(self):
        return super()._get_duty_domain() | self._get_queue_domain()

    def _get_desk_who(self):
        return super()._get_desk_who() or (self.env._("Supply room") if self.state == 'approved' else '')

    @api.model
    def _get_queue_group(self, verb):
        return OFFICER if verb in ('approve', 'hand_out', 'done', 'cancel') else super()._get_queue_group(verb)
