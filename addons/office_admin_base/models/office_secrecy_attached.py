from odoo import api, models
from odoo.exceptions import UserError


class MailMessage(models.Model):
    _name = 'mail.message'
    _inherit = ['mail.message', 'office.secrecy.attached.mixin']
    _document_model_field = 'model'

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()


class MailMail(models.Model):
    """A mail carries a message, and goes by its name."""
    _inherit = 'mail.mail'

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = mail.sudo().mail_message_id.display_name  # sudo: the message hides its name itself


class MailNotification(models.Model):
    """Odoo lets every employee read who was notified of what."""
    _name = 'mail.notification'
    _inherit = ['mail.notification', 'office.secrecy.message.mixin']


class MailTrackingValue(models.Model):
    _name = 'mail.tracking.value'
    _inherit = ['mail.tracking.value', 'office.secrecy.message.mixin']


class MailMessageTranslation(models.Model):
    _name = 'mail.message.translation'
    _inherit = ['mail.message.translation', 'office.secrecy.message.mixin']
    _message_field = 'message_id'


class MailMessageReaction(models.Model):
    """Odoo lets administrators read who was pleased by what."""
    _name = 'mail.message.reaction'
    _inherit = ['mail.message.reaction', 'office.secrecy.message.mixin']
    _message_field = 'message_id'


class MailMessageLinkPreview(models.Model):
    """Odoo lets those who give rights read to what pages a message links."""
    _name = 'mail.message.link.preview'
    _inherit = ['mail.message.link.preview', 'office.secrecy.message.mixin']
    _message_field = 'message_id'


class MailMessageSchedule(models.Model):
    _name = 'mail.message.schedule'
    _inherit = ['mail.message.schedule', 'office.secrecy.message.mixin']


class MailFollowers(models.Model):
    _name = 'mail.followers'
    _inherit = ['mail.followers', 'office.secrecy.attached.mixin']


class MailScheduledMessage(models.Model):
    _name = 'mail.scheduled.message'
    _inherit = ['mail.scheduled.message', 'office.secrecy.attached.mixin']
    _document_model_field = 'model'

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()


class RatingRating(models.Model):
    _name = 'rating.rating'
    _inherit = ['rating.rating', 'office.secrecy.attached.mixin']

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()


class MailActivity(models.Model):
    """An activity is only for people who may see its document."""
    _name = 'mail.activity'
    _inherit = ['mail.activity', 'office.secrecy.attached.mixin']

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()

    @api.constrains('user_id', 'res_model_id', 'res_id')
    def _check_user_may_read(self):
        for activity, document in self._map_restricted_documents().items():
            if activity.user_id and not document._filter_readers(activity.user_id):
                raise UserError(self.env._(
                    "%(person)s may not see %(document)s: give this activity to somebody else.",
                    person=activity.user_id.name, document=document.display_name))

    def _withdraw(self):
        """Remove these activities, whose people may not see the document any more."""
        self.unlink()


class IrAttachment(models.Model):
    """A file of a document that is not public is not public either."""
    _name = 'ir.attachment'
    _inherit = ['ir.attachment', 'office.secrecy.attached.mixin']

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        super()._compute_display_name()
        self._mask_display_name()

    @api.constrains('public', 'res_model', 'res_id')
    def _check_no_public_link(self):
        for attachment, document in self.filtered('public')._map_restricted_documents().items():
            raise UserError(self.env._(
                "“%(file)s” of %(document)s cannot be made public: the document is not.",
                file=attachment.name, document=document.display_name))


class IrBinary(models.AbstractModel):
    """Files are served to whom their document is open, whatever token the link carries, and that is recorded."""
    _inherit = 'ir.binary'

    def _find_record(self, xmlid=None, res_model='ir.attachment', res_id=None, access_token=None, field=None):
        record = super()._find_record(xmlid, res_model, res_id, access_token, field)
        for document in self._get_documents_of(record):
            document.sudo(False).check_access('read')
            self.env['office.secrecy.log']._append(
                document, 'download', record.sudo().name if record._name == 'ir.attachment' else field or False)
        return record

    def _get_documents_of(self, record):
        """Return the restricted documents, as superuser, from which ``record`` is served."""
        if record._name == 'ir.attachment':
            return list(record._map_restricted_documents().values())
        if record._name in self.env['office.secrecy.mixin']._get_secrecy_models():
            return [document for document in record.sudo() if document.secrecy_level != 'public']
        return []


class IrRule(models.Model):
    """Whom a secret concerns is told what he lacks; others hear what Odoo says."""
    _inherit = 'ir.rule'

    def _make_access_error(self, operation, records):
        if records._name in self.env['office.secrecy.mixin']._get_secrecy_models():
            if error := records._make_secrecy_error():
                return error
        return super()._make_access_error(operation, records)
