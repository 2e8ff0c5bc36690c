from datetime import timedelta

from odoo import api, fields, models

# days ago, kind, drill, who calls for help and where, who answers after how many minutes, how it ended after how many
STORY = [
    (150, 'fire', True, 'receptionist', "Drill of the first half of the year", 'officer', 3, 14,
     "All were outside after 11 minutes. The door to the garage stuck: facilities were told."),
    (41, 'water', False, 'employee', "Water comes out of the ceiling of the pantry", 'receptionist', 2, 35,
     "The main tap was turned off, the plumber came at 11."),
    (12, 'injury', True, 'receptionist', "Somebody has fainted in the meeting room", 'officer', 1, 6,
     "The first-aid kit was found at once, the list of first aiders was out of date."),
    (3, 'power', False, 'head', "No light on the second floor", 'manager', 6, 48,
     "A fuse, changed by the house technician. Nobody was in the lift."),
]


class OfficeEmergencyDemo(models.AbstractModel):
    """Emergencies and drills of the demo company, by the verbs and under their clock."""
    _name = 'office.emergency.demo'
    _description = 'Emergencies of the Demo Company'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        now = fields.Datetime.now().replace(hour=2, minute=40, second=0)  # a morning in China
        with TimeMachine(self.env) as clock:
            for days, kind, is_drill, caller, note, taker, answered, ended, result in STORY:
                begin = now - timedelta(days=days)
                clock.travel(begin)
                emergency = self._as(caller).create({
                    'kind_id': self.env.ref(f'office_admin_reception.office_emergency_kind_{kind}').id,
                    'note': note, 'is_drill': is_drill})
                emergency.action_raise()
                for minute in range(1, answered + 1):
                    clock.travel(begin + timedelta(minutes=minute))
                    called = emergency.sudo()  # sudo: as the scheduled action does
                    if called.next_datetime <= fields.Datetime.now():
                        called._call_next()
                clock.travel(begin + timedelta(minutes=answered))
                taken = emergency.with_user(self._get_user(taker))
                taken.action_take()
                clock.travel(begin + timedelta(minutes=ended))
                taken._do_with_reason('done', result)

    def _as(self, name):
        company = self.env.ref('office_admin_base.demo_company')
        return self.env['office.emergency'].with_user(self._get_user(name)).with_company(company)

    def _get_user(self, name):
        return self.env.ref(f'office_admin_base.demo_user_{name}')
