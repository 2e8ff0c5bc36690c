from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

from ...groups import OFFICER

MAX_OPEN_DAYS = 60
JOB = 'office_admin_supplies.ir_cron_round_calendar'


class OfficeSupplyRoundSchedule(models.Model):
    """When collection rounds open by themselves, for how long, for what, and who runs them."""
    _name = 'office.supply.round.schedule'
    _description = 'Schedule of Collection Rounds'
    _inherit = ['office.schedule.mixin']
    _order = 'next_date, id'
    _check_company_auto = True
    _schedule_cron = JOB

    name = fields.Char("Subject", required=True, translate=True, help="What departments read.")
    weekday = fields.Selection(string="Opens On")
    day = fields.Integer("Opens on Day")
    open_days = fields.Integer("Open for (working days)", required=True, default=5)
    category_ids = fields.Many2many('product.category', string="Only These Categories")
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, default=lambda self: self.env.user, check_company=True,
        domain=lambda self: [('all_group_ids', 'in', self.env.ref(OFFICER).ids), ('share', '=', False)])
    next_date = fields.Date("Next Round")

    @api.constrains('open_days')
    def _check_days(self):
        for schedule in self:
            if not 1 <= schedule.open_days <= MAX_OPEN_DAYS:
                raise ValidationError(self.env._(
                    "%(schedule)s: rounds are open for one to %(max)s working days.", schedule=schedule.name,
                    max=MAX_OPEN_DAYS))

    def action_open_now(self):
        """Open a round of this schedule today, beside those that open by themselves."""
        self.ensure_one()
        self.check_access('write')
        self._check_responsible()
        return self._open_round()._get_form_action()

    def _check_responsible(self):
        """:raise UserError: who is responsible could not run a round"""
        for schedule in self:
            if not schedule.user_id._filtered_working(schedule.company_id) or not schedule.user_id.has_group(OFFICER):
                raise UserError(self.env._(
                    "%(user)s, who is responsible for %(schedule)s, is no officer of supplies any more. Choose "
                    "somebody else.", user=schedule.user_id.name, schedule=schedule.name))

    def _open_round(self):
        """Open a round as the responsible officer, and tell the pages of all that it is open."""
        self.ensure_one()
        # as the officer, since the round is his: he answers for it and does not approve it; sudo: the scheduled action
        rounds = self.env['office.supply.round'].with_user(self.user_id).sudo()
        today = rounds._get_approval_day(self.company_id)
        supply_round = rounds.create({
            'title': f"{self.name} {format_date(self.env, today, date_format='yyyy-MM')}",
            'company_id': self.company_id.id,
            'employee_id': self.user_id.with_company(self.company_id).employee_id.id,
            'close_date': self._get_close_date(today),
            'category_ids': self.category_ids.ids,
        })
        supply_round._transition('open', by=ENGINE)
        return supply_round

    def _get_close_date(self, today):
        if calendar := self.company_id.resource_calendar_id:
            with suppress(NoWorkingTime):
                work = calendar._get_working_time(self.company_id)
                return work.get_day(work.add_days(fields.Datetime.now(), self.open_days))
        return fields.Date.add(today, days=self.open_days)

    @api.model
    def _cron_open_and_close(self):
        """Open the rounds of schedules whose day has come and planned ones, close those whose last day is over."""
        self._cron_scheduled()
        rounds = self.env['office.supply.round']
        for verb, search in (('open', rounds._search_to_open), ('close', rounds._search_to_close)):
            rounds._run_in_batches(
                JOB, search, lambda supply_round, verb=verb: supply_round._transition(verb, by=ENGINE),
                rounds.__class__._put_off)

    def _do_scheduled(self):
        self._check_responsible()
        self._open_round()

    def _get_problem_words(self):
        return self.env._(
            "No round could be opened. Look whether %(user)s is an officer of supplies with an employee record in "
            "%(company)s.", user=self.user_id.name, company=self.company_id.name)
