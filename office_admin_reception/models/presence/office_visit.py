from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ..visit.office_visit_states import STAYING

CRON = 'office_admin_reception.ir_cron_close'
BATCH = 200

ONE_NIGHT = timedelta(hours=24)
"""Who is here for less than that, over midnight, is not forgotten before the visit should have ended."""


class OfficeVisit(models.Model):
    """What nobody has said: that guests did not come, or have gone."""
    _inherit = 'office.visit'

    close_datetime = fields.Datetime(
        "Closed On", readonly=True, copy=False, index='btree_not_null',
        help="When it is next looked at whether somebody has forgotten to sign the guests out, or they did not come.")

    @api.model
    def _cron_close(self):
        """Note who did not come, and sign out who was forgotten, in batches."""
        self._run_in_batches(
            CRON, self._search_to_close, self.__class__._close_forgotten, self.__class__._put_off_closing)

    def _search_to_close(self):
        return self.search(
            [('close_datetime', '<=', fields.Datetime.now())], order='close_datetime, id', limit=BATCH)

    def _put_off_closing(self):
        self._write_as_system({'close_datetime': fields.Datetime.now() + timedelta(days=1)})

    def _close_forgotten(self):
        """Close what is over of these visits; called as superuser by the scheduled action."""
        now = fields.Datetime.now()
        for visit in self:
            moment = visit._get_closing_moment()
            if not moment or moment > now:  # guests have come since it was planned
                visit._write_as_system({'close_datetime': moment})
            elif visit.state == 'expected':
                visit._transition('miss', by=ENGINE)
            elif forgotten := visit._filter_guests('inside'):
                forgotten._sign_out('night')
                visit._message_log(body=self.env._(
                    "Not signed out: %(count)s. Closed at the end of the day.", count=len(forgotten)))
            elif visit.state in STAYING:
                visit._transition('leave', by=ENGINE)

    def _plan_closing(self):
        """Note when these visits are looked at next, from where they and their guests are now; called as superuser."""
        for visit in self:
            moment = visit._get_closing_moment()
            if moment != visit.close_datetime:
                visit._write_as_system({'close_datetime': moment})

    def _get_closing_moment(self):
        """Return when this visit is over without anybody saying so (UTC), or False."""
        if self.state == 'expected':
            return self.end_datetime + timedelta(hours=self.company_id.office_visit_miss_hours)
        if self.state not in STAYING:
            return False
        open_stays = self.guest_ids.stay_ids.filtered(lambda stay: not stay.out_datetime)
        if not open_stays:
            went = self.guest_ids.filtered('leave_datetime').mapped('leave_datetime')
            return self._get_midnight(max([self.end_datetime, *went]))
        came = min(open_stays.mapped('in_datetime'))
        midnight = self._get_midnight(came)
        return max(midnight, self.end_datetime) if self.end_datetime - came < ONE_NIGHT else midnight

    def _get_midnight(self, moment):
        """Return the end of the day of ``moment`` (UTC) where the company is."""
        company = self.company_id
        return company._get_office_moment(company._get_office_day(moment) + timedelta(days=1))

    def write(self, vals):
        result = super().write(vals)
        if 'end_datetime' in vals:
            self.sudo()._plan_closing()  # sudo: nobody writes when it is closed
        return result

    def _after_transition(self, verb):
        super()._after_transition(verb)
        self.sudo()._plan_closing()  # sudo: as above

    @api.model
    def _get_not_signed_out_domain(self):
        """Return the domain of visits of which somebody was not signed out."""
        return Domain('guest_ids', 'any', [('left_by', '=', 'night')])

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'close_datetime'}
