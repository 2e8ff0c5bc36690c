from datetime import timedelta

from odoo import api, fields, models

# name, other names, organisation, what to do, reason in English and Chinese, valid for so many days
WATCHED = [
    ("Gu Peng 顾鹏", "", "", 'refuse',
     "Photographed prototypes in the laboratory without leave. Not to be let in, decided by general management.",
     "未经许可在实验室拍摄样机。总经理决定不予放行。", 300),
    ("Emma Johnson", "Emma Clarke-Johnson", "Helios Test Systems", 'tell',
     "Negotiates for a competitor. Tell the head of sales before she meets anybody else.",
     "竞争对手的谈判代表。与其他人见面前，请先告知销售经理。", 90),
]


class OfficeVisitDemo(models.AbstractModel):
    """Gives the demo company guests with whom not all goes as announced."""
    _inherit = 'office.visit.demo'

    @api.model
    def _load_odd(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        now = fields.Datetime.now()
        midnight = company._get_office_moment(company._get_office_today())
        with TimeMachine(self.env) as clock:
            clock.travel(midnight - timedelta(days=10))
            self._watch()
            self._look_at_guests(clock, midnight)
            self._forget(clock, midnight - timedelta(days=4))
            self._stay_away(clock, midnight - timedelta(days=2))
            self._come_for_days(clock, midnight - timedelta(days=1), now)
            self._walk_in(clock, midnight - timedelta(hours=10))

    def _as(self, login, records):
        return records.with_user(self.env.ref(f'office_admin_base.demo_user_{login}'))

    def _say(self, english, chinese):
        return chinese if self.env['res.lang']._get_data(code='zh_CN') else english

    def _expect(self, clock, host, guests, begin, hours, purpose='meeting'):
        """Announce ``guests`` the day before ``begin``."""
        clock.travel(begin - timedelta(days=1))
        room = ("Meeting Room Broken Bridge", "断桥会议室")
        return self._announce(host, purpose, room, guests, begin, begin + timedelta(hours=hours))

    def _watch(self):
        self._as('manager', self.env['office.watch.person']).create([{
            'name': name, 'other_names': others, 'organisation': organisation, 'kind': kind,
            'reason': self._say(*reason), 'end_date': fields.Date.today() + timedelta(days=days),
            'company_id': self.env.company.id,
        } for name, others, organisation, kind, *reason, days in WATCHED])

    def _look_at_guests(self, clock, midnight):
        """One guest is on the list, one has but such a name, and nobody has looked at the third yet."""
        visit = self._expect(
            clock, 'qiang', [("顾鹏", "Xinshi Media 新视传媒")], midnight - timedelta(days=5) + timedelta(hours=10), 1)
        clock.travel(visit.begin_datetime - timedelta(hours=20))
        self._judge(visit, 'recognise', "The host has shown his card: it is him.", "接待人出示了其名片，确认是本人。")
        self._as('receptionist', visit).action_cancel()

        visit = self._expect(
            clock, 'yang', [("Gu Peng 古鹏", "Huace Metrology 华测计量")],
            midnight - timedelta(days=3) + timedelta(hours=14), 2)
        clock.travel(visit.begin_datetime - timedelta(hours=3))
        self._judge(visit, 'dismiss', "Another family name, and twenty years older.", "姓氏不同，年龄相差二十岁。")
        self._come(clock, visit, visit.begin_datetime, -3)

        self._expect(
            clock, 'lei', [("Emma Jonson", "Helios Test Systems")], midnight + timedelta(days=1, hours=10), 1)

    def _judge(self, visit, verb, *reason):
        hits = self._as('manager', self.env['office.watch.hit']).search([('visit_id', '=', visit.id)])
        hits._do_with_reason(verb, self._say(*reason))

    def _forget(self, clock, day):
        """Nobody signs a guest out."""
        visit = self._expect(
            clock, 'head', [("Luo Bin 罗斌", "Yunqi Media 云栖传媒")], day + timedelta(hours=15), 2)
        desk = self._as('receptionist', visit)
        clock.travel(visit.begin_datetime + timedelta(minutes=7))
        desk.guest_ids._sign_in('desk')
        clock.travel(visit.begin_datetime + timedelta(minutes=10))
        visit.action_receive()
        self._close(clock, visit)

    def _stay_away(self, clock, day):
        """A guest does not come."""
        visit = self._expect(clock, 'employee', [("Wei Na 韦娜", "")], day + timedelta(hours=14), 1, 'interview')
        self._close(clock, visit)

    def _close(self, clock, visit):
        clock.travel(visit.close_datetime)
        visit.sudo()._close_forgotten()  # sudo: as the scheduled action does

    def _come_for_days(self, clock, day, now):
        """Two guests come on three days, and go home in the evening."""
        visit = self._expect(clock, 'manager', [
            ("Lu Ping 陆平", "Zhongjian Certification 中鉴认证"), ("Shi Ying 施颖", "Zhongjian Certification 中鉴认证"),
        ], day + timedelta(hours=9), 56, 'other')
        desk = self._as('receptionist', visit)
        clock.travel(visit.begin_datetime - timedelta(minutes=6))
        desk.guest_ids._sign_in('desk')
        clock.travel(visit.begin_datetime)
        visit.action_receive()
        clock.travel(min(visit.begin_datetime + timedelta(hours=8), now))
        desk.guest_ids._sign_out('desk')
        back = visit.begin_datetime + timedelta(days=1)
        if back < now:
            clock.travel(back)
            desk.guest_ids[0]._sign_in('desk')

    def _walk_in(self, clock, moment):
        """Somebody comes whom nobody has announced, and goes again."""
        clock.travel(moment)
        action = self._as('receptionist', self.env['office.visit.walk.in']).create({
            'company_id': self.env.company.id,
            'name': "Tian Hai 田海",
            'organisation': "Feiyun Express 飞云快递",
            'employee_id': self.env.ref('office_admin_base.demo_employee_ting').id,
            'purpose_id': self.env.ref('office_admin_reception.purpose_delivery').id,
            'place_id': self.env.ref('office_admin_place.demo_place_campus').id,
        }).action_confirm()
        visit = self._as('ting', self.env['office.visit'].browse(action['res_id']))
        clock.travel(moment + timedelta(minutes=2))
        visit.action_receive()
        clock.travel(moment + timedelta(minutes=10))
        self._as('receptionist', visit).guest_ids._sign_out('desk')
