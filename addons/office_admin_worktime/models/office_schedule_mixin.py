from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

BATCH = 20


class OfficeScheduleMixin(models.AbstractModel):
    """Something that comes back every week or month by itself, in a company: on its day, or when people work again.

    A scheduled action calls :meth:`_cron_scheduled`. What fails is tried again on the next working day, and does not
    stop the others.
    """
    _name = 'office.schedule.mixin'
    _description = 'Schedule'
    _inherit = ['office.batch.mixin']

    _schedule_cron = None
    """External id of the scheduled action."""

    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    rhythm = fields.Selection([('weekly', "Every Week"), ('monthly', "Every Month")], required=True, default='monthly')
    weekday = fields.Selection(
        [('0', "Monday"), ('1', "Tuesday"), ('2', "Wednesday"), ('3', "Thursday"), ('4', "Friday"), ('5', "Saturday"),
         ('6', "Sunday")], "On", default='0')
    day = fields.Integer("On Day", default=1, help="Of the month; in a shorter month, on its last day.")
    next_date = fields.Date(
        "Next Time", compute='_compute_next_date', store=True, readonly=False, required=True, precompute=True,
        help="Where nobody works on that day, it is the next working day.")
    problem = fields.Text(readonly=True, copy=False)

    _next_idx = models.Index("(next_date) WHERE active")

    @api.depends('rhythm', 'weekday', 'day', 'company_id')
    def _compute_next_date(self):
        for schedule in self:
            schedule.next_date = schedule._get_date_from(
                (schedule.company_id or self.env.company)._get_office_today())

    @api.constrains('rhythm', 'weekday', 'day')
    def _check_rhythm(self):
        for schedule in self:
            if schedule.rhythm == 'monthly' and not 1 <= schedule.day <= 31:
                raise ValidationError(self.env._(
                    "%(schedule)s: choose day 1 to 31 of the month.", schedule=schedule.display_name))
            if schedule.rhythm == 'weekly' and not schedule.weekday:
                raise ValidationError(self.env._(
                    "%(schedule)s: say on which day of the week.", schedule=schedule.display_name))

    def _get_date_from(self, date):
        """Return the working day on which it happens the next time, from ``date`` on (with it)."""
        self.ensure_one()
        if self.rhythm == 'weekly':
            found = date + relativedelta(days=(int(self.weekday or 0) - date.weekday()) % 7)
        else:
            found = date + relativedelta(day=self.day or 1)
            found = found if found >= date else date + relativedelta(months=1, day=self.day or 1)
        return (self.company_id or self.env.company)._get_office_workday(found)

    @api.model
    def _cron_scheduled(self):
        """Do what is due wherever it is a working day."""
        self._run_in_batches(
            self._schedule_cron, self._search_due, self.__class__._do_due, self.__class__._put_off)

    @api.model
    def _search_due(self):
        # also what was put on a day before somebody entered that nobody works then
        return self.search(Domain.OR(
            Domain('company_id', '=', company.id) & Domain('next_date', '<=', today)
            for company, today in ((company, company._get_office_today()) for company in self._get_companies())
            if company._get_office_workday(today) == today), limit=BATCH, order='next_date, id')

    @api.model
    def _get_companies(self):
        return self.env['res.company'].union(*(company for [company] in self._read_group([], ['company_id'])))

    def _do_due(self):
        for schedule in self:
            schedule._do_scheduled()
            tomorrow = fields.Date.add(schedule.company_id._get_office_today(), days=1)
            schedule.write({'next_date': schedule._get_date_from(tomorrow), 'problem': False})

    def _put_off(self):
        """Try again on the next working day what could not be done, and say why it was not."""
        tomorrow = fields.Date.add(self.company_id._get_office_today(), days=1)
        self.write({
            'next_date': self.company_id._get_office_workday(tomorrow), 'problem': self._get_problem_words()})

    def _do_scheduled(self):
        """Hook: do what comes back."""
        raise NotImplementedError

    def _get_problem_words(self):
        """Hook: a sentence why it could not be done, and what to look at."""
        return self.env._("It could not be done. An administrator finds the reason in the log of the server.")
