from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER
from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

MAX_AHEAD = 730  # days from the submission to the day on which it is needed


class OfficeSupplyRequest(models.Model):
    """What the office promises to who asks: an answer, and after it the goods."""
    _inherit = 'office.supply.request'

    def _check_can_submit(self):
        super()._check_can_submit()
        ahead = timedelta(days=MAX_AHEAD)
        if distant := self.filtered(
                lambda request: request.need_date > request.company_id._get_office_today() + ahead):
            raise UserError(self.env._(
                "%(requests)s is needed in more than %(days)s days. Nobody can promise that: choose an earlier day.",
                requests=distant._get_names(), days=MAX_AHEAD))

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        company_sudo = company.sudo()  # sudo: settings
        if kind == ANSWER:
            return company_sudo.supply_answer_time, company_sudo.supply_answer_rule
        return company_sudo._get_supply_hand_out_promise(is_urgent)

    def _is_urgent(self):
        return self.is_urgent

    def _get_promise_starts(self, kind, amount, rule):
        """Promise to hand out so many working days from now, or on the day on which it is needed if that is later."""
        if kind == ANSWER:
            return super()._get_promise_starts(kind, amount, rule)
        company_sudo = self.company_id.sudo()  # sudo: settings
        calendar = company_sudo.resource_calendar_id
        if not calendar:
            return None
        work = calendar._get_working_time(company_sudo)
        try:
            return {request: request._get_promise_start(work, amount, rule) for request in self}
        except NoWorkingTime as error:
            raise calendar._get_no_working_time_error() from error

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

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {'hand_out': self.env._("Hand-Out")}

    def _get_server_name(self):
        return self.env._("Supply room")
