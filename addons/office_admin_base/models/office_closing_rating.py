from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LOW_RATING = 2
FOLLOW_UP_DAYS = 1
FOLLOW_UP_TYPE = 'office_admin_base.mail_activity_type_follow_up'


class OfficeClosingMixin(models.AbstractModel):
    """What those for whom a document is think of the service; whoever is not content is contacted."""
    _inherit = 'office.closing.mixin'

    can_end_follow_up = fields.Boolean(compute='_compute_can_end_follow_up', compute_sudo=True)

    @api.depends('deadline_ids.end_datetime')
    @api.depends_context('uid')
    def _compute_can_end_follow_up(self):
        for document in self:
            document.can_end_follow_up = document._has_follow_up() and document._is_follow_up_user()

    def action_follow_up_done(self):
        self._check_can_end_follow_up()
        return self._open_dialog('office.closing.reason', self.env._("Follow-Up Done"), 'follow_up')

    def _do_with_reason(self, verb, reason):
        if verb != 'follow_up':
            return super()._do_with_reason(verb, reason)
        self._end_follow_up(reason)
        return True

    def rating_apply(self, *args, **kwargs):
        """Odoo's door for links and tokens, which is closed here."""
        raise UserError(self.env._("Open the document and confirm it: you are asked there how the service was."))

    def _rate(self, rating, comment):
        """Keep what the current user thinks of the service; a low rating calls for a contact within a working day.

        :param int rating: 1 to 5, 0 for none
        """
        if rating not in range(6):
            raise UserError(self.env._("Rate from 1 (very bad) to 5 (very good)."))
        for document_sudo in self.sudo():  # sudo: who rates has no write access
            if rating:
                self.env['rating.rating']._append(document_sudo, rating, comment)
            if rating and comment:
                body = self.env._("Confirmed, %(rating)s of 5: %(comment)s", rating=rating, comment=comment)
            elif rating:
                body = self.env._("Confirmed, %(rating)s of 5", rating=rating)
            else:
                body = self.env._("Confirmed: %(comment)s", comment=comment) if comment else self.env._("Confirmed")
            document_sudo._message_log(body=body)
        if 0 < rating <= LOW_RATING:
            self._start_follow_up()

    def _start_follow_up(self):
        self._start_deadline('follow_up', FOLLOW_UP_DAYS)
        for document_sudo in self.sudo():  # sudo: activities for others
            document_sudo._schedule_quietly(
                FOLLOW_UP_TYPE, dict.fromkeys(document_sudo._get_follow_up_users(), document_sudo),
                lambda env: env._("Ask what went wrong: the service was rated low"))

    def _end_follow_up(self, note):
        """Record that somebody has talked to those who were not content.

        :param str note: what came out of it
        :raise AccessError: the user does not serve such documents, or it is his own
        :raise UserError: nobody waits for a contact
        """
        self._check_can_end_follow_up()
        self._end_deadline('follow_up')
        for document_sudo in self.sudo():  # sudo: activities of others, and nobody has write access
            document_sudo.activity_unlink([FOLLOW_UP_TYPE], only_automated=False)
            document_sudo._message_log(body=self.env._("Follow-up: %(note)s", note=note))

    def _check_can_end_follow_up(self):
        self.check_access('read')
        if idle := self.filtered(lambda document: not document.sudo()._has_follow_up()):
            raise UserError(self.env._(
                "%(documents)s: nobody waits for a contact.", documents=idle._get_names()))
        if foreign := self.filtered(lambda document: not document._is_follow_up_user()):
            raise AccessError(self.env._(
                "%(documents)s: who was not content is contacted by “%(right)s”, and not by himself.",
                documents=foreign._get_names(), right=self.env.ref(self._get_officer_group()).sudo().full_name))

    def _has_follow_up(self):
        """Say whether somebody waits for a contact; in superuser mode."""
        return any(one.kind == 'follow_up' and not one.end_datetime for one in self.deadline_ids)

    def _is_follow_up_user(self):
        user = self.env.user
        return (user.has_group(self._get_officer_group()) or user in self._get_follow_up_users()) and (
            user not in self._get_concerned_users())

    def _get_follow_up_users(self):
        """Return who has to contact those who were not content: who answers for it, never these people themselves."""
        concerned = self._get_concerned_users()
        return self._get_accountable_users() - concerned or self._get_deadline_managers() - concerned

    def _get_deadline_holders(self, kind):
        return self._get_follow_up_users() if kind == 'follow_up' else super()._get_deadline_holders(kind)

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'follow_up': self.env._("Follow-Up")}
