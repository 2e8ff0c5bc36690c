from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.office_admin_base.demo.signature import draw_signature

# key, name, in Chinese, class, brand, model, quantity, cost of all, place, bought so many days ago
THINGS = [
    ('laptop_1', "Laptop 14″", "14 英寸笔记本电脑", 'computer', "Yunhai", "Y14", 1, 5999, 'sales', 340),
    ('laptop_2', "Laptop 14″", "14 英寸笔记本电脑", 'computer', "Yunhai", "Y14", 1, 5999, 'sales', 340),
    ('laptop_3', "Laptop 14″", "14 英寸笔记本电脑", 'computer', "Yunhai", "Y14", 1, 5999, 'finance', 340),
    ('laptop_4', "Laptop 14″", "14 英寸笔记本电脑", 'computer', "Yunhai", "Y14", 1, 5999, 'research', 338),
    ('laptop_5', "Laptop 16″", "16 英寸笔记本电脑", 'computer', "Yunhai", "Y16 Pro", 1, 12999, 'research', 338),
    ('laptop_6', "Laptop 14″", "14 英寸笔记本电脑", 'computer', "Yunhai", "Y14", 1, 5999, 'warehouse', 60),
    ('laptop_7', "Laptop 13″", "13 英寸笔记本电脑", 'computer', "Yunhai", "Y13", 1, 4599, 'warehouse', 900),
    ('screen_1', "Monitor 27″", "27 英寸显示器", 'screen', "Mingjing", "M27", 1, 1299, 'sales', 330),
    ('screen_2', "Monitor 27″", "27 英寸显示器", 'screen', "Mingjing", "M27", 1, 1299, 'finance', 330),
    ('screen_3', "Monitor 27″", "27 英寸显示器", 'screen', "Mingjing", "M27", 1, 1299, 'research', 330),
    ('projector_1', "Projector", "投影仪", 'screen', "Mingjing", "P5", 1, 6800, 'meeting', 500),
    ('projector_2', "Portable Projector", "便携投影仪", 'screen', "Mingjing", "P1", 1, 2600, 'admin', 200),
    ('conference', "Conference System", "视频会议系统", 'screen', "Tongsheng", "C8", 1, 18600, 'board', 150),
    ('camera', "Conference Camera", "会议摄像头", 'screen', "Tongsheng", "C8-V", 1, 4200, 'board', 150),
    ('microphone', "Conference Microphone", "会议麦克风", 'screen', "Tongsheng", "C8-M", 1, 1800, 'board', 150),
    ('printer_1', "Multifunction Printer", "多功能一体机", 'office', "Boyin", "MF420", 1, 0, 'print', 700),
    ('printer_2', "Label Printer", "标签打印机", 'office', "Boyin", "L80", 1, 1150, 'admin', 260),
    ('shredder', "Shredder", "碎纸机", 'office', "Boyin", "S12", 1, 1680, 'finance', 420),
    ('safe', "Safe", "保险柜", 'furniture', "", "", 1, 3900, 'finance', 1500),
    ('chairs', "Meeting Chair", "会议椅", 'furniture', "", "", 60, 21000, 'warehouse', 300),
    ('table', "Board Room Table", "会议桌", 'furniture', "", "", 1, 8800, 'board', 1500),
    ('cabinets', "Filing Cabinet", "文件柜", 'furniture', "", "", 12, 9600, 'admin', 1500),
    ('coffee', "Coffee Machine", "咖啡机", 'appliance', "Xiangyuan", "E2", 1, 3200, 'a3', 410),
    ('purifier', "Air Purifier", "空气净化器", 'appliance', "Xiangyuan", "A4", 1, 1900, 'management', 250),
    ('display', "Advertising Display", "广告屏", 'screen', "", "", 1, 0, 'lobby', 80),
    ('analyzer', "Spectrum Analyzer", "频谱分析仪", 'instrument', "Huace", "SA3", 1, 86000, 'lab', 800),
    ('laptop_8', "Laptop 13″", "13 英寸笔记本电脑", 'computer', "Yunhai", "Y13", 1, 4599, 'research', 1250),
    ('laptop_9', "Laptop 13″", "13 英寸笔记本电脑", 'computer', "Yunhai", "Y13", 1, 4599, 'sales', 1250),
    ('fridge', "Refrigerator", "冰箱", 'appliance', "Xiangyuan", "F2", 1, 1800, 'a3', 1600),
    ('scale', "Precision Scale", "精密天平", 'instrument', "Huace", "B220", 1, 9800, 'lab', 800),
    ('stand', "Trade Fair Stand", "展会展架", 'furniture', "", "", 1, 2400, 'warehouse', 280),
    ('rack', "Brochure Rack", "资料架", 'furniture', "", "", 1, 360, 'warehouse', 280),
    ('lamp', "Stand Lamp", "展架射灯", 'furniture', "", "", 1, 280, 'warehouse', 280),
]

# who got what, so many days ago
GIVEN = [
    ('laptop_1', 'employee', 335), ('screen_1', 'employee', 325), ('laptop_2', 'lei', 335), ('laptop_3', 'hui', 334),
    ('screen_2', 'qiang', 322), ('laptop_4', 'chen', 333), ('laptop_5', 'qian', 330), ('screen_3', 'chen', 320),
    ('projector_2', 'officer', 190), ('analyzer', 'xia', 790), ('scale', 'bin', 780), ('laptop_7', 'ting', 880),
    ('laptop_8', 'chen', 1240), ('laptop_9', 'employee', 1240),
]

# what nobody has by name: which department uses it from the day on which it came
SHARED = {
    'projector_1': 'administration', 'conference': 'administration', 'camera': 'administration',
    'microphone': 'administration', 'printer_1': 'administration', 'printer_2': 'administration',
    'shredder': 'finance', 'safe': 'finance', 'table': 'administration', 'cabinets': 'administration',
    'coffee': 'administration', 'purifier': 'management', 'display': 'sales', 'stand': 'sales', 'rack': 'sales',
    'lamp': 'sales'}

TO_REGISTER = [
    ("Whiteboard on Wheels", "移动白板", 'furniture', 1, 760),
    ("Barcode Scanner", "扫码枪", 'office', 2, 640),
]


class OfficeAssetDemo(models.AbstractModel):
    """Gives the demo company its things, by the verbs, on the days on which they happened."""
    _name = 'office.asset.demo'
    _description = 'Assets of the Demo Company'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company).with_user(
            self.env.ref('office_admin_base.demo_user_officer'))
        company.asset_responsible_id = self.env.user
        # sudo: teams are Maintenance's own
        self.env['maintenance.request'].sudo()._get_company_team(company).member_ids = self.env.user
        now = fields.Datetime.now().replace(hour=2, minute=20, second=0)  # a morning in China
        today = company._get_office_day(now)  # late in the evening there it is tomorrow already
        steps = [(days, self._buy, days, today) for days in {thing[-1] for thing in THINGS}]
        steps += [(days, self._give, key, person) for key, person, days in GIVEN]
        steps += self._get_story()
        cards = {}
        with TimeMachine(self.env) as clock:
            for days, step, *arguments in sorted(steps, key=lambda step: -step[0]):
                clock.travel(now - timedelta(days=days))
                step(cards, *arguments)
        self._enter_new()
        self.env['maintenance.equipment'].sudo()._cron_remind_of_dates()  # sudo: as every night

    def _get_story(self):
        """Return what else happened, ``[(days ago, method, arguments)]``."""
        return [
            (295, self._split, 'chairs', 20, 'board', "For the board room"),
            (290, self._split, 'chairs', 24, 'meeting', "For Meeting Room West Lake"),
            (149, self._join, 'conference', 'camera', 'microphone'),
            (140, self._change, 'laptop_7', 'give_back', "Got a new one", {
                'employee_id': False, 'asset_state': 'in_stock'}),
            (130, self._change, 'laptop_7', 'idle', "Slow, good for the reception", {'asset_state': 'idle'}),
            (75, self._ask_disposal, 'laptop_8', 'chen', 'scrapped', "The board is broken", "主板损坏"),
            (74, self._appraise, 'laptop_8', "A new board costs more than it is worth", "更换主板的费用高于残值"),
            (72, self._decide_disposal, 'laptop_8', 'yang'),
            (70, self._carry_out, 'laptop_8', "Disk taken out and shredded", "硬盘已拆下并粉碎"),
            (45, self._give, 'laptop_6', 'ting'),
            (44, self._move, 'laptop_6', 'sales', "Stands at the desk"),
            (30, self._pass_on, 'laptop_2', 'head', "Change of accounts"),
            (160, self._report_fault, 'shredder', 'officer', "Jams", "卡纸"),
            (158, self._repair, 'shredder', 380),
            (12, self._report_fault, 'shredder', 'officer', "Jams again, and smells of burning", "再次卡纸，有焦味"),
            (12, self._repair, 'shredder', 520, False),
            (2, self._report_fault, 'screen_1', 'employee', "Flickers in the afternoon", "下午屏幕闪烁"),
            (10, self._change, 'projector_2', 'give_back', False, {'employee_id': False, 'asset_state': 'in_stock'}),
            (9, self._lend, 'projector_2', 'yang', 21, "Trade fair"),
            (1, self._hand_over, 'laptop_7', 'hand_out', 'employee', 0, "For visitors at the reception"),
            (6, self._ask_disposal, 'fridge', 'officer', 'sold', "Leaks, and uses much power", "漏水且耗电"),
            (5, self._ask_disposal, 'laptop_9', 'employee', 'scrapped', "Does not start any more", "无法开机"),
            (4, self._appraise, 'laptop_9', "Battery and disk are worn out", "电池和硬盘均已老化"),
            (3, self._decide_disposal, 'laptop_9', 'head'),
            (3, self._move, 'coffee', 'lobby', "Guests wait there"),
        ]

    def _buy(self, cards, days, today):
        things = {number: thing for number, thing in enumerate(THINGS) if thing[-1] == days}
        made = self.env['maintenance.equipment'].create([
            self._prepare_thing(number, thing, today) for number, thing in things.items()])
        for way, group in made.grouped(lambda card: {'own': 'bought'}.get(card.asset_ownership, 'leased')).items():
            group._register_cards({'asset_acquisition': way}, "Before acceptances were kept here")
        for card, (key, _name, chinese, *_more) in zip(made, things.values(), strict=True):
            cards[key] = card
            if department := SHARED.get(key):
                self._share(card, department)
            if self.env['res.lang']._get_data(code='zh_CN'):
                card.with_context(lang='zh_CN').name = chinese

    def _prepare_thing(self, number, thing, today):
        key, name, _chinese, category, brand, model, quantity, cost, place, days = thing
        bought = today - timedelta(days=days)
        return {
            'name': name,
            'category_id': self._get(f'category_{category}').id,
            'company_id': self.env.company.id,
            'equipment_assign_to': 'other',
            'asset_brand': brand,
            'model': model,
            'serial_no': f"{model.replace(' ', '')}-{1000 + 7 * number}" if brand else False,
            'asset_quantity': quantity,
            'cost': cost,
            'place_id': self._get(f'place_{place}', 'office_admin_place').id,
            'asset_acquire_date': bought,
            'warranty_date': fields.Date.add(bought, years=1) if brand else False,
            **{
                'printer_1': {'asset_ownership': 'leased', 'asset_lease_end_date': today + timedelta(days=18)},
                'display': {'asset_ownership': 'borrowed', 'asset_lease_end_date': today - timedelta(days=4)},
                'analyzer': {'asset_inspection_date': today + timedelta(days=11),
                             'asset_insurance_date': today + timedelta(days=140),
                             'asset_keeper_id': self._get_employee('xia').id},
                'scale': {'asset_inspection_date': today - timedelta(days=6)},
            }.get(key, {}),
        }

    def _give(self, cards, key, person):
        self._receive(self._hand_over(cards, key, 'hand_out', person))

    def _lend(self, cards, key, person, days, note):
        self._receive(self._hand_over(cards, key, 'loan', person, days, note))

    def _pass_on(self, cards, key, person, note):
        slip = self._hand_over(cards, key, 'transfer', person, note=note)
        if giver := slip.sudo().giver_id.user_id:  # sudo: HR data
            slip.with_user(giver).action_agree()
        self._receive(slip)

    def _hand_over(self, cards, key, kind, person, days=0, note=False):
        """Write a slip by which ``person`` gets a thing; nobody hands things to themselves."""
        writer = self.env.ref(f"office_admin_base.demo_user_{'manager' if person == 'officer' else 'officer'}")
        slip = self.env['office.asset.slip'].with_user(writer).create({
            'kind': kind, 'company_id': self.env.company.id, 'employee_id': self._get_employee(person).id,
            'note': note, 'due_date': days and fields.Date.add(self.env.company._get_office_today(), days=days),
            'line_ids': [Command.create({'equipment_id': cards[key].id})]})
        slip.action_submit()
        return slip

    def _receive(self, slip):
        """Let the receiver of ``slip`` confirm it, or sign at the office without a user."""
        person = slip.employee_id.sudo()  # sudo: HR data
        slip.with_user(person.user_id or slip.env.user)._receive(person.name, draw_signature(person.name), {})

    def _share(self, card, department):
        card._apply('hand_out', {
            'department_id': self._get(f'department_{department}', 'office_admin_base').id, 'asset_state': 'in_use'})

    def _change(self, cards, key, event, note, values):
        """Do what a document will do."""
        cards[key]._apply(event, values, note=note)

    def _split(self, cards, key, quantity, place, note):
        new = cards[key]._split(quantity, note)
        self._move({key: new}, key, place, note)
        self._share(new, 'administration')

    def _join(self, cards, key, *parts):
        for part in parts:
            cards[part]._change_set(cards[key])

    def _move(self, cards, key, place, note):
        cards[key]._move(self._get(f'place_{place}', 'office_admin_place'), note)

    def _ask_disposal(self, cards, key, person, way, note, chinese):
        card = cards[key].with_user(self._get(f'user_{person}', 'office_admin_base'))
        action = card.action_dispose()
        self._get_disposals(card).with_context(**action['context']).create(
            {'way': way, 'note': self._say(note, chinese)}).action_submit()

    def _appraise(self, cards, key, opinion, chinese, person='officer'):
        user = self._get(f'user_{person}', 'office_admin_base')
        self._get_disposals(cards[key].with_user(user))._appraise(self._say(opinion, chinese))

    def _decide_disposal(self, cards, key, person):
        user = self._get(f'user_{person}', 'office_admin_base')
        self._get_disposals(cards[key]).with_user(user).action_approve()

    def _carry_out(self, cards, key, statement, chinese):
        disposal = self._get_disposals(cards[key])
        disposal._erase(disposal.line_ids, self._say(statement, chinese))
        disposal.action_serve()

    def _report_fault(self, cards, key, person, description, chinese):
        card = cards[key].with_user(self._get(f'user_{person}', 'office_admin_base'))
        card._report_fault(self._say(description, chinese))

    def _repair(self, cards, key, cost, is_done=True):
        repair = cards[key]._get_open_repairs().sudo(False)
        repair.asset_cost = cost
        repair.action_start_repair()
        if is_done:
            repair.action_end_repair()

    def _get_disposals(self, card):
        return self.env['office.asset.disposal'].with_user(card.env.user).search(
            [('line_ids.equipment_id', '=', card.id)])

    def _say(self, english, chinese):
        """Return what somebody wrote, in the language that the company works in."""
        return chinese if self.env['res.lang']._get_data(code='zh_CN') else english

    def _enter_new(self):
        """Two things stand in the store room and are not in the ledger yet."""
        for name, chinese, category, quantity, cost in TO_REGISTER:
            thing = self.env['maintenance.equipment'].create({
                'name': name, 'category_id': self._get(f'category_{category}').id, 'equipment_assign_to': 'other',
                'company_id': self.env.company.id, 'asset_quantity': quantity, 'cost': cost,
                'place_id': self._get('place_warehouse', 'office_admin_place').id})
            if self.env['res.lang']._get_data(code='zh_CN'):
                thing.with_context(lang='zh_CN').name = chinese

    def _get(self, name, module='office_admin_assets'):
        return self.env.ref(f'{module}.demo_{name}')

    def _get_employee(self, name):
        return self.env.ref(f'office_admin_base.demo_employee_{name}').sudo()  # sudo: HR data
