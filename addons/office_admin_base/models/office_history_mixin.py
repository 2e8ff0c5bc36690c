from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What a message says, of whom, when and where. The rest, like who has starred it, is no history.
CONTENT = {
    'attachment_ids', 'author_guest_id', 'author_id', 'body', 'create_date', 'create_uid', 'date', 'email_from',
    'is_internal', 'message_id', 'message_type', 'model', 'parent_id', 'partner_ids', 'reply_to', 'res_id', 'subject',
    'subtype_id', 'tracking_value_ids'}

PEOPLE = ('comment', 'user_notification')
"""The types of messages that people write; all others are written by the system."""


class OfficeHistoryMixin(models.AbstractModel):
    """A document whose chatter can be relied upon.

    People write in their own name and now, what the system has logged stays as it is, and only authors amend what they
    wrote, by Odoo's own *Edit*, which shows it. System code in superuser mode writes as always.
    """
    _name = 'office.history.mixin'
    _description = 'Document with a History'
    _inherit = 'mail.thread'

    def message_post(self, *, message_type='notification', **kwargs):
        # anybody who may read the document can call this: a message of his looks like one, and not like a log entry
        return super().message_post(message_type=message_type if self.env.su else 'comment', **kwargs)

    def _message_compute_author(self, author_id=None, email_from=None):
        if not self.env.su:
            self._check_own_name(author_id, email_from)
        return super()._message_compute_author(author_id, email_from)

    def _check_can_update_message_content(self, messages):
        if messages.filtered(lambda message: message.author_id != self.env.user.partner_id):
            raise AccessError(self.env._("Only its author can change a message of %(documents)s.",
                                         documents=self.display_name or self._description))
        super()._check_can_update_message_content(messages)

    @api.model
    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() - {'message_type'}

    def message_change_thread(self, new_thread, new_parent_message=False):
        if not self.env.su:
            raise AccessError(self.env._(
                "The history of %(documents)s stays with it.", documents=self.display_name or self._description))
        return super().message_change_thread(new_thread, new_parent_message)

    @api.model
    def _check_own_name(self, author_id=None, email_from=None):
        """:raise AccessError: the author or sender is somebody else than the user"""
        partner = self.env.user.partner_id
        if (author_id is not None and author_id != partner.id) or (
                email_from is not None and email_from != partner.email_formatted):
            raise AccessError(self.env._(
                "On %(documents)s everybody writes in their own name. Leave author and sender as they are.",
                documents=self._description))

    @api.model
    def _has_history(self, model):
        """Return whether documents of ``model`` have a history that nobody forges."""
        return model in self.env and isinstance(self.env[model], self.env.registry['office.history.mixin'])


class MailMessage(models.Model):
    _inherit = 'mail.message'

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if not self.env.su:
            # as they have become, whatever the context says
            for message in messages._filter_history():
                message._check_honest()
        return messages

    def write(self, vals):
        if vals.keys() & CONTENT and not self.env.su:
            self._check_no_history()
            if self.env['office.history.mixin']._has_history(vals.get('model')):
                raise self._make_history_error(self.env[vals['model']])
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._check_no_history()
        return super().unlink()

    def _filter_history(self):
        """Return those of these messages that belong to a document whose history nobody forges, as superuser."""
        has_history = self.env['office.history.mixin']._has_history
        return self.sudo().filtered(lambda message: message.res_id and has_history(message.model))

    def _check_no_history(self):
        """:raise AccessError: or a UserError, if one of these belongs to the history of a document"""
        if history := self._filter_history():
            self.check_access('read')  # so that no refusal tells of what the user may not see
            raise self._make_history_error(self.env[history[0].model].browse(history[0].res_id))

    @api.model
    def _make_history_error(self, document):
        # not sudo: who may not read the document does not learn its name
        return UserError(self.env._(
            "Messages of %(documents)s cannot be changed or deleted that way. What you wrote yourself you can edit in "
            "the chatter, and what the system has logged stays.",
            documents=document.display_name if document and document.has_access('read') else document._description))

    def _check_honest(self):
        """:raise AccessError: this new message is of somebody else or another time, or looks like a log entry"""
        thread = self.env[self.model]
        thread._check_own_name(self.author_id.id, self.email_from or self.env.user.partner_id.email_formatted)
        is_now = abs((self.date or fields.Datetime.now()) - fields.Datetime.now()) < timedelta(minutes=5)
        if not is_now or self.message_type not in PEOPLE or self.tracking_value_ids:
            raise AccessError(self.env._(
                "What the system logs on %(documents)s cannot be written by hand. Write a message or a note.",
                documents=thread._description))


class MailTrackingValue(models.Model):
    """What was changed from what to what is history, too, for administrators as well."""
    _inherit = 'mail.tracking.value'

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._check_no_history()
        return values

    def write(self, vals):
        self._check_no_history()
        result = super().write(vals)
        self._check_no_history()
        return result

    def unlink(self):
        self._check_no_history()
        return super().unlink()

    def _check_no_history(self):
        if not self.env.su:
            self.mail_message_id._check_no_history()


class MailScheduledMessage(models.Model):
    """A message that is sent later is its author's until then."""
    _inherit = 'mail.scheduled.message'

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_own_message()
        return messages

    def write(self, vals):
        self._check_own_message()
        result = super().write(vals)
        self._check_own_message()
        return result

    def unlink(self):
        self._check_own_message()
        return super().unlink()

    def _check_own_message(self):
        """:raise AccessError: one of these is on a document with a history and of somebody else"""
        if self.env.su:
            return
        has_history = self.env['office.history.mixin']._has_history
        for message in self.sudo().filtered(lambda message: has_history(message.model)):
            author = message.author_id if message.create_uid == self.env.user else message.create_uid.partner_id
            self.env[message.model]._check_own_name(author.id)


class MailComposeMessage(models.TransientModel):
    _inherit = 'mail.compose.message'

    def _prepare_mail_values(self, res_ids):
        values_by_id = super()._prepare_mail_values(res_ids)
        if self.model and not self.env.su and self.env['office.history.mixin']._has_history(self.model):
            for values in values_by_id.values():
                self.env[self.model]._check_own_name(values.get('author_id'), values.get('email_from') or None)
        return values_by_id
