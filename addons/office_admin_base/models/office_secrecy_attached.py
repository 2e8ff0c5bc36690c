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
        for attachment in self.filtered('public'):
            if document := attachment._get_file_owner()._get_restricted_origin():
                raise UserError(self.env._(
                    "“%(file)s” of %(document)s cannot be made public: the document is not.",
                    file=attachment.name, document=document.sudo(False).display_name))

    def _get_file_owner(self):
        """Return the record whose file this is, as superuser; an empty one if it stands for itself."""
        attachment_sudo = self.sudo()
        if attachment_sudo.res_model not in self.env or not attachment_sudo.res_id:
            return attachment_sudo.browse()
        return self.env[attachment_sudo.res_model].sudo().browse(attachment_sudo.res_id).exists()


class Base(models.AbstractModel):
    _inherit = 'base'

    def _get_restricted_origin(self):
        """Return the document, as superuser, that this record is or belongs to, if it has a level but “public”.

        What stands beside a document belongs to it, and what follows from one: messages, approvals, moves of stock.
        """
        guarded = self._get_guarded_models()
        documents = self.env['office.secrecy.mixin']._get_secrecy_models()
        waiting, seen = [self.sudo()], set()
        while waiting:
            record_sudo = waiting.pop()
            if not record_sudo or record_sudo._name not in guarded or record_sudo in seen:
                continue
            seen.add(record_sudo)
            if record_sudo._name not in documents:
                waiting += record_sudo._get_records_above()
            elif record_sudo.secrecy_level != 'public':
                return record_sudo
        return self.browse()

    def _get_records_above(self):
        """Return what this record links to or stands beside, guarded or not."""
        self.ensure_one()
        links = [self[name] for name, field in self._fields.items() if field.store and field.type == 'many2one']
        references = [(self[field.model_field], self[name]) for name, field in self._fields.items()
                      if field.store and field.type == 'many2one_reference']
        return links + [
            self.env[name].browse(number).exists() for name, number in references if number and name in self.env]


class IrBinary(models.AbstractModel):
    """Files of restricted documents are served to whom the record is open that they stand on, whatever token the link
    carries, and that is recorded.
    """
    _inherit = 'ir.binary'

    def _find_record(self, xmlid=None, res_model='ir.attachment', res_id=None, access_token=None, field=None):
        record = super()._find_record(xmlid, res_model, res_id, access_token, field)
        owner = record._get_file_owner() if record._name == 'ir.attachment' else record
        if document := owner._get_restricted_origin():
            owner.sudo(False).check_access('read')
            self.env['office.secrecy.log']._append(
                document, 'download', record.sudo().name if record._name == 'ir.attachment' else field or False)
        return record


class IrRule(models.Model):
    """Whom a secret concerns is told what he lacks; others hear what Odoo says."""
    _inherit = 'ir.rule'

    def _make_access_error(self, operation, records):
        if records._name in self.env['office.secrecy.mixin']._get_secrecy_models():
            if error := records._make_secrecy_error():
                return error
        return super()._make_access_error(operation, records)
