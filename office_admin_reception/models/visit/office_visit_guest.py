from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .office_visit_states import HERE, STAYING

PRESENCE = [
    ('expected', "Expected"), ('inside', "Inside"), ('out', "Out for a While"), ('left', "Left"), ('absent', "Absent")]

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
    name = fields.Char(
        required=True, index='trigram',
        help="Kept so that the front desk knows who comes and who is in the house.")
    organisation = fields.Char(help="Kept so that the host and the front desk know for whom the guest comes.")
    email = fields.Char("E-mail", help="Kept to send the invitation, and changes of it, to the guest.")
    phone = fields.Char(help="Kept to reach the guest on the day of the visit.")
    plate = fields.Char("Number Plate", help="Kept to let the car of the guest onto the parking place.")
    lang = fields.Selection(
        lambda self: self.env['res.lang'].get_installed(), "Language", default=lambda self: self.env.lang or self.env.user.lang,
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

    _inside_idx = models.Index("(company_id, visit_id) WHERE state IN ('inside', 'out')")

    @api.depends('name', 'organisation')
    def _compute_display_name(self):
        for guest in self:
            guest.display_name = f'{guest.name} ({guest.organisation})' if guest.organisation else guest.name

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a guest whom the user may not see
        if come := self.filtered('arrive_datetime'):
            raise UserError(self.env._(
                "%(guests)s has been here, and stays on the list of %(visits)s.",
                guests=come._get_names(), visits=come.visit_id._get_names()))
        return super().unlink()

    def action_sign_in(self):
        """Let these guests in, as the front desk."""
        self._check_desk()
        self._sign_in('desk')
        return True

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

    # Into the house and out of it

    def _sign_in(self, by):
        """Note that these guests are in the house now. The caller has checked who says so.

        The first of a visit moves it: to *arrived*, by which the host is called, or back from *out for a while*.

        :param str by: who says so, a key of :data:`BY`
        :raise UserError: one of them is in the house already, or the visit has ended
        """
        visits = self.visit_id
        visits._claim()
        if ended := visits.filtered(lambda visit: visit.state not in HERE):
            raise UserError(self.env._(
                "%(visits)s has ended (%(state)s). Register the guest as a new visit.", visits=ended._get_names(),
                state=ended[0]._get_states()[ended[0].state].label))
        if inside := self.filtered(lambda guest: guest.state == 'inside'):
            raise UserError(self.env._(
                "%(guests)s is in the house already, of %(visits)s, and need not be signed in once more.",
                guests=inside._get_names(), visits=inside.visit_id._get_names()))
        now = fields.Datetime.now()
        for guest in self:
            first = {} if guest.arrive_datetime else {'arrive_datetime': now, 'arrive_by': by}
            guest._write_as_system({'state': 'inside', 'leave_datetime': False, 'left_by': False, **first})
        visits._follow_guests_in(self)

    def _sign_out(self, by):
        """Note that these guests are not in the house any more. The caller has checked who says so.

        Who comes back on another day of the same visit is *out* until then. The last of a visit moves it.

        :param str by: who says so, a key of :data:`BY`
        :raise UserError: one of them is not here
        """
        visits = self.visit_id
        visits._claim()
        if gone := self.filtered(lambda guest: guest.state not in ('inside', 'out')):
            raise UserError(self.env._(
                "%(guests)s is not in the house, according to %(visits)s.",
                guests=gone._get_names(), visits=gone.visit_id._get_names()))
        now = fields.Datetime.now()
        for guest in self:
            comes_back = guest.state == 'inside' and not guest.visit_id._is_last_day(now)
            guest._write_as_system({
                'state': 'out' if comes_back else 'left', 'leave_datetime': now, 'left_by': by})
        visits._follow_guests_out()

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
        return super()._get_system_fields() | {'state', 'arrive_datetime', 'arrive_by', 'leave_datetime', 'left_by'}

    # The pass of a guest, a public page

    def _get_public_lang(self):
        return self.lang or ''

    def _is_public(self):
        return super()._is_public() and self.visit_id.state in (*STAYING, 'expected')
