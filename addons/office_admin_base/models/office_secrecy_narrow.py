from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .office_secrecy_mixin import RESTRICTED


class OfficeSecrecyMixin(models.AbstractModel):
    """What becomes of those who may not see a document, or not any more: nothing of it reaches or stays with them.

    Mails that were sent before stay sent.
    """
    _inherit = 'office.secrecy.mixin'

    can_classify = fields.Boolean(compute='_compute_can_classify')

    @api.depends_context('uid')
    def _compute_can_classify(self):
        is_manager = self._has_role('manager')
        for document in self:
            document.can_classify = bool(document.id) and (is_manager or document.create_uid == self.env.user)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'secrecy_level', 'allowed_user_ids'}:
            self._after_classified()
        return result

    def action_classify(self):
        self.ensure_one()
        self._check_can_classify()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Change Secrecy"),
            'res_model': 'office.secrecy.classify',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id},
        }

    def _classify(self, level, users, reason):
        """Set who may see this document, also after it was submitted.

        :param str level: a key of :data:`~.office_secrecy_mixin.LEVELS`
        :param users: who is allowed beside those whom it concerns
        :param str reason: why; those who may see the document read it there
        :raise AccessError: the user may not decide that
        :raise UserError: he would not see the document himself, or somebody cannot be allowed
        """
        self.ensure_one()
        self._check_can_classify()
        labels = dict(self._fields['secrecy_level']._description_selection(self.env))
        old, name = self.secrecy_level, self.display_name
        self._write_as_system({'secrecy_level': level, 'allowed_user_ids': [Command.set(users.ids)]})
        if not self.has_access('read'):
            raise UserError(self.env._(
                "You would not see %(document)s any more yourself: it does not concern you. Name yourself among the "
                "people allowed.", document=name))
        # sudo: whoever may classify has no write access after it was submitted
        self.sudo()._message_log(body=self.env._(
            "Secrecy: %(old)s → %(new)s. %(reason)s", old=labels[old], new=labels[level], reason=reason))

    def _check_can_classify(self):
        """:raise AccessError: the user is neither who made the document nor one of those who may classify"""
        self.check_access('read')
        if self._has_role('manager'):
            return
        if foreign := self.filtered(lambda document: document.create_uid != self.env.user):
            raise AccessError(self.env._(
                "The secrecy of %(documents)s is up to who asked and to “%(right)s”.",
                documents=', '.join(foreign.mapped('display_name')),
                right=self.env.ref(self._get_role_group('manager')).sudo().full_name))

    def _after_classified(self):
        """Hook: take from those who may not see these documents any more what they have of them."""
        for document_sudo in self.sudo().filtered(lambda document: document.secrecy_level != 'public'):
            document_sudo._withdraw()

    def _withdraw(self):
        self.ensure_one()
        messages = self.env['mail.message'].search([('model', '=', self._name), ('res_id', '=', self.id)])
        notifications = messages.notification_ids
        partners = self.message_partner_ids | messages.partner_ids | notifications.res_partner_id
        partners |= messages.starred_partner_ids
        activities = self.env['mail.activity'].with_context(active_test=False).search(
            [('res_model', '=', self._name), ('res_id', '=', self.id)])
        readers = self._filter_readers(partners.user_ids | activities.user_id)
        gone = partners - readers.partner_id
        self.message_unsubscribe(gone.ids)
        notifications.filtered(lambda one: one.res_partner_id in gone).unlink()
        for message in messages.filtered(lambda one: (one.partner_ids | one.starred_partner_ids) & gone):
            message.write({name: [Command.unlink(partner.id) for partner in message[name] & gone]
                           for name in ('partner_ids', 'starred_partner_ids')})
        activities.filtered(lambda one: one.user_id and one.user_id not in readers)._withdraw()
        self._close_links()

    def _close_links(self):
        """Take back the links by which files of the document could be opened without any right."""
        attachments = self.env['ir.attachment'].search([
            ('res_model', '=', self._name), ('res_id', '=', self.id), ('id', '!=', False),
            '|', ('public', '=', True), ('access_token', '!=', False)])
        attachments.write({'public': False, 'access_token': False})

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or self.sudo().secrecy_level == 'public' or not recipients:
            return recipients
        partners = self.env['res.partner'].sudo().browse([one['id'] for one in recipients if one['id']])
        readers = self.sudo()._filter_readers(partners.user_ids).partner_id
        return [one for one in recipients if one['id'] in readers._ids]

    def _filter_told(self, users):
        """Nobody is told of what they may not see; where that leaves nobody, those who are named are told."""
        users = super()._filter_told(users)
        if self.sudo().secrecy_level not in RESTRICTED:
            return users
        return self._filter_cleared(users) or self._filter_cleared(self.sudo().allowed_user_ids)
