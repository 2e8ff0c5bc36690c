from contextlib import suppress

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_worktime.working_time import NoWorkingTime

from ...groups import OFFICER

BATCH = 20
MAX_OPEN_DAYS = 60
JOB = 'office_admin_supplies.ir_cron_round_calendar'


class OfficeSupplyRoundSchedule(models.Model):
    """When collection rounds open by themselves, for how long, for what, and who runs them."""
    _name = 'office.supply.round.schedule'
    _description = 'Schedule of Collection Rounds'
    _inherit = ['office.batch.mixin']
    _order = 'next_date, id'
    _check_company_auto = True

    name = fields.Char("Subject", required=True, translate=True, help="What departments read.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    rhythm = fields.Selection([('weekly', "Every Week"), ('monthly', "Every Month")], required=True, default='monthly')
    weekday = fields.Selection(
        [('0', "Monday"), ('1', "Tuesday"), ('2', "Wednesday"), ('3', "Thursday"), ('4', "Friday"), ('5', "Saturday"),
         ('6', "Sunday")], "Opens On", default='0')
    day = fields.Integer("Opens on Day", default=1, help="Of the month; in a shorter month, on its last day.")
    open_days = fields.Integer("Open for (working days)", required=True, default=5)
    category_ids = fields.Many2many('product.category', string="Only These Categories")
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, default=lambda self: self.env.user, check_company=True,
        domain=lambda self: [('all_group_ids', 'in', self.env.ref(OFFICER).ids), ('share', '=', False)])
    next_date = fields.Date(
        "Next Round", compute='_compute_next_date', store=True, readonly=False, required=True, precompute=True)
    problem = fields.Text(readonly=True, copy=False)

    _next_idx = models.Index("(next_date) WHERE active")

    @api.depends('rhythm', 'weekday', 'day')
    def _compute_next_date(self):
        for schedule in self:
            schedule.next_date = schedule._get_date_from(
                (schedule.company_id or self.env.company)._get_office_today())

    @api.constrains('rhythm', 'weekday', 'day', 'open_days')
    def _check_days(self):
        for schedule in self:
            if not 1 <= schedule.open_days <= MAX_OPEN_DAYS or not 1 <= schedule.day <= 31:
                raise ValidationError(self.env._(
                    "%(schedule)s: rounds are open for one to %(max)s working days, and begin on day 1 to 31.",
                    schedule=schedule.name, max=MAX_OPEN_DAYS))
            if schedule.rhythm == 'weekly' and not schedule.weekday:
                raise ValidationError(self.env._("%(schedule)s: say on which day of the week.", schedule=schedule.name))

    def action_open_now(self):
        """Open a round of this schedule today, beside those that open by themselves."""
        self.ensure_one()
        self.check_access('write')
        self._check_responsible()
        return self._open_round()._get_form_action()

    def _get_date_from(self, date):
        """Return the first day from ``date`` on (with it) on which a round opens."""
        self.ensure_one()
        if self.rhythm == 'weekly':
            return date + relativedelta(days=(int(self.weekday or 0) - date.weekday()) % 7)
        found = date + relativedelta(day=self.day or 1)
        return found if found >= date else date + relativedelta(months=1, day=self.day or 1)

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
        self._run_in_batches(
            JOB, self._search_due, self.__class__._open_due, self.__class__._put_off)
        rounds = self.env['office.supply.round']
        for verb, search in (('open', rounds._search_to_open), ('close', rounds._search_to_close)):
            rounds._run_in_batches(
                JOB, search, lambda supply_round, verb=verb: supply_round._transition(verb, by=ENGINE),
                rounds.__class__._put_off)

    def _search_due(self):
        domain = Domain.OR([
            Domain('company_id', '=', company.id)
            & Domain('next_date', '<=', self.env['office.supply.round']._get_approval_day(company))
            for company in self.env['res.company'].search([])])
        return self.search(domain, limit=BATCH, order='next_date, id')

    def _open_due(self):
        for schedule in self:
            schedule._check_responsible()
            schedule._open_round()
            today = self.env['office.supply.round']._get_approval_day(schedule.company_id)
            schedule.write({'next_date': schedule._get_date_from(fields.Date.add(today, days=1)), 'problem': False})

    def _put_off(self):
        """Try again tomorrow what could not be opened, and say why it was not."""
        self.write({
            'next_date': fields.Date.add(self.company_id._get_office_today(), days=1),
            'problem': self.env._(
                "No round could be opened. Look whether %(user)s is an officer of supplies with an employee record in "
                "%(company)s.", user=self.user_id.name, company=self.company_id.name)})
