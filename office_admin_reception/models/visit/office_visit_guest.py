from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.chinese import CharacterIndex, NameField
from odoo.addons.office_admin_base.touch import touch_rows

from .office_visit_states import HERE, PLANNED, STAYING

PRESENCE = [
    ('expected', "Expected"), ('inside', "Inside"), ('out', "Out for a While"), ('left', "Left"), ('absent', "Absent")]

PATIENCE = timedelta(hours=12)
"""So long after a visit should have ended its guests may still come."""

ONE_STAY = timedelta(hours=12)
"""Up to this length a visit is one stay, although it may go beyond midnight."""

BY = [
    ('guest', "Guest"), ('desk', "Front Desk"), ('host', "Host"), ('night', "Nobody: closed at the end of the day")]
"""Who said that a guest is here or has gone."""


class OfficeVisitGuest(models.Model):
    """One guest of a visit. Guests are no contacts: their data stands here only, and each field says what it is for.

    For other parts of the app: ``_sign_in`` and ``_sign_out`` are the only ways into and out of the house, and move
    the visit with them.
    """
    _name = 'office.visit.guest'
    _description = 'Guest'
    _inherit = ['office.public.mixin', 'office.workflow.line.mixin']
    _order = 'visit_id, is_leader desc, id'
    _workflow_parent_field = 'visit_id'
    _public_path = '/office/visit/pass/'

    visit_id = fields.Many2one('office.visit', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='visit_id.company_id', store=True, precompute=True, index=True)
    begin_datetime = fields.Datetime(related='visit_id.begin_datetime')
    employee_id = fields.Many2one(related='visit_id.employee_id')
    name = NameField(
        "Guest", required=True, index='trigram',
        help="Kept so that the front desk knows who comes and who is in the house.")
    organisation = NameField(
        index='trigram', help="Kept so that the host and the front desk know for whom the guest comes.")
    email = fields.Char("E-mail", help="Kept to send the invitation, and changes of it, to the guest.")
    phone = fields.Char(help="Kept to reach the guest on the day of the visit.")
    plate = fields.Char("Number Plate", help="Kept to let the car of the guest onto the parking place.")
    lang = fields.Selection(
        lambda self: self.env['res.lang'].get_installed(), "Language",
        default=lambda self: self.env.lang or self.env.user.lang,
        help="Kept to write to the guest in their language.")
    is_leader = fields.Boolean("Leader", help="Kept to know whom to ask about a group.")
    state = fields.Selection(
        PRESENCE, "Presence", default='expected', required=True, readonly=True, copy=False, index=True,
        help="Kept to know who is in the house, above all in an emergency.")
    arrive_datetime = fields.Datetime(
        "Arrived On", readonly=True, copy=False, help="Kept as the record of who was in the house when.")
    arrive_by = fields.Selection(BY, "Signed In By", readonly=True, copy=False, help="Kept to see who checked it.")
    leave_datetime = fields.Datetime(
        "Left On", readonly=True, copy=False, help="Kept as the record of who was in the house when.")
    left_by = fields.Selection(
        BY, "Signed Out By", readonly=True, copy=False, help="Kept to see who checked it, and whether anybody did.")

    stay_ids = fields.One2many('office.visit.stay', 'guest_id', "Stays", readonly=True, copy=False)

    _name_idx = CharacterIndex('name')
    _organisation_idx = CharacterIndex('organisation')
    _inside_idx = models.Index("(company_id, visit_id) WHERE state IN ('inside', 'out')")

    @api.depends('name', 'organisation')
    def _compute_display_name(self):
        for guest in self:
            guest.display_name = f'{guest.name} ({guest.organisation})' if guest.organisation else guest.name

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a guest whom the user may not see
        if come := self.filtered('arrive_datetime'):
            raise UserError(self.env._(
                "%(guests)s has been here, and stays on the list of %(visits)s.",
                guests=come._get_names(), visits=come.visit_id._get_names()))
        return super().unlink()

    def action_sign_in(self):
        """Let these guests in, as the front desk, and ask first where they come otherwise than announced."""
        self._check_desk()
        visit = self.visit_id
        if len(visit) == 1 and visit.state in PLANNED and (action := visit._ask_odd_arrival(self)):
            return action
        self._sign_in('desk', self.env['office.visit']._get_desk_place())
        return True

    def _let_in(self, place):
        """Sign these guests in as the front desk, which has seen how they come otherwise than announced; that stays.

        :param place: the site or building where they are, or none
        """
        self._check_desk()
        odd = {visit: visit._get_odd_arrival(place) for visit in self.visit_id if visit.state in PLANNED}
        self._sign_in('desk', place)
        for visit, note in odd.items():
            visit._write_as_system({'arrive_note': note})

    def action_sign_out(self):
        """Note that these guests have gone, as the front desk, or as the host who has taken them to the door."""
        is_desk = self.env['office.visit']._has_role('officer')
        self._check_desk(or_host=True)
        self._sign_out('desk' if is_desk else 'host')
        return True

    def _check_desk(self, or_host=False):
        """:raise AccessError: the user is not of the front desk, nor the host where they may do it as well"""
        self.check_access('read')
        visits = self.visit_id
        verb = 'leave' if or_host else 'arrive'
        who = visits._get_transitions()[verb][2]
        visits._check_who(verb, who, None)

    @api.model
    def _get_expected_domain(self, company):
        """Return the domain of guests whom the front desk of ``company`` may meet today and who have not come yet."""
        now = fields.Datetime.now()
        tomorrow = company._get_office_moment(company._get_office_today() + timedelta(days=1))
        return (Domain('company_id', '=', company.id) & Domain('state', 'in', ('expected', 'out')) & Domain(
            'visit_id', 'any', [
                ('state', 'in', HERE[1:]), ('begin_datetime', '<', tomorrow), ('end_datetime', '>', now - PATIENCE)]))

    @api.model
    def _clean(self, vals):
        """Return ``vals`` with texts of one line, as they go into mails and onto badges."""
        return vals | {
            name: ' '.join(vals[name].split()) for name in ('name', 'organisation', 'email', 'phone', 'plate')
            if isinstance(vals.get(name), str)}

    # Into the house and out of it

    def _sign_in(self, by, place=None):
        """Note that these guests are in the house now. The caller has checked who says so.

        The first of a visit moves it: to *arrived*, by which the host is called, or back from *out for a while*.

        :param str by: who says so, a key of :data:`BY`
        :param place: the site or building where they are; where they are expected if left out
        :raise UserError: one of them is in the house already, or the visit has ended
        """
        visits = self.visit_id
        touch_rows(visits)
        if ended := visits.filtered(lambda visit: visit.state not in HERE):
            raise UserError(self.env._(
                "%(visits)s has ended (%(state)s). Register the guest as a new visit.", visits=ended._get_names(),
                state=ended[0]._get_states()[ended[0].state].label))
        if inside := self.filtered(lambda guest: guest.state == 'inside'):
            raise UserError(self.env._(
                "%(guests)s is in the house already, of %(visits)s, and need not be signed in once more.",
                guests=inside._get_names(), visits=inside.visit_id._get_names()))
        self._enter(by, place)
        visits._follow_guests_in(self, place)

    def _sign_out(self, by):
        """Note that these guests are not in the house any more. The caller has checked who says so.

        Who comes back on another day of the same visit is *out* until then. The last of a visit moves it.

        :param str by: who says so, a key of :data:`BY`
        :raise UserError: one of them is not here
        """
        visits = self.visit_id
        touch_rows(visits)
        if gone := self.filtered(lambda guest: guest.state not in ('inside', 'out')):
            raise UserError(self.env._(
                "%(guests)s is not in the house, according to %(visits)s.",
                guests=gone._get_names(), visits=gone.visit_id._get_names()))
        out = self.filtered(lambda guest: guest.state == 'inside' and guest._is_back_tomorrow(by))
        out._go('out', by)
        (self - out)._go('left', by)
        visits._follow_guests_out()

    def _is_back_tomorrow(self, by):
        """Return whether this guest, who goes now, comes back on another day of the visit."""
        visit, now = self.visit_id, fields.Datetime.now()
        if visit.end_datetime - visit.begin_datetime <= ONE_STAY:
            return False
        # at the end of the day it is tomorrow already
        last = max(self.sudo().stay_ids.mapped('in_datetime')) if by == 'night' else now
        day, last_day = (visit.company_id._get_office_day(moment) for moment in (last, visit.end_datetime))
        return now < visit.end_datetime and day < last_day

    def _enter(self, by, place=None):
        """Write that these guests are inside, and when they came."""
        now = fields.Datetime.now()
        for guest_sudo in self.sudo():  # sudo: nobody writes the presence of guests
            first = {} if guest_sudo.arrive_datetime else {'arrive_datetime': now, 'arrive_by': by}
            guest_sudo._write_as_system({'state': 'inside', 'leave_datetime': False, 'left_by': False, **first})
        self.env['office.visit.stay']._create_as_system([{
            'visit_id': guest_sudo.visit_id.id, 'guest_id': guest_sudo.id, 'in_datetime': now, 'in_by': by,
            'place_id': guest_sudo.visit_id._get_arrival_place(place).id,
        } for guest_sudo in self.sudo()])

    def _go(self, state, by):
        """Write that these guests are *out* or have *left*, and when they went; who is out already went before."""
        now = fields.Datetime.now()
        for guest_sudo in self.sudo():  # sudo: nobody writes the presence of guests
            went = {'leave_datetime': now, 'left_by': by}
            if stay := guest_sudo.stay_ids.filtered(lambda stay: not stay.out_datetime):
                stay._write_as_system({'out_datetime': now, 'out_by': by})
            elif guest_sudo.leave_datetime:
                went = {}
            guest_sudo._write_as_system({'state': state, **went})

    # What may be written by whom

    def _check_by_hand(self, names):
        super()._check_by_hand(names)
        come = self.filtered('arrive_datetime')
        if come and not self.env['office.visit']._has_role('officer'):
            raise AccessError(self.env._(
                "%(guests)s has arrived. Ask the front desk to correct what is written of them.",
                guests=come._get_names()))

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(self._fields, HERE)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'state', 'arrive_datetime', 'arrive_by', 'leave_datetime', 'left_by', 'stay_ids'}

    # The pass of a guest, a public page

    def _get_public_lang(self):
        return self.lang or ''

    def _is_public(self):
        return super()._is_public() and self.visit_id.state in (*STAYING, 'expected')
