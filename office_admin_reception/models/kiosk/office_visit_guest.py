from odoo import fields, models

from ...names import get_names, normal


class OfficeVisitGuest(models.Model):
    _inherit = 'office.visit.guest'

    signature_ids = fields.One2many('office.visit.signature', 'guest_id', "Signed", readonly=True)

    def _get_facts(self):
        """Return what a guest says beside their name, to be recognised, as it is compared."""
        self.ensure_one()
        visit_sudo = self.visit_id.sudo()  # sudo: the host's address is HR data
        host = visit_sudo.employee_id
        texts = (self.organisation, self.email, visit_sudo.name, host.work_email, host.user_id.login)
        return ({normal(text) for text in texts} | get_names(host.name)) - {''}
