from datetime import timedelta

from odoo import api, fields, models

TEMPLATE = 'office_admin_reception.mail_template_feedback'

OPEN_DAYS = 14
"""For so many days guests may say how it was."""


class OfficeVisitGuest(models.Model):
    """Guests who have gone are asked by mail how it was, once."""
    _inherit = 'office.visit.guest'

    feedback_ids = fields.One2many(
        'office.visit.feedback', 'guest_id', readonly=True,
        groups='office_admin_reception.group_officer,office_admin_reception.group_auditor')

    def _go(self, state, by):
        super()._go(state, by)
        if state == 'left':
            self.sudo()._ask_feedback()  # sudo: tokens, templates and mails are not for everybody

    def _ask_feedback(self):
        """Ask those of these guests who have an address and were not asked yet, if their company wants it."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        asked = self.filtered(lambda guest: (
            guest.email and guest.arrive_datetime and not guest.feedback_ids
            and guest.company_id.office_visit_feedback))
        if not template or not asked:  # an administrator has deleted it
            return
        until = fields.Datetime.now() + timedelta(days=OPEN_DAYS)
        feedbacks = self.env['office.visit.feedback']._create_as_system([{'guest_id': guest.id} for guest in asked])
        for feedback in feedbacks:
            # by the context, since it stands in this mail only, and nobody reads it afterwards
            address = feedback._get_public_address(feedback._make_public_token(until))
            template.with_context(office_visit_feedback=address).send_mail(feedback.guest_id.id)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'feedback_ids'}
