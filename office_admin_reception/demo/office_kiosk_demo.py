import base64

from odoo import api, models

from odoo.addons.office_admin_base.demo.signature import draw_signature

# kind, text, in Chinese
RULES = [
    ('house',
     "Wear your badge where it can be seen.\nStay with your host where the door says so.\n"
     "In an alarm, leave by the nearest green door and wait at the gate.",
     "请将访客证佩戴在显眼处。\n门上有陪同标志的区域，请勿离开接待人。\n听到警报后，请由最近的绿色安全门离开，在大门口集合。"),
    ('secrecy',
     "What you see and hear here that is not public, you keep to yourself. Photos only where your host agrees.",
     "在本公司看到和听到的非公开内容，请予以保密。未经接待人同意，请勿拍照。"),
]

# what guests have typed this morning, and not yet been helped with
ENTRIES = [
    {'kind': 'arrive', 'name': "李建国", 'organisation': "云海科技", 'host': "张工"},
    {'kind': 'arrive', 'name': "Maria Rossi", 'organisation': "Rossi & Figli", 'host': "the sales manager"},
    {'kind': 'leave', 'name': "陈先生", 'fact': "快修空调"},
]


class OfficeKioskDemo(models.AbstractModel):
    """Gives the demo company a kiosk, what guests sign there, and some who stand before it."""
    _name = 'office.kiosk.demo'
    _description = 'Kiosk of the Demo Company'

    @api.model
    def _load(self):
        company = self.env.ref('office_admin_base.demo_company')
        self = self.with_context(lang='en_US').with_company(company)
        kiosk = self.env['office.kiosk'].create({
            'name': "Lobby 大厅", 'place_id': self.env.ref('office_admin_place.demo_place_campus').id,
            'company_id': company.id})
        kiosk._make_public_token()
        rules = self.env['office.visit.rule']
        for kind, text, chinese in RULES:
            rule = rules.create({'kind': kind, 'text': text, 'company_id': company.id})
            rule.with_context(lang='zh_CN').text = chinese
            rules |= rule
        entries = self.env['office.kiosk.entry']
        for number, values in enumerate(ENTRIES):
            signed = {
                'rules': ','.join(map(str, rules.ids)), 'signature': base64.b64decode(draw_signature(values['name'])),
            } if values['kind'] == 'arrive' else {}
            entries._receive(kiosk, {'key': f'demo{number:028}', **values, **signed})
        entries.search([('kiosk_id', '=', kiosk.id)], order='id')._settle_alone()
