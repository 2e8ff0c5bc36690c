from contextvars import ContextVar
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import ormcache

from odoo.addons.office_admin_worktime.held import held

# What a message says, of whom, when and where. The rest, like who has starred it, is no history.
CONTENT = {
    'attachment_ids', 'author_guest_id', 'author_id', 'body', 'create_date', 'create_uid', 'date', 'email_from',
    'is_internal', 'message_id', 'message_type', 'model', 'parent_id', 'partner_ids', 'reply_to', 'res_id', 'subject',
    'subtype_id', 'tracking_value_ids'}

PEOPLE = ('comment', 'user_notification')
"""The types of messages that people write; all others are written by the system."""


# True while a message is made by ``message_post`` of a document, and not by hand.
_posting = ContextVar('office_history_posting', default=False)


class MailThread(models.AbstractModel):
    """A document whose chatter can be relied upon: one of ours, or one of Odoo as long as it carries one of ours.

    People write in their own name and now, what the system has logged stays as it is, and only authors amend what they
    wrote, by Odoo's own *Edit*, which shows it. System code in superuser mode writes as always.
    """
    _inherit = 'mail.thread'

    def message_post(self, **kwargs):
        with held(_posting):
            return super().message_post(**kwargs)

    @api.model
    def message_process(self, model, message, custom_values=None, save_original=False, strip_attachments=False,
                        thread_id=None):
        # Odoo lets every user hand in a mail, believes its sender, and writes as superuser where the caller says
        if not self.env.su and (custom_values or thread_id or not self.env.user._is_system()):
            raise AccessError(self.env._("Mails are taken in by the server alone."))
        return super().message_process(
            model, message, custom_values=custom_values, save_original=save_original,
            strip_attachments=strip_attachments, thread_id=thread_id)

    def _message_compute_author(self, author_id=None, email_from=None):
        if not self.env.su and self._keeps_history():
            self._check_own_name(author_id, email_from)
        return super()._message_compute_author(author_id, email_from)

    def _check_can_update_message_content(self, messages):
        if self._keeps_history() and messages.filtered(
                lambda message: message.author_id != self.env.user.partner_id):
            raise AccessError(self.env._("Only its author can change a message of %(documents)s.",
                                         documents=self.display_name or self._description))
        super()._check_can_update_message_content(messages)

    def message_change_thread(self, new_thread, new_parent_message=False):
        if not self.env.su and (self._keeps_history() or new_thread._keeps_history()):
            self.check_access('read')  # so that no refusal names what the user may not see
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
    def _can_keep_history(self):
        """Whether documents of this kind may have a history that nobody forges."""
        return self.env['office.history.mixin']._has_history(self._name) or any(self._get_history_links())

    def _keeps_history(self):
        """Whether one of these documents has a history that nobody forges; of ours each one, even a new one."""
        return self.env['office.history.mixin']._has_history(self._name) or bool(self._filter_keeping_history())

    def _filter_keeping_history(self):
        """Return those of these documents that have a history that nobody forges, as superuser.

        Of ours that are all; of Odoo's those that carry one of ours now, themselves or in a line.
        """
        if self.env['office.history.mixin']._has_history(self._name):
            return self.sudo()
        if not self._can_keep_history():
            return self.browse()
        links, line_links = self._get_history_links()
        return self.sudo().exists().filtered(lambda document: (
            any(document[name] for name in links)
            or any(line[name] for lines, name in line_links for line in document[lines])))

    @api.model
    @ormcache('self._name')
    def _get_history_links(self):
        """Return by what documents of Odoo carry ours: names of fields, and pairs of a field of lines and one of them.

        Read from the registry, so that whatever module links one of ours to a document of Odoo is held to it.
        """
        has_history = self.env['office.history.mixin']._has_history

        def is_stored_link(field):
            return field.type == 'many2one' and field.store

        def is_document(name):
            # a document, or a part of one that is nothing without it
            return has_history(name) or name.startswith('office.') and any(
                is_stored_link(field) and field.required and has_history(field.comodel_name)
                for field in self.env[name]._fields.values())

        def get_links(model):
            return [name for name, field in model._fields.items()
                    if is_stored_link(field) and is_document(field.comodel_name)]

        if self._abstract or self._name.startswith('office.'):
            return (), ()
        lines = [
            (name, model) for name, field in self._fields.items()
            if field.type == 'one2many' and field.store and not field.comodel_name.startswith('office.')
            # what only repeats of its own document whose it is, is no line of it
            and not (model := self.env[field.comodel_name])._fields[field.inverse_name].compute]
        return tuple(get_links(self)), tuple((name, link) for name, model in lines for link in get_links(model))


class OfficeHistoryMixin(models.AbstractModel):
    """A document of ours, whose chatter can be relied upon from the beginning."""
    _name = 'office.history.mixin'
    _description = 'Document with a History'
    _inherit = 'mail.thread'

    def message_post(self, *, message_type='notification', **kwargs):
        # anybody who may read the document can call this: a message of his looks like one, and not like a log entry
        return super().message_post(message_type=message_type if self.env.su else 'comment', **kwargs)

    @api.model
    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() - {'message_type'}

    def _message_get_suggested_recipients(self, *args, **kwargs):
        if not self:  # what is hidden or gone arrives as nothing
            raise AccessError(self._get_refused_link_message())
        return super()._message_get_suggested_recipients(*args, **kwargs)

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
        if self.env.su or not vals.keys() & CONTENT:
            return super().write(vals)
        self._check_no_history()
        result = super().write(vals)
        self._check_no_history()  # nor does it become a part of one
        return result

    def unlink(self):
        if not self.env.su:
            self._check_no_history()
        return super().unlink()

    def _filter_history(self):
        """Return those of these messages that belong to a document whose history nobody forges, as superuser."""
        found = self.sudo().browse()
        for name, messages in self.sudo().grouped('model').items():
            thread = self.env.get(name)
            if hasattr(thread, '_keeps_history') and thread._can_keep_history():
                kept = set(thread.browse(filter(None, messages.mapped('res_id')))._filter_keeping_history()._ids)
                found |= messages.filtered(lambda message, kept=kept: message.res_id in kept)
        return found

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
        # Odoo's own documents log in the name of the user
        is_plain = self.message_type in PEOPLE or _posting.get() and not thread._name.startswith('office.')
        if not is_now or not is_plain or self.tracking_value_ids:
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

    def _filter_history(self):
        """Return those of these messages that will belong to a history that nobody forges."""
        return self.filtered(
            lambda message: self.env[message.model].browse(message.res_id)._filter_keeping_history())

    def _check_own_message(self):
        """:raise AccessError: one of these is on a document with a history and of somebody else"""
        if self.env.su:
            return
        for message in self.sudo()._filter_history():
            author = message.author_id if message.create_uid == self.env.user else message.create_uid.partner_id
            self.env[message.model]._check_own_name(author.id)


class MailComposeMessage(models.TransientModel):
    _inherit = 'mail.compose.message'

    def _evaluate_res_ids(self):
        ids = super()._evaluate_res_ids()  # some come from the context of who presses “Send”
        if not self.env.su and self.model in self._get_guarded_models():
            self._check_readable(self.env[self.model].browse(ids))
        return ids

    def _prepare_mail_values(self, res_ids):
        values_by_id = super()._prepare_mail_values(res_ids)
        thread = self.env.get(self.model)
        if self.env.su or not hasattr(thread, '_keeps_history'):
            return values_by_id
        partner = self.env.user.partner_id
        kept = set(thread.browse(values_by_id)._filter_keeping_history()._ids)
        for values in (values for res_id, values in values_by_id.items() if res_id in kept):
            if self.template_id and not thread._name.startswith('office.'):
                # templates of Odoo send in the name of whoever answers for the document
                values.update(author_id=partner.id, email_from=partner.email_formatted)
            thread._check_own_name(values.get('author_id'), values.get('email_from') or None)
        return values_by_id
