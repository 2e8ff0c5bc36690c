from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..visit.office_visit_states import STAYING


class OfficeVisit(models.Model):
    """What names the guests is kept for a while after the visit, and longer only where somebody holds it."""
    _name = 'office.visit'
    _inherit = ['office.visit', 'office.batch.mixin']

    erase_date = fields.Date(
        "Data Is Kept Until", compute='_compute_erase_date', compute_sudo=True,
        help="After this day, what names the guests is erased.")
    erased_datetime = fields.Datetime("Data Erased On", readonly=True, copy=False)
    hold_ids = fields.One2many(
        'office.visit.hold', 'visit_id', "Holds", readonly=True, copy=False,
        groups='office_admin_reception.group_manager')
    # for whoever sees the visit, and no more than that it is so
    is_data_held = fields.Boolean("Data Is Held", compute='_compute_is_data_held', compute_sudo=True)

    _to_erase_idx = models.Index("(end_datetime, id) WHERE erased_datetime IS NULL")

    @api.depends('purpose_id.keep_days', 'company_id.office_visit_keep_days', 'end_datetime', 'leave_datetime')
    def _compute_erase_date(self):
        for visit in self:
            company = visit.company_id
            end = max(filter(None, (visit.end_datetime, visit.leave_datetime)), default=None)
            days = visit.purpose_id._get_keep_days(company)
            visit.erase_date = end and company._get_office_day(end) + timedelta(days=days)

    @api.depends('hold_ids.state')
    def _compute_is_data_held(self):
        for visit in self:
            visit.is_data_held = 'held' in visit.hold_ids.mapped('state')

    @api.depends('erase_date')
    def _compute_notes(self):
        super()._compute_notes()
        for visit in self.filtered('erase_date'):
            words = self.env._(
                "What identifies you is erased after %(day)s.",
                day=format_date(self.env, visit.erase_date, date_format='long'))
            visit.notice = f'{visit.notice}\n{words}'

    def action_hold_data(self):
        """Open a new hold of the data of this visit."""
        self.ensure_one()
        self.check_access('read')
        if not self._has_role('manager'):
            raise AccessError(self.env._("Data of visits is held by managers of the reception."))
        self._check_not_erased()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Hold the Data"),
            'res_model': 'office.visit.hold',
            'view_mode': 'form',
            'context': {'default_visit_id': self.id, 'default_company_id': self.company_id.id},
        }

    # The end of the period

    @api.model
    def _cron_erase(self):
        """Make what names guests unreadable whose period is over, in batches."""
        self.env['office.visit.privacy']._run_erasing()

    @api.model
    def _get_to_erase_domain(self):
        """Return the domain of visits whose data is kept for too long already, in all companies."""
        purposes = self.env['office.visit.purpose'].with_context(active_test=False).search([])
        domains, moments = [], []
        for company in self.env['res.company'].search([]):
            by_days = purposes.grouped(lambda purpose, company=company: purpose._get_keep_days(company))
            for days, same in by_days.items():
                # the end of the last day, as shown
                before = company._get_office_moment(company._get_office_today() - timedelta(days=days))
                moments.append(before)
                domains.append(
                    Domain('company_id', '=', company.id) & Domain('purpose_id', 'in', same.ids)
                    & Domain('end_datetime', '<', before)
                    & (Domain('leave_datetime', '=', False) | Domain('leave_datetime', '<', before)))
        if not moments:
            return Domain.FALSE
        return (
            Domain('erased_datetime', '=', False) & Domain('state', 'not in', STAYING) & Domain.OR(domains)
            & Domain('end_datetime', '<', max(moments))  # said once for all, an index is used for it
            & Domain('hold_ids', 'not any', [('state', '=', 'held')]))

    # What was erased is not written anew

    def _check_not_erased(self):
        """:raise UserError: the data of one of these visits was erased"""
        if erased := self.filtered('erased_datetime'):
            raise UserError(self.env._(
                "%(visits)s: the data of the guests was erased when its period was over. Announce a new visit.",
                visits=erased._get_names()))

    def _check_not_locked(self, names):
        super()._check_not_locked(names)
        self._check_not_erased()

    def _check_can_announce(self, by=None):
        self._check_not_erased()
        super()._check_can_announce(by)

    def _check_can_arrive(self, by=None):
        self._check_not_erased()
        super()._check_can_arrive(by)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'erased_datetime', 'hold_ids'}
