from datetime import time, timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Command

# name, in Chinese, place, whether guests are escorted, purposes
AREAS = [
    ("Meeting Rooms", "会议区", 'a2', False, ['meeting', 'interview']),
    ("Offices", "办公区", 'a3', True, ['contractor']),
    ("Laboratory", "实验室", 'lab', True, []),
]

# person, valid for so many days from today
INDUCTIONS = [("Dong Liang 董亮", 300), ("Kang Hua 康华", -20)]
FIRM = "Boyin Service 博印服务"

STAFF = ('manager', 'officer', 'receptionist', 'head', 'employee', 'chen', 'yang', 'ting', 'lei', 'qiang')


class OfficeHouseDemo(models.AbstractModel):
    """Gives the demo company areas, papers of contractors, and a drill, by the verbs."""
    _name = 'office.house.demo'
    _description = 'House of the Demo Company'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        now, today = fields.Datetime.now(), company._get_office_today()
        drill = company._get_office_moment(today - timedelta(days=20), time(10))
        self._make_areas()
        with TimeMachine(self.env) as clock:
            clock.travel(drill - timedelta(hours=1))
            self._make_papers(today)
            self._come()
            self._drill(clock, drill)
            clock.travel(now - timedelta(hours=1))
            self._come()

    def _as(self, login, model):
        user = self.env.ref(f'office_admin_base.demo_user_{login}')
        return self.env[model].with_user(user).with_company(self.env.company)

    def _make_areas(self):
        is_chinese = bool(self.env['res.lang']._get_data(code='zh_CN'))
        for name, chinese, place, needs_escort, purposes in AREAS:
            area = self._as('manager', 'office.visit.area').create({
                'name': name, 'place_id': self.env.ref(f'office_admin_place.demo_place_{place}').id,
                'needs_escort': needs_escort, 'company_id': self.env.company.id})
            if is_chinese:
                area.with_context(lang='zh_CN').name = chinese
            for purpose in purposes:
                self.env.ref(f'office_admin_reception.purpose_{purpose}').area_ids = [Command.link(area.id)]

    def _make_papers(self, today):
        permit = self._as('receptionist', 'office.visit.permit').create({
            'organisation': FIRM, 'work': "Repair of copiers and printers 复印机、打印机维修",
            'valid_from': today - timedelta(days=20), 'valid_until': today + timedelta(days=120),
            'company_id': self.env.company.id})
        permit.with_user(self.env.ref('office_admin_base.demo_user_manager')).action_issue()
        self._as('receptionist', 'office.visit.permit').create({
            'organisation': "Anda Lifts 安达电梯", 'work': "Yearly inspection of the lift 电梯年检",
            'valid_from': today + timedelta(days=4), 'valid_until': today + timedelta(days=6),
            'company_id': self.env.company.id})
        for name, days in INDUCTIONS:
            self._as('receptionist', 'office.visit.induction').create({
                'name': name, 'organisation': FIRM, 'version': "2026-01", 'date': today - timedelta(days=65),
                'valid_until': today + timedelta(days=days), 'company_id': self.env.company.id})

    def _come(self):
        for login in STAFF:
            self._as(login, 'office.presence').action_come()

    def _drill(self, clock, begin):
        """Call all, as two people with phones."""
        rolls = self._as('receptionist', 'office.roll.call')
        site = self.env.ref('office_admin_place.demo_place_campus')

        def say(what, seconds, login='receptionist', **values):
            clock.travel(begin + timedelta(seconds=seconds))
            phone = self._as(login, 'office.roll.call')
            phone._receive([{
                'key': str(uuid4()), 'uid': phone.env.uid, 'time': fields.Datetime.now().isoformat() + '+00:00',
                'what': what, 'scope': f'{self.env.company.id},{site.id}', 'kind': 'drill', **values}])

        say('start', 0)
        [roll] = rolls.search([('state', '=', 'running')])
        for number, person in enumerate(roll.person_ids):
            say('safe', 95 + 17 * number, ('receptionist', 'officer')[number % 2],
                person=person.person_key, person_name=person.name)
        say('end', 420)
        roll.note = "The bell cannot be heard in the laboratory. 实验室听不到警铃。"
