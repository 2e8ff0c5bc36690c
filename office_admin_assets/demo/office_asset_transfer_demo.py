from odoo import models


class OfficeAssetDemo(models.AbstractModel):
    """A set that went to the company in the south, which took it but for one part; and a printer on its way there."""
    _inherit = 'office.asset.demo'

    def _get_story(self):
        return super()._get_story() + [
            (279, self._join, 'stand', 'rack', 'lamp'),
            (27, self._ask_transfer, 'head', "Their colleagues go to the fairs in the south", "华南展会由他们参加",
             'stand', 'rack', 'lamp'),
            (26, self._appraise, 'stand', "Complete, the lamp is old", "齐全，射灯较旧"),
            (25, self._decide_disposal, 'stand', 'guohua'),
            (24, self._send_transfer, 'stand'),
            (20, self._accept_transfer, 'lamp', "Loose contact", "接触不良"),
            (2, self._ask_transfer, 'manager', "They ship more than we do", "他们的发货量更大", 'printer_2'),
            (2, self._appraise, 'printer_2', "Works well", "工作正常"),
            (1, self._decide_disposal, 'printer_2', 'guohua'),
            (1, self._send_transfer, 'printer_2'),
        ]

    def _ask_transfer(self, cards, person, note, chinese, *keys):
        user = self._get_user(person)
        things = self.env['maintenance.equipment'].union(*(cards[key] for key in keys)).with_user(user)
        self.env['office.asset.disposal'].with_user(user).with_context(**things.action_dispose()['context']).create({
            'way': 'transferred', 'note': self._say(note, chinese),
            'transfer_partner_id': self._get('branch_partner').id}).action_submit()

    def _send_transfer(self, cards, key):
        # the other company reads what the things are called in the language that both work in
        self._get_disposals(cards[key]).with_context(lang=self._say('en_US', 'zh_CN')).action_serve()

    def _accept_transfer(self, cards, refused, reason, chinese):
        """Let the other company take what was sent but for the thing ``refused``."""
        acceptance = self.env['office.asset.acceptance'].with_user(self._get('user_branch')).with_context(
            allowed_company_ids=self._get('branch').ids, lang=self._say('en_US', 'zh_CN')).search(
            [('state', '=', 'submitted')], limit=1)
        line = acceptance.line_ids.filtered(
            lambda line: line.sudo().origin_card_id == cards[refused])  # sudo: the card is of the other company
        line.write({'rejected_quantity': 1, 'reject_reason': self._say(reason, chinese)})
        acceptance.action_accept()
