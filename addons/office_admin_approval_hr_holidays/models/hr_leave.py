from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import ValidationError

DECIDES_SINCE = 365  # days; who had something to decide within them is asked for a substitute


class HrLeave(models.Model):
    """Time off that is approved: who decides meanwhile is proposed to who goes, and he alone accepts it."""
    _inherit = 'hr.leave'

    def _validate_leave_request(self):
        result = super()._validate_leave_request()
        # sudo: who approves time off does not name substitutes; this only proposes
        self.sudo()._propose_substitutes()
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get('state') in ('refuse', 'cancel'):
            self.sudo()._end_substitutions()  # sudo: he need not be the one who has named the substitute
        return result

    def _propose_substitutes(self):
        for leave in self:
            user = leave.employee_id.user_id
            if not user._filtered_working(leave.employee_id.company_id) or leave.date_to <= fields.Datetime.now() \
                    or not leave._is_approver(user):
                continue
            substitute = leave._get_proposed_substitute(user)
            if not substitute or self.env['office.substitution'].search_count([
                    ('user_id', '=', user.id), ('start', '<', leave.date_to), ('stop', '>', leave.date_from)], limit=1):
                continue
            try:
                with self.env.cr.savepoint():
                    proposal = self.env['office.substitution'].with_user(SUPERUSER_ID).create({
                        'user_id': user.id, 'substitute_id': substitute.id, 'start': leave.date_from,
                        'stop': leave.date_to, 'is_proposal': True, 'leave_id': leave.id,
                        'reason': leave.holiday_status_id.with_context(lang=user.lang).name})
            except ValidationError:
                continue  # the substitute is away himself, with this one as his substitute
            leave._tell_of_proposal(proposal)

    def _is_approver(self, user):
        """Whether ``user`` has had something to decide lately, or leads somebody."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DECIDES_SINCE)
        return bool(self.employee_id.child_ids or self.env['hr.department'].search_count(
            [('manager_id', '=', self.employee_id.id)], limit=1) or self.env['office.approval.assignment'].search_count(
                [('user_id', '=', user.id), ('approval_id.start_datetime', '>=', since)], limit=1))

    def _get_proposed_substitute(self, user):
        """Return who stood in the last time, else the manager; nobody who works in no company of ``user``."""
        last = self.env['office.substitution'].search(
            [('user_id', '=', user.id), ('is_proposal', '=', False)], order='stop desc, id desc', limit=1)
        for candidate in (last.substitute_id, self.employee_id.parent_id.user_id):
            if candidate != user and candidate._filtered_working(user.company_ids):
                return candidate
        return user.browse()

    def _tell_of_proposal(self, proposal):
        user = proposal.user_id
        env = self.with_context(lang=user.lang).env
        values = {'substitute': proposal.substitute_id.name}
        proposal.with_user(SUPERUSER_ID).with_context(mail_activity_quick_update=True).activity_schedule(
            'mail.mail_activity_data_todo', user_id=user.id,
            date_deadline=max(user._get_office_day(proposal.start), user._get_office_today()),
            summary=env._("Shall %(substitute)s decide for you while you are away?", **values))
        self.env['mail.thread'].with_user(SUPERUSER_ID).message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Who decides for you while you are away?"),
            body=Markup('<p>%s</p><p><a href="/mail/view?model=office.substitution&amp;res_id=%s">%s</a></p>') % (
                env._("Your time off is approved. %(substitute)s is proposed as your substitute for what you would "
                      "have to decide. Accept it, or choose somebody else.", **values),
                proposal.id, env._("Open the proposal")))

    def _end_substitutions(self):
        """Whoever stays decides himself."""
        for substitution in self.env['office.substitution'].search([('leave_id', 'in', self.ids)]):
            if substitution.status in ('proposed', 'planned'):
                substitution.unlink()
            elif substitution.status == 'current':
                substitution.action_end()
