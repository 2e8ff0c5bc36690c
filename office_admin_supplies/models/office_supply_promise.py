from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

MAX_AHEAD = 730  # days from the submission to the day on which it is needed


class OfficeSupplyRequest(models.Model):
    """What the office promises to who asks: an answer, and after it the goods."""
    _inherit = 'office.supply.request'

    told_user_ids = fields.Many2many(
        'res.users', 'office_supply_request_told_rel', string="Told That It Is Late", readonly=True, copy=False,
        help="Heads of the people who are late with this request. For that reason they may read it.")
    can_pause = fields.Boolean(compute='_compute_can_pause', compute_sudo=True)

    @api.depends('deadline_id', 'deadline_ids.status')
    @api.depends_context('uid')
    def _compute_can_pause(self):
        for request in self:
            request.can_pause = request.deadline_status in ('on_time', 'due_soon', 'paused') and (
                request.sudo(False)._is_deadline_pauser(request.deadline_id.kind))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit':
                # what was approved at once has its answer
                self.filtered(lambda request: request.state == 'submitted')._promise_answer()
            case 'approve':
                self._end_deadline('answer')
                self._promise_goods()
            case 'refuse':
                self._end_deadline('answer')
            case 'done':
                self._end_deadline('hand_out')
            case 'reset' | 'cancel':
                self._end_deadline('answer', 'hand_out', outcome='dropped')

    def _check_can_submit(self):
        super()._check_can_submit()
        ahead = timedelta(days=MAX_AHEAD)
        if distant := self.filtered(
                lambda request: request.need_date > request.company_id._get_office_today() + ahead):
            raise UserError(self.env._(
                "%(requests)s is needed in more than %(days)s days. Nobody can promise that: choose an earlier day.",
                requests=distant._get_names(), days=MAX_AHEAD))

    def _promise_answer(self):
        for company, requests in self.grouped('company_id').items():
            company_sudo = company.sudo()  # sudo: settings
            requests._start_deadline('answer', company_sudo.supply_answer_time, company_sudo.supply_answer_rule)

    def _promise_goods(self):
        """Promise to hand out so many working days from now, or on the day on which it is needed if that is later."""
        for (company, is_urgent), requests in self.grouped(
                lambda request: (request.company_id, request.is_urgent)).items():
            company_sudo = company.sudo()  # sudo: settings
            days, rule = company_sudo._get_supply_hand_out_promise(is_urgent)
            calendar = company_sudo.resource_calendar_id
            work = calendar and calendar._get_working_time(company_sudo)
            try:
                starts = {request: request._get_promise_start(work, days, rule) for request in requests if work}
            except NoWorkingTime as error:
                raise calendar._get_no_working_time_error() from error
            requests._start_deadline('hand_out', days, rule, starts)

    def _get_promise_start(self, work, amount, rule):
        """Return from when on to count so that the goods are there on the day on which they are needed, or now."""
        if self.is_urgent or self.need_date <= self.company_id._get_office_today():
            return fields.Datetime.now()
        wanted = work.get_close(self.need_date)
        if rule == 'hours':
            start = work.subtract_hours(wanted, amount)
        else:
            # a second before closing time, since what comes at closing time may count as of the next day
            start = work.subtract_days(wanted, int(amount)) - timedelta(seconds=1)
        return max(start.replace(microsecond=0), fields.Datetime.now())

    def _let_read(self, user):
        super()._let_read(user)
        self._write_as_system({'told_user_ids': [Command.link(user.id)]})

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'told_user_ids'}

    @api.model
    def _get_approval_deadline_kinds(self):
        return super()._get_approval_deadline_kinds() | {'answer'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {
            'answer': self.env._("Answer"), 'hand_out': self.env._("Hand-Out")}

    def _get_deadline_holders(self, kind):
        if kind != 'hand_out':
            return super()._get_deadline_holders(kind)
        if owner := self._filtered_of_company(self.owner_id):
            return owner
        # sudo: who has which right is not for everybody
        officers = self._filtered_of_company(self.env.ref(self._get_officer_group()).sudo().all_user_ids)
        return officers - self._get_deadline_managers() or officers

    def _get_deadline_managers(self):
        managers = self.env.ref('office_admin_supplies.group_manager').sudo().all_user_ids  # sudo: as above
        return self._filtered_of_company(managers)

    def _is_deadline_pauser(self, kind):
        if kind in self._get_approval_deadline_kinds():
            return self.is_my_approval
        return self.env.user.has_group('office_admin_supplies.group_officer')

    def _check_can_pause_deadline(self, kind):
        if not self._is_deadline_pauser(kind):
            raise AccessError(self.env._(
                "%(document)s: only who has to keep the promise may let it rest.", document=self.display_name))
