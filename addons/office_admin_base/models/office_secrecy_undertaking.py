from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

LEVELS = [('confidential', "Confidential"), ('secret', "Secret")]
REMIND_DAYS = 14  # before an undertaking ends
RELEASE_DAYS = 3  # so long after its end it is looked for, should the scheduled action have been off
SIGN_DAYS = 7  # after it was issued


class OfficeSecrecyUndertaking(models.Model):
    """What a person has signed to keep: until it ends or is withdrawn, it clears him for a level in a company.

    A manager issues it after the training, the person signs it himself; nobody writes it.
    """
    _name = 'office.secrecy.undertaking'
    _description = 'Secrecy Undertaking'
    _inherit = ['office.history.mixin', 'mail.activity.mixin', 'office.desk.mixin', 'office.system.mixin']
    _order = 'end_date desc, id desc'
    _rec_name = 'user_id'

    def _default_end_date(self):
        return fields.Date.add(
            self.env.company._get_office_today(), months=self.env.company.office_undertaking_months)

    user_id = fields.Many2one(
        'res.users', "Person", required=True, index=True, ondelete='restrict', domain="[('share', '=', False)]")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, ondelete='restrict', default=lambda self: self.env.company)
    level = fields.Selection(
        LEVELS, required=True, default='confidential', help="Secret includes Confidential.")
    training_date = fields.Date(
        "Trained On", required=True, help="When the person was told how to treat documents of this level.")
    end_date = fields.Date(
        "Valid Until", required=True, default=lambda self: self._default_end_date(),
        help="The last day on which it holds.")
    end_datetime = fields.Datetime("Ends", compute='_compute_end_datetime', store=True, precompute=True)
    text = fields.Html(
        compute='_compute_text', store=True, readonly=False, precompute=True, required=True, sanitize=True)
    sign_datetime = fields.Datetime("Signed On", readonly=True, copy=False, tracking=True)
    # in the table and not as an attachment, which people could replace afterwards
    signature = fields.Image(
        readonly=True, copy=False, attachment=False, max_width=1024, max_height=1024)
    revoke_datetime = fields.Datetime("Withdrawn On", readonly=True, copy=False)
    revoke_reason = fields.Char("Reason for Withdrawal", readonly=True, copy=False, tracking=True)
    status = fields.Selection(
        [('to_sign', "To Sign"), ('valid', "Valid"), ('ended', "Ended"), ('withdrawn', "Withdrawn")],
        compute='_compute_status', search='_search_status')
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _valid_idx = models.Index(
        "(user_id, company_id) WHERE sign_datetime IS NOT NULL AND revoke_datetime IS NULL")

    @api.depends('user_id', 'company_id')
    def _compute_text(self):
        for undertaking in self.filtered(lambda one: one.company_id and not one.sign_datetime):
            lang = undertaking.sudo().user_id.lang or self.env.lang  # sudo: who issues it may not read all of a user
            undertaking.text = undertaking.company_id.with_context(lang=lang)._get_undertaking_text()

    @api.depends('end_date', 'company_id')
    def _compute_end_datetime(self):
        self.end_datetime = False  # without a day nothing is saved
        for undertaking in self.filtered('end_date'):
            try:
                undertaking.end_datetime = undertaking.company_id._get_office_moment(
                    undertaking.end_date + timedelta(days=1))
            except OverflowError as error:
                raise ValidationError(self.env._(
                    "Nobody can promise until %(day)s: choose a nearer day.", day=undertaking.end_date)) from error

    @api.depends('sign_datetime', 'end_datetime', 'revoke_datetime')
    def _compute_status(self):
        now = fields.Datetime.now()
        for undertaking in self:
            if undertaking.revoke_datetime:
                undertaking.status = 'withdrawn'
            elif undertaking.end_datetime <= now:
                undertaking.status = 'ended'
            else:
                undertaking.status = 'valid' if undertaking.sign_datetime else 'to_sign'

    def _search_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        kept = Domain('revoke_datetime', '=', False)
        lasts = kept & Domain('end_datetime', '>', now)
        domains = {
            'withdrawn': ~kept,
            'ended': kept & Domain('end_datetime', '<=', now),
            'valid': lasts & Domain('sign_datetime', '!=', False),
            'to_sign': lasts & Domain('sign_datetime', '=', False),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends('user_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for undertaking in self:
            undertaking.is_mine = undertaking.user_id == self.env.user

    @api.constrains('user_id', 'company_id')
    def _check_user(self):
        for undertaking in self.sudo():
            user, company = undertaking.user_id, undertaking.company_id
            if not user._filtered_working(company):
                raise ValidationError(self.env._(
                    "%(person)s does not belong to %(company)s: choose an employee of this company.",
                    person=user.name, company=company.name))
            if user == self.env.user and company.office_segregation == 'refuse':
                raise ValidationError(self.env._(
                    "%(person)s cannot clear himself or herself. Let another administrative manager issue this "
                    "undertaking, or allow one person in two roles in Settings.", person=user.name))

    @api.constrains('training_date', 'end_date')
    def _check_dates(self):
        for undertaking in self:
            today = undertaking.company_id._get_office_today()
            if undertaking.training_date > today:
                raise ValidationError(self.env._(
                    "The training of %(person)s has to be over first: enter a day that is not in the future.",
                    person=undertaking.user_id.name))
            if undertaking.end_date < today:
                raise ValidationError(self.env._(
                    "The undertaking of %(person)s would end before it begins: choose a later day.",
                    person=undertaking.user_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        undertakings = super().create(vals_list)
        undertakings._ask_to_sign()
        return undertakings

    def _check_by_hand(self, names):
        raise AccessError(self.env._("An undertaking stays as it was issued. Withdraw it, and issue a new one."))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'end_datetime', 'sign_datetime', 'signature', 'revoke_datetime', 'revoke_reason'}

    def unlink(self):
        if signed := self.filtered('sign_datetime'):
            raise UserError(self.env._(
                "What %(people)s signed stays. Withdraw it instead.", people=', '.join(signed.user_id.mapped('name'))))
        return super().unlink()

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'confirm': Domain('user_id', '=', self.env.uid) & Domain('status', '=', 'to_sign')}

    def _prepare_desk_row(self, section):
        levels = dict(self._fields['level']._description_selection(self.env))
        return super()._prepare_desk_row(section) | {
            'name': self.env._("Secrecy undertaking"), 'what': levels[self.level]}

    def _get_desk_buttons(self, section):
        return super()._get_desk_buttons(section) + [
            {'name': 'action_sign', 'label': self.env._("Sign"), 'is_primary': True}]

    def _ask_to_sign(self):
        """Give a to-do to those who have to sign, which leads to what they sign."""
        self._tell_desks(self.sudo().user_id)
        for undertaking_sudo in self.sudo().with_context(mail_activity_quick_update=True):  # sudo: nobody writes it
            user = undertaking_sudo.user_id
            undertaking_sudo.activity_schedule(
                'mail.mail_activity_data_todo', fields.Date.add(self.company_id._get_office_today(), days=SIGN_DAYS),
                user_id=user.id,
                summary=undertaking_sudo.with_context(lang=user.lang).env._("Read and sign the undertaking"))

    def action_sign(self):
        self.ensure_one()
        self._check_can_sign()
        return self._open_dialog('office.secrecy.undertaking.sign', self.env._("Sign"))

    def action_withdraw(self):
        self.ensure_one()
        self._check_can_withdraw()
        return self._open_dialog('office.secrecy.undertaking.withdraw', self.env._("Withdraw"))

    def _open_dialog(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_undertaking_id': self.id},
        }

    def _sign(self, signature):
        """Record that the person has signed.

        :param bytes signature: image, base64
        """
        self.ensure_one()
        self._check_can_sign()
        if not signature:
            raise UserError(self.env._("Sign in the box first."))
        self._write_as_system({'sign_datetime': fields.Datetime.now(), 'signature': signature})
        self._after_changed()

    def _check_can_sign(self):
        self.check_access('read')
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only %(person)s can sign this undertaking.", person=self.user_id.name))
        if self.status != 'to_sign':
            raise UserError(self.env._(
                "This undertaking cannot be signed any more: it is signed, has ended or was withdrawn. Ask the "
                "administrative manager for a new one."))

    def _withdraw(self, reason):
        """End these undertakings now.

        :param str reason: why
        """
        # sudo: the person may have left, and with them whoever may read it
        self.sudo().filtered(lambda one: not one.revoke_datetime)._write_as_system(
            {'revoke_datetime': fields.Datetime.now(), 'revoke_reason': reason})
        self._after_changed()
        self.env['office.hand.over.mixin']._release_from(self.sudo().user_id)

    def _check_can_withdraw(self):
        self.check_access('read')
        if not self.env.user.has_group('office_admin_base.position_manager'):
            raise AccessError(self.env._("Only an administrative manager withdraws undertakings."))
        if self.status not in ('to_sign', 'valid'):
            raise UserError(self.env._("This undertaking has ended already."))

    def _after_changed(self):
        """Forget who is cleared for what, and what was still to do."""
        self.sudo().activity_ids.unlink()  # sudo: those of others, too
        self._tell_desks(self.sudo().user_id)
        for name in self.env['office.secrecy.mixin']._get_secrecy_models():
            self.env[name].invalidate_model(['is_cleared', 'display_name'])

    @api.model
    def _get_users(self, level, company):
        """Return the active users who hold a valid undertaking for ``level`` in ``company``."""
        levels = [level] if level == 'secret' else ['confidential', 'secret']
        # sudo: who has signed what is not for everybody
        return self.sudo().search([
            ('company_id', '=', company.id), ('level', 'in', levels),
            ('status', '=', 'valid')]).user_id._filtered_working(company)

    @api.model
    def _cron_remind(self):
        """Remind who has issued an undertaking that it ends soon, and pass on what somebody cannot see any more."""
        now = fields.Datetime.now()
        just_ended = self.search([('status', '=', 'ended'), ('end_datetime', '>', now - timedelta(days=RELEASE_DAYS))])
        self.env['office.hand.over.mixin']._release_from(just_ended.user_id)
        soon = Domain.OR(
            Domain('company_id', 'in', companies.ids) & Domain('end_date', '<=', today + timedelta(days=REMIND_DAYS))
            for today, companies in self.env['res.company']._get_by_office_today())
        ending = self.search(soon & Domain('status', '=', 'valid')).filtered(
            lambda one: one.user_id._filtered_working(one.company_id))
        for undertaking in ending.filtered(lambda one: not one.activity_ids and not one._get_successor()):
            issuer = undertaking.create_uid
            managers = self.env.ref('office_admin_base.position_manager')._get_people(undertaking.company_id)
            issuer = (issuer & managers or managers)[:1]
            if issuer:
                undertaking.with_context(mail_activity_quick_update=True).activity_schedule(
                    'mail.mail_activity_data_todo', undertaking.end_date, user_id=issuer.id,
                    summary=undertaking.with_context(lang=issuer.lang).env._("Ends soon: issue a new one?"))

    def _get_successor(self):
        self.ensure_one()
        return self.search([
            ('user_id', '=', self.user_id.id), ('company_id', '=', self.company_id.id),
            ('status', 'in', ('valid', 'to_sign')), ('end_date', '>', self.end_date)], limit=1)
