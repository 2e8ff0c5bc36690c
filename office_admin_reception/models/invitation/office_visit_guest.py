import base64
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...ics import Appointment, make_calendar
from ...qr import make_qr

TEMPLATES = {kind: f'office_admin_reception.mail_template_{kind}' for kind in (
    'invitation', 'change', 'cancellation')}
"""The mails that guests get; companies may edit them."""


class OfficeVisitGuest(models.Model):
    """A guest is invited by mail, in their language, with a pass for the front desk and a file for their calendar."""
    _inherit = 'office.visit.guest'

    invited_datetime = fields.Datetime("Invited On", readonly=True, copy=False)
    has_calendar_file = fields.Boolean(
        compute='_compute_has_calendar_file', help="Whether mails bring a file for the calendar of the guest.")

    @api.constrains('email')
    def _check_email(self):
        for guest in self:
            if message := self._get_email_message(guest.email):
                raise ValidationError(message)

    def _compute_has_calendar_file(self):
        self.has_calendar_file = True

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        guests.filtered(lambda guest: guest.visit_id.state == 'expected')._send_mail('invitation')
        return guests

    def write(self, vals):
        before = {guest: guest.email for guest in self} if 'email' in vals else {}
        result = super().write(vals)
        for guest, email in before.items():
            if guest.email != email and guest.visit_id.state == 'expected':
                guest._end_public_links()  # whoever has got the pass by mistake does not come with it
                guest._send_mail('invitation')
        return result

    def unlink(self):
        self.check_access('unlink')
        self.filtered(
            lambda guest: guest.invited_datetime and guest.visit_id.state == 'expected')._send_mail('cancellation')
        return super().unlink()

    @api.model
    def _get_email_message(self, email):
        """Return what is wrong with ``email``, and the way out; None if it is empty, or an address."""
        if not email or email_normalize(email):
            return None
        return self.env._(
            "“%(email)s” is no e-mail address. Write one, such as ann@example.com, or leave it empty.",
            email=email[:100])

    def _send_mail(self, kind):
        """Send each of these guests who has an address a mail, and note on the visit how many there were.

        :param str kind: one of :data:`TEMPLATES`
        """
        template_sudo = self.env.ref(TEMPLATES[kind], raise_if_not_found=False)
        if not template_sudo:  # an administrator has deleted it
            return
        told = self.filtered('email')
        for guest_sudo in told.sudo():  # sudo: templates, tokens and mails are not for everybody
            address = kind != 'cancellation' and guest_sudo._get_public_address(
                guest_sudo._make_public_token(guest_sudo._get_pass_end()))
            # by the context, since it stands in this mail only, and nobody reads it afterwards
            template_sudo.sudo().with_context(office_visit_pass=address).send_mail(
                guest_sudo.id, email_values={'attachments': guest_sudo._make_attachments(address)})
        told._write_as_system({'invited_datetime': fields.Datetime.now()})
        for visit_sudo, guests in told.sudo().grouped('visit_id').items():
            visit_sudo._message_log(body=self._get_sent_words(kind, len(guests)))

    @api.model
    def _get_sent_words(self, kind, count):
        """Say how many guests were told, and not whom: what is kept of them stands in one place."""
        match kind:
            case 'invitation':
                return self.env._("Guests invited by mail: %(count)s", count=count)
            case 'change':
                return self.env._("Guests told by mail of the change: %(count)s", count=count)
        return self.env._("Guests told by mail that the visit is cancelled: %(count)s", count=count)

    def _make_attachments(self, address):
        """Return ``[(name, base64)]``, the files that go with a mail.

        :param address: of the page of the pass; False if the guest does not come
        """
        files = [('pass.png', make_qr(address))] if address else []
        if self.has_calendar_file:
            files.append(('invitation.ics', self._make_calendar(is_cancelled=not address)))
        return [(name, base64.b64encode(content)) for name, content in files]

    def _make_calendar(self, is_cancelled):
        """Return the bytes of the file for the calendar of the guest; called as superuser."""
        visit = self.visit_id.with_context(lang=self.lang)
        company, host, place = visit.company_id, visit.employee_id, visit.place_id
        server = urlsplit(self.get_base_url()).hostname or 'localhost'
        database = self.env['ir.config_parameter'].get_param('database.uuid')
        return make_calendar(Appointment(
            uid=f'office-visit-{visit.id}-{self.id}@{database}',
            sequence=visit.change_count + is_cancelled,
            begin=visit.begin_datetime,
            end=visit.end_datetime,
            summary=visit.env._("Visit at %(company)s", company=company.name),
            location=', '.join(part for part in (place.complete_name, visit.room) if part) or company.name,
            description='\n'.join(part for part in (
                host and visit.env._("You meet %(host)s.", host=host.name), place.visit_way, place.visit_parking)
                if part),
            organiser=(host.name or company.name, host.work_email or company.email or f'noreply@{server}'),
            attendee=(self.name, email_normalize(self.email)),
        ), fields.Datetime.now(), is_cancelled)

    def _get_pass_end(self):
        """Return until when the pass of this guest opens its page (UTC): the end of the last day."""
        company = self.company_id
        return company._get_office_moment(company._get_office_day(self.visit_id.end_datetime) + timedelta(days=1))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'invited_datetime'}
