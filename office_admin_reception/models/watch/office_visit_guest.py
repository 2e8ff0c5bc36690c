from odoo import SUPERUSER_ID, api, fields, models


class OfficeVisitGuest(models.Model):
    """Guests are compared with the watch list when they are announced, renamed, and when they arrive."""
    _inherit = 'office.visit.guest'

    watch_hit_ids = fields.One2many(
        'office.watch.hit', 'guest_id', "Watch List", readonly=True, copy=False,
        groups='office_admin_reception.group_watch')
    # for the front desk, and no more than that somebody has to look first
    is_held = fields.Boolean(
        "Has to Wait", compute='_compute_is_held', compute_sudo=True, groups='office_admin_reception.group_officer')

    @api.depends('arrive_datetime', 'watch_hit_ids.state', 'watch_hit_ids.kind')
    def _compute_is_held(self):
        for guest in self:
            guest.is_held = guest.arrive_datetime and bool(guest.watch_hit_ids._filter_holding())

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        guests.filtered(lambda guest: guest.visit_id.state != 'draft')._look_up()
        return guests

    def write(self, vals):
        result = super().write(vals)
        if 'name' in vals:
            self.filtered(lambda guest: guest.visit_id.state != 'draft')._look_up()
        return result

    def _sign_in(self, by, place=None):
        super()._sign_in(by, place)
        self._look_up()
        self.with_user(SUPERUSER_ID).watch_hit_ids.filtered(lambda hit: hit.state == 'open')._tell_watchers()

    def _look_up(self):
        """Compare these guests with the watch list, and let those who keep it know of new likenesses.

        All of it in the name of the system: people read the messages that they have written, and would learn from
        them whom they announce or sign in.
        """
        hits = self.env['office.watch.hit'].with_user(SUPERUSER_ID)
        for company, guests in self.with_user(SUPERUSER_ID).grouped('company_id').items():
            persons = hits.env['office.watch.person'].search(
                hits.env['office.watch.person']._get_valid_domain(company))
            known = {(hit.guest_id, hit.person_id) for hit in guests.watch_hit_ids}
            hits |= hits._create_as_system([
                {
                    'guest_id': guest.id, 'guest_name': guest.name, 'guest_organisation': guest.organisation,
                    'visit_id': guest.visit_id.id, 'person_id': person.id, 'company_id': company.id,
                    'likeness': likeness,
                }
                for (guest, person), likeness in persons._compare(guests).items() if (guest, person) not in known])
        hits.filtered(lambda hit: not hit.guest_id.arrive_datetime)._tell_watchers()
