from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.office_admin_worktime import public_holidays

from .signature import draw_signature

# person, who issues it, level, signed so many days ago (None: not yet), last day so many days from now
UNDERTAKINGS = [
    ('manager', 'admin', 'secret', 190, 175),
    ('guohua', 'manager', 'secret', 188, 177),
    ('head', 'manager', 'confidential', 120, 245),
    ('officer', 'manager', 'confidential', 120, 245),
    ('hui', 'manager', 'confidential', 355, 9),
    ('lei', 'manager', 'confidential', 300, 60),
    ('employee', 'manager', 'confidential', None, 364),
]


class OfficeDemo(models.AbstractModel):
    """Gives the demo company the public holidays of its country, and the undertakings that its people have signed."""
    _name = 'office.demo'
    _description = 'Working Days and Undertakings of the Demo Company'

    @api.model
    def _load_years(self):
        company = self.env.ref('office_admin_base.demo_company')
        if not public_holidays.is_available():
            return
        this_year = fields.Date.today().year
        for year in (this_year - 1, this_year):
            self.env['office.adjusted.workday.load'].with_company(company).create({
                'country_id': company.country_id.id,
                'year': str(year),
                'calendar_ids': company.resource_calendar_id.ids,
            }).action_confirm()

    @api.model
    def _sign_undertakings(self):
        # here, so that freezegun is needed for demo data and tests only
        from ..time_machine import TimeMachine
        now = fields.Datetime.now().replace(hour=2, minute=40)  # a morning in China
        with TimeMachine(self.env) as clock:
            for person, issuer, level, signed, ends in UNDERTAKINGS:
                clock.travel(now - timedelta(days=signed or 1))
                undertaking = self._issue_undertaking(person, issuer, level, now + timedelta(days=ends))
                if signed:
                    user = undertaking.user_id
                    undertaking.with_user(user)._sign(draw_signature(user.name))
                if person == 'lei':
                    clock.travel(now - timedelta(days=40))
                    undertaking._withdraw("No longer works on key accounts")

    def _issue_undertaking(self, person, issuer, level, last):
        company = self.env.ref('office_admin_base.demo_company')
        model = self.env['office.secrecy.undertaking'].with_user(self._get_user(issuer)).with_company(company)
        return model.create({
            'user_id': self._get_user(person).id,
            'level': level,
            'training_date': fields.Date.today(),
            'end_date': last.date(),
        })

    def _get_user(self, name):
        return self.env.ref('base.user_admin' if name == 'admin' else f'office_admin_base.demo_user_{name}')
