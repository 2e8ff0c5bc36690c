from datetime import time, timedelta

from odoo import api, fields, models

# name, kind, note
THINGS = [
    ("Badge 01 访客证", 'badge', False), ("Badge 02 访客证", 'badge', False), ("Badge 03 访客证", 'badge', False),
    ("Badge 04 访客证", 'badge', False), ("Key 301 钥匙", 'key', "Store room 301 301 储藏室"),
    ("Key 105 钥匙", 'key', "Bicycle shed 自行车棚"), ("Umbrella 1 雨伞", 'umbrella', False),
    ("Umbrella 2 雨伞", 'umbrella', False),
]

# what, what it looks like, where exactly, days ago, who reports it
FOUND = [
    ("Umbrella 雨伞", "Dark blue, wooden handle 深蓝色，木柄", "Under a chair 椅子下", 100, 'employee'),
    ("Phone 手机", "Black, cracked glass 黑色，屏幕有裂纹", "On the counter 前台柜台上", 6, 'head'),
    ("Water bottle 水杯", "Steel, sticker of a panda 不锈钢，熊猫贴纸", "Copy room 文印室", 3, 'ting'),
    ("USB stick U盘", "Silver, 32 GB 银色 32GB", "Meeting table 会议桌上", 0, 'lei'),
]

# what guests have said of their visits, the latest first
SAID = [('5', "Everybody was friendly, and the tea was good. 大家都很热情，茶也很好。"), ('4', ""),
        ('2', "It was hard to find a place to park. 停车位不好找。"), ('5', "")]


class OfficeDeskDemo(models.AbstractModel):
    """Gives the demo company what its front desk lends and keeps, and what guests have said, by the verbs."""
    _name = 'office.desk.demo'
    _description = 'Things of the Front Desk of the Demo Company'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        today, now = company._get_office_today(), fields.Datetime.now()
        with TimeMachine(self.env) as clock:
            self._lend(clock, company, today, now)
            for subject, description, where, days, login in FOUND:
                clock.travel(min(company._get_office_moment(today - timedelta(days=days), time(9)), now))
                self._find(subject, description, where, days, login)
        guests = self.env['office.visit.guest'].search(
            [('company_id', '=', company.id), ('state', '=', 'left')], order='leave_datetime desc', limit=len(SAID))
        for guest, (rating, comment) in zip(guests, SAID, strict=False):
            feedback = guest.feedback_ids or self.env['office.visit.feedback']._create_as_system(
                [{'guest_id': guest.id}])
            feedback._answer(rating, comment)

    def _as(self, login, model):
        user = self.env.ref(f'office_admin_base.demo_user_{login}')
        return self.env[model].with_user(user).with_company(self.env.company)

    def _lend(self, clock, company, today, now):
        place = self.env.ref('office_admin_place.demo_place_campus')
        things = self._as('receptionist', 'office.desk.thing').create([
            {'name': name, 'kind': kind, 'note': note, 'place_id': place.id, 'company_id': company.id}
            for name, kind, note in THINGS])
        guests = self._as('receptionist', 'office.visit.guest').search(
            [('company_id', '=', company.id), ('state', '=', 'inside')], limit=2)
        for thing, guest in zip(things, guests, strict=False):
            thing._lend_to_guest(guest)
        clock.travel(company._get_office_moment(today - timedelta(days=5), time(17)))
        for thing, login, days in ((things[4], 'chen', 90), (things[6], 'employee', 2)):
            employee = self.env.ref(f'office_admin_base.demo_user_{login}').sudo().employee_id
            thing._lend_to_employee(employee, today + timedelta(days=days - 5))
        clock.travel(now)

    def _find(self, subject, description, where, days, login):
        thing = self._as(login, 'office.found.thing').create({
            'subject': subject, 'description': description, 'place_note': where, 'company_id': self.env.company.id,
            'place_id': self.env.ref('office_admin_place.demo_place_campus').id})
        thing.action_report()
        if not days:
            return
        kept = thing.with_user(self.env.ref('office_admin_base.demo_user_receptionist'))
        kept.kept_at = "Front desk, drawer 2 前台二号抽屉"
        kept.action_take_in()
        if 'Phone' in subject:
            kept._transition('claim', {
                'claim_employee_id': self.env.ref('office_admin_base.demo_user_yang').sudo().employee_id.id,
                'claim_proof': "Could unlock it 能解锁", 'claim_datetime': fields.Datetime.now()})
