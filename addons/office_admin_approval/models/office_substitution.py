from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class OfficeSubstitution(models.Model):
    """Who decides for whom, from when until when, and what: the right begins and ends by itself, at the minute."""
    _name = 'office.substitution'
    _description = 'Substitute'
    _inherit = ['office.history.mixin', 'mail.activity.mixin']
    _mail_post_access = 'read'
    _order = 'start desc, id desc'
    _rec_name = 'substitute_id'

    user_id = fields.Many2one(
        'res.users', "Acting For", required=True, index=True, ondelete='restrict', domain=[('share', '=', False)],
        default=lambda self: self.env.user)
    substitute_id = fields.Many2one(
        'res.users', required=True, index=True, ondelete='restrict', domain=[('share', '=', False)])
    start = fields.Datetime("From", required=True, default=fields.Datetime.now)
    stop = fields.Datetime("Until", required=True)
    res_model = fields.Selection(
        lambda self: self.env['office.approval.rule']._selection_res_model(), "Decides on",
        help="Empty: on all documents.")
    scope = fields.Char("Documents", compute='_compute_scope')
    reason = fields.Char()
    is_proposal = fields.Boolean(
        readonly=True, copy=False, help="Nobody has accepted it yet, so it gives no right.")
    status = fields.Selection(
        [('proposed', "Proposed"), ('planned', "Planned"), ('current', "Now"), ('ended', "Ended")],
        compute='_compute_status', search='_search_status')
    is_begun = fields.Boolean(readonly=True, copy=False, help="What waits was shown to the substitute.")
    is_ended = fields.Boolean(readonly=True, copy=False, help="What waits was taken from the substitute.")
    waiting_count = fields.Integer("Waiting Decisions", compute='_compute_waiting_count', compute_sudo=True)

    _period_check = models.Constraint('CHECK(start < stop)', "A substitution ends after it begins.")
    _people_check = models.Constraint('CHECK(user_id != substitute_id)', "Nobody can stand in for himself.")
    _substitute_idx = models.Index('(substitute_id, stop)')
    _switch_idx = models.Index('(start, stop) WHERE NOT is_ended')

    @api.depends('start', 'stop', 'is_proposal')
    def _compute_status(self):
        now = fields.Datetime.now()
        for substitution in self:
            # in a new form one of them may be missing
            is_planned = not substitution.start or substitution.start > now
            is_over = substitution.stop and substitution.stop <= now
            substitution.status = 'planned' if is_planned else 'ended' if is_over else 'current'
            if substitution.is_proposal and not is_over:
                substitution.status = 'proposed'

    def _search_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        accepted = Domain('is_proposal', '=', False)
        domains = {
            'proposed': Domain('is_proposal', '=', True) & Domain('stop', '>', now),
            'planned': accepted & Domain('start', '>', now),
            'current': accepted & Domain('start', '<=', now) & Domain('stop', '>', now),
            'ended': Domain('stop', '<=', now),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends('res_model')
    @api.depends_context('lang')
    def _compute_scope(self):
        kinds = dict(self._fields['res_model']._description_selection(self.env))
        for substitution in self:
            substitution.scope = kinds.get(substitution.res_model) or self.env._("Everything")

    @api.depends('status')
    @api.depends_context('uid')
    def _compute_waiting_count(self):
        counts = defaultdict(int)
        for user, model, count in self.env['office.approval.assignment']._read_group(
                [('user_id', 'in', self.user_id.ids), ('is_open', '=', True),
                 ('approval_id.is_document_cleared', '=', True)],  # what is secret to the reader is not counted for him
                ['user_id', 'res_model'], ['__count']):
            counts[user, model] += count
            counts[user, False] += count
        for substitution in self:
            is_current = substitution.status == 'current'
            substitution.waiting_count = is_current and counts[substitution.user_id, substitution.res_model]

    @api.depends('user_id', 'substitute_id')
    def _compute_display_name(self):
        for substitution in self:
            if not substitution.substitute_id:
                substitution.display_name = False
                continue
            substitution.display_name = self.env._(
                "%(substitute)s for %(user)s",
                substitute=substitution.substitute_id.name, user=substitution.user_id.name or '')

    @api.constrains('res_model')
    def _check_res_model(self):
        kinds = dict(self.env['office.approval.rule']._selection_res_model())
        if self.filtered(lambda substitution: substitution.res_model and substitution.res_model not in kinds):
            raise ValidationError(self.env._("Choose a kind of documents that are approved, or leave it empty."))

    @api.constrains('user_id', 'substitute_id')
    def _check_people(self):
        for substitution in self:
            substitute = substitution.substitute_id
            values = {'substitute': substitute.name, 'user': substitution.user_id.name}
            if not substitute._filtered_working(None):
                raise ValidationError(self.env._(
                    "%(substitute)s is no active internal user and cannot stand in for %(user)s.", **values))
            # sudo: in which companies a colleague works
            if not substitute._filtered_working(substitution.user_id.sudo().company_ids):
                raise ValidationError(self.env._(
                    "%(substitute)s works in no company of %(user)s and cannot stand in there.", **values))

    @api.constrains('user_id', 'substitute_id', 'start', 'stop', 'res_model', 'is_proposal')
    def _check_circle(self):
        for substitution in self:
            if substitution.user_id in substitution._get_followers():
                raise ValidationError(self.env._(
                    "%(substitution)s would close a circle: at the same time somebody in the chain is substituted by "
                    "%(user)s. Choose another substitute or another period.",
                    substitution=substitution.display_name, user=substitution.user_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        # only our own code proposes, and what it has proposed gives no right
        vals_list = [self._remove_flags(vals) | {'is_begun': False, 'is_ended': False} for vals in vals_list]
        if not self.env.su:
            vals_list = [vals | {'is_proposal': False} for vals in vals_list]
        substitutions = super().create(vals_list)
        substitutions._check_whose()
        substitutions._schedule()
        return substitutions

    def write(self, vals):
        self._check_whose()
        if not self.env.su:
            vals = self._remove_flags(vals)
        if vals.keys() & {'user_id', 'substitute_id', 'start', 'res_model'}:
            self._check_not_begun()
        if 'stop' in vals and (ended := self.filtered(lambda substitution: substitution.status == 'ended')):
            raise UserError(self.env._(
                "%(substitution)s has ended and stays as it was. Make a new one instead.",
                substitution=ended[0].display_name))
        result = super().write(vals)
        if vals.keys() & {'user_id', 'substitute_id', 'start', 'stop', 'res_model'}:
            self._check_whose()
            self._schedule()
        return result

    def unlink(self):
        self._check_whose()
        self._check_not_begun()
        return super().unlink()

    def action_accept(self):
        """Give the right that was only proposed."""
        self._check_whose()
        for substitution in self:
            if substitution.status != 'proposed':
                raise UserError(self.env._(
                    "%(substitution)s is no open proposal.", substitution=substitution.display_name))
            substitution_sudo = substitution.sudo()  # sudo: the flag is not set by hand
            substitution_sudo.is_proposal = False
            substitution_sudo.activity_unlink(['mail.mail_activity_data_todo'])
        self._schedule()
        return True

    def action_end(self):
        """End the right now."""
        now = fields.Datetime.now()
        for substitution in self:
            if substitution.status in ('planned', 'proposed'):
                raise UserError(self.env._(
                    "%(substitution)s has not begun: delete it instead.", substitution=substitution.display_name))
            substitution.stop = max(now, fields.Datetime.add(substitution.start, seconds=1))
        return True

    def _get_followers(self):
        """Return the users who would act for ``user_id`` by this substitution: the substitute, his own, and so on."""
        found = reached = self.substitute_id
        while reached:
            # sudo: substitutions of others are not for everybody
            later = self.sudo().search([
                ('is_proposal', '=', False), ('user_id', 'in', reached.ids),
                ('start', '<', self.stop), ('stop', '>', self.start),
                *([('res_model', 'in', [False, self.res_model])] if self.res_model else [])])
            reached = later.substitute_id - found
            found |= later.substitute_id
        return found

    @api.model
    def _remove_flags(self, vals):
        flags = {'is_begun', 'is_ended'} if self.env.su else {'is_begun', 'is_ended', 'is_proposal'}
        return {name: value for name, value in vals.items() if name not in flags}

    def _check_not_begun(self):
        if begun := self.filtered(lambda substitution: substitution.status in ('current', 'ended')):
            raise UserError(self.env._(
                "%(substitution)s has begun and stays as it is, since decisions may refer to it. End it, and make a "
                "new one if you need to.", substitution=begun[0].display_name))

    def _check_whose(self):
        """:raise UserError: it is for somebody else, and the user does not set approvals up"""
        if self.env.su:
            return
        foreign = self.filtered(lambda substitution: substitution.user_id != self.env.user)
        if self.env.user.has_group('office_admin_approval.group_manager'):
            if own := foreign.filtered(lambda substitution: substitution.substitute_id == self.env.user):
                raise UserError(self.env._(
                    "You cannot name yourself as the substitute of %(user)s. He himself can, or another manager of "
                    "approvals.", user=own[0].user_id.name))
            return
        if foreign:
            raise UserError(self.env._(
                "You can name substitutes for yourself only, not for %(user)s. A manager of approvals can.",
                user=foreign[0].user_id.name))

    def _schedule(self):
        """Show and take away what waits at the moments at which these substitutions begin and end."""
        moments = {max(moment, fields.Datetime.now()) for substitution in self
                   for moment in (substitution.start, substitution.stop)}
        self.env['office.approval']._attend_at(moments)

    @api.model
    def _get_current(self, model):
        """Return ``{user: [(substitute, who has named him)]}``, what is in force now on documents of ``model``."""
        now = fields.Datetime.now()
        current = defaultdict(list)
        # sudo: substitutions of others are not for everybody
        for substitution in self.sudo().search([
                ('is_proposal', '=', False), ('start', '<=', now), ('stop', '>', now),
                ('res_model', 'in', [False, model])]):
            current[substitution.user_id].append((substitution.substitute_id, substitution.create_uid))
        return current

    @api.model
    def _get_standing_in(self, current, holders, closed):
        """Return who may act for ``holders``, substitutes of substitutes included.

        :param dict current: from :meth:`_get_current`
        :param closed: users who asked for the document or gain from it: no right comes from them or through them
        """
        found = self.env['res.users']
        pending = [(holder, self.env['res.users']) for holder in holders]
        seen = set()
        while pending:
            user, makers = pending.pop()
            if user in closed or not user.active or (user, makers) in seen:
                continue
            seen.add((user, makers))
            for substitute, maker in current.get(user, ()):
                named_by = makers if maker == user else makers | maker
                if not named_by & closed and substitute not in named_by:
                    found |= substitute
                    pending.append((substitute, named_by))
        return found - holders - closed

    @api.model
    def _switch(self):
        """Note which substitutions have begun or ended since the last time.

        :return: the users for whom they are, and everybody in whose place these stand
        """
        now = fields.Datetime.now()
        switched = self.search(
            Domain('is_ended', '=', False) & Domain('is_proposal', '=', False) & Domain('start', '<=', now) &
            (Domain('is_begun', '=', False) | Domain('stop', '<=', now)), order='id')
        for substitution in switched:
            substitution.write({'is_begun': True, 'is_ended': substitution.stop <= now})
        found = reached = switched.user_id
        while reached:  # who is substituted by somebody who is substituted, has another one to decide for him, too
            reached = self.search([('substitute_id', 'in', reached.ids), ('stop', '>', now)]).user_id - found
            found |= reached
        return found
