from odoo import api, fields, models
from odoo.fields import Domain

ACTIVITY_TYPE = 'office_admin_assets.mail_activity_type_asset_date'


class MaintenanceEquipment(models.Model):
    """Who looks after an asset is reminded before its warranty, insurance or lease ends, or an inspection is due."""
    _inherit = 'maintenance.equipment'

    asset_reminded = fields.Json(readonly=True, copy=False, help="For which day of which date somebody was reminded.")

    @api.model
    def _get_date_words(self):
        """Hook: ``{name of a date of the card: what is to be done}``."""
        return {
            'warranty_date': self.env._("Warranty ends: look at it once more"),
            'asset_inspection_date': self.env._("Inspection is due"),
            'asset_insurance_date': self.env._("Insurance ends: renew it"),
            'asset_lease_end_date': self.env._("To be returned, or the lease renewed"),
        }

    @api.model
    def _cron_remind_of_dates(self):
        """Remind of what is due soon, once for each date, and let go of warranties that are over."""
        cards = Domain('asset_code', '!=', False) & Domain('asset_state', '!=', 'ended')
        for company in self.env['res.company'].search([]):
            today = company._get_office_today()
            until = fields.Date.add(today, days=company.asset_reminder_days)
            own = cards & Domain('company_id', '=', company.id)
            for name in self._get_date_words():
                self.search(own & Domain(name, '>=', today) & Domain(name, '<=', until))._remind_of(name)
            over = self.search(own & Domain('asset_due_date', '<', today) & Domain('warranty_date', '<', today))
            self.env.add_to_compute(self._fields['asset_due_date'], over)

    def _remind_of(self, name):
        """Give who looks after these cards an activity for their date ``name``, if they have had none for that day."""
        for card in self:
            day = fields.Date.to_string(card[name])
            if (card.asset_reminded or {}).get(name) == day:
                continue
            user = card._get_reminded_user()
            if not user:
                continue
            words = card.with_context(lang=user.lang)._get_date_words()[name]
            card.activity_schedule(ACTIVITY_TYPE, date_deadline=card[name], summary=words, user_id=user.id)
            card._write_as_system({'asset_reminded': {**(card.asset_reminded or {}), name: day}})

    def _get_reminded_user(self):
        """Return who looks after this card: its keeper, or who keeps the ledger."""
        self.ensure_one()
        users = self.env['res.users'].concat(*self._get_reminded_candidates())
        return users.filtered(lambda user: user.active and self.with_user(user).has_access('read'))[:1]

    def _get_reminded_candidates(self):
        """Hook: the users who may be reminded, the first of them who is there is."""
        company = self.company_id
        return [self.asset_keeper_id.user_id, company.asset_responsible_id, self.env.ref(
            'office_admin_assets.group_officer')._get_people(company).sorted('id')]

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_reminded'}
