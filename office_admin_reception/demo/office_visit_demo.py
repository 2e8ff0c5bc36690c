from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..models.visit.office_visit_states import STAYING

# days from today, hour in China, hours, host, purpose, room in English and Chinese, guests: name, organisation
VISITS = [
    (-9, 9.5, 2, 'head', 'meeting', "Meeting Room West Lake", "西湖会议室",
     [("Qin Lan 秦岚", "Huadong Trade 华东商贸"), ("Feng Yu 冯宇", "Huadong Trade 华东商贸")]),
    (-7, 14, 1, 'manager', 'interview', "Meeting Room Broken Bridge", "断桥会议室", [("Jiang Wei 江薇", "")]),
    (-6, 10, 3, 'officer', 'contractor', "Copy Room", "文印室", [("Dong Liang 董亮", "Boyin Service 博印服务")]),
    (-3, 15, 1, 'employee', 'meeting', "Meeting Room West Lake", "西湖会议室",
     [("Emily Clark", "Northwind Tools")]),
    (0, 9, 2, 'employee', 'meeting', "Meeting Room West Lake", "西湖会议室",
     [("Mao Jie 毛杰", "Jinhe Logistics 金河物流"), ("Ren Tao 任涛", "Jinhe Logistics 金河物流"),
      ("Su Qing 苏晴", "Jinhe Logistics 金河物流")]),
    (0, 10, 1, 'chen', 'meeting', "Laboratory", "实验室", [("Daniel Weber", "Rheinwerk Instruments")]),
    (0, 13.5, 1, 'head', 'meeting', "Meeting Room West Lake", "西湖会议室", [("Cai Min 蔡敏", "Yunqi Media 云栖传媒")]),
    (0, 16, 1, 'employee', 'interview', "Meeting Room Broken Bridge", "断桥会议室", [("Bai Xue 白雪", "")]),
    (1, 9.5, 32, 'officer', 'contractor', "Building A", "A 座",
     [("Dong Liang 董亮", "Boyin Service 博印服务"), ("Kang Hua 康华", "Boyin Service 博印服务")]),
    (3, 14, 2, 'employee', 'meeting', "Meeting Room West Lake", "西湖会议室",
     [("Emily Clark", "Northwind Tools"), ("Oliver Reed", "Northwind Tools")]),
]

# field of the site, in English and Chinese
HOUSE = {
    'visit_way': (
        "Metro line 2, station Xixi, exit B. The entrance is beside the bank.",
        "地铁 2 号线西溪站 B 出口，入口在银行旁边。"),
    'visit_parking': (
        "Garage of Building A, level B2. The gate reads your number plate.", "A 座地下二层停车场，道闸自动识别车牌。"),
}


class OfficeVisitDemo(models.AbstractModel):
    """Gives the demo company its guests, by the verbs, at the hours at which they came."""
    _name = 'office.visit.demo'
    _description = 'Guests of the Demo Company'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        now = fields.Datetime.now()
        self._describe_house()
        with TimeMachine(self.env) as clock:
            for days, hour, hours, host, purpose, *room, guests in VISITS:
                begin = company._get_office_moment(
                    company._get_office_day(now) + timedelta(days=days)) + timedelta(hours=hour)
                clock.travel(min(begin, now) - timedelta(days=2))
                visit = self._announce(host, purpose, room, guests, begin, begin + timedelta(hours=hours))
                if begin < now - timedelta(hours=1) or days == 0 and hour < 12:
                    self._come(clock, visit, min(begin, now - timedelta(minutes=30)), days)

    def _describe_house(self):
        """Say what guests read in their invitation."""
        campus = self.env.ref('office_admin_place.demo_place_campus')
        campus.write({name: english for name, (english, _chinese) in HOUSE.items()})
        if self.env['res.lang']._get_data(code='zh_CN'):
            campus.with_context(lang='zh_CN').write({name: chinese for name, (_english, chinese) in HOUSE.items()})

    def _announce(self, host, purpose, room, guests, begin, end):
        is_chinese = bool(self.env['res.lang']._get_data(code='zh_CN'))
        user = self.env.ref(f'office_admin_base.demo_user_{host}')
        visit = self.env['office.visit'].with_user(user).create({
            'company_id': self.env.company.id,
            'begin_datetime': begin,
            'end_datetime': end,
            'purpose_id': self.env.ref(f'office_admin_reception.purpose_{purpose}').id,
            'place_id': self.env.ref('office_admin_place.demo_place_campus').id,
            'room': room[is_chinese],
            'guest_ids': [
                Command.create({'name': name, 'organisation': organisation, 'is_leader': len(guests) > 1 and not index})
                for index, (name, organisation) in enumerate(guests)],
        })
        visit.action_announce()
        return visit

    def _come(self, clock, visit, moment, days):
        """Let the guests of ``visit`` come at ``moment``; who came on another day has gone again."""
        desk = visit.with_user(self.env.ref('office_admin_base.demo_user_receptionist'))
        clock.travel(moment)
        desk.guest_ids._sign_in('desk')
        if days == 0 and visit.guest_count == 1:
            return  # the host has not answered yet
        clock.travel(moment + timedelta(minutes=4))
        visit.action_receive()
        if days < 0:
            clock.travel(visit.end_datetime)
            desk.guest_ids.filtered(lambda guest: guest.visit_id.state in STAYING)._sign_out('desk')
