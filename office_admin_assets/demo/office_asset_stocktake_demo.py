import uuid

from odoo import fields, models
from odoo.fields import Command

LOST, MISPLACED, SURPLUS = 'purifier', 'projector_1', '6901234500017'

TEAMS = [(('receptionist', 'qiang'), ('a1', 'a2')), (('yang', 'bo'), ('a3', 'b', 'garage'))]
"""Who counts first and who counts again, and where."""


class OfficeAssetDemo(models.AbstractModel):
    """The yearly stocktake, which has found a loss, a gain and a misplaced thing; and one that goes on.

    What was lost is out of the ledger by now: judged and carried out by the second officer, since the first one asks.
    """
    _inherit = 'office.asset.demo'

    def _get_story(self):
        return super()._get_story() + [
            (9, self._start_stocktake, ("Yearly stocktake", "年度盘点"), TEAMS, []),
            (8, self._count_first),
            (7, self._count_again),
            (6, self._explain),
            (4, self._approve_stocktake),
            (3, self._accept_surplus),
            (3, self._close_stocktake),
            (3, self._appraise, LOST, "Bought 8 months ago and in good order: no reason to write it off but the loss",
             "购入 8 个月，状况良好，除遗失外无其他报废理由", 'wei'),
            (2, self._decide_disposal, LOST, 'manager'),
            (2, self._end_loss),
            (1, self._start_stocktake, ("Instruments of the laboratory", "检测仪器抽查"),
             [(('employee', 'bo'), ('lab',))], ['lab']),
        ]

    def _start_stocktake(self, cards, title, teams, places):
        stocktake = self.env['office.asset.stocktake'].create({
            'title': self._say(*title), 'company_id': self.env.company.id,
            'place_ids': [Command.set([self._get_place(place).id for place in places])],
            'team_ids': [Command.create({
                'user_ids': [Command.set([self._get_user(person).id for person in people])],
                'place_ids': [Command.set([self._get_place(place).id for place in within])],
            }) for people, within in teams]})
        stocktake.action_start()

    def _count_first(self, cards):
        stocktake = self._get_stocktake()
        seen = self._get_seen(stocktake, cards, stocktake.sudo().line_ids.equipment_id)
        for (first, _second), things in seen.items():
            self._send_counted(stocktake, first, things)
        stocktake.action_finish()
        stocktake.action_recount()

    def _count_again(self, cards):
        stocktake = self._get_stocktake()
        tasks = stocktake.sudo().recount_codes
        again = stocktake.sudo().line_ids.equipment_id.filtered(lambda card: card.asset_code in tasks)
        for (_first, second), things in self._get_seen(stocktake, cards, again).items():
            self._send_counted(stocktake, second, things)
        stocktake.action_finish()

    def _get_seen(self, stocktake, cards, things):
        """Return ``{team: [(code, place, quantity)]}`` of what is seen of ``things``, and of what is in no ledger."""
        seen = {people: [] for people, _within in TEAMS}
        for card in things - cards[LOST].sudo():
            place = self._get_place('board') if card == cards[MISPLACED] else card.place_id
            seen[self._get_team(place)].append((card.asset_code, place, card.asset_quantity))
        seen[TEAMS[0][0]].append((SURPLUS, self._get_place('print'), 1))
        return seen

    def _explain(self, cards):
        lines = self._get_stocktake()._get_lines('open').with_user(self.env.user).sudo(False)
        for line in lines:
            if line.equipment_id == cards[LOST]:
                line._propose('loss', self._say(
                    "Not found anywhere; last seen before the office was painted",
                    "各处均未找到，粉刷前最后见到"), {
                        'duty_employee_id': self._get_employee('guohua').id})
            elif line.equipment_id == cards[MISPLACED]:
                line._propose('move', self._say(
                    "Stays in the board room since the annual meeting", "年会后一直放在董事会议室"), {})
            else:
                line._propose('gain', self._say(
                    "A gift of a vendor, never entered", "供应商赠品，未曾登记"), {
                        'new_name': self._say("Desk Fan", "台式风扇"),
                        'new_category_id': self._get('category_appliance').id})

    def _approve_stocktake(self, cards):
        self._get_stocktake().with_user(self._get_user('manager')).action_approve()

    def _accept_surplus(self, cards):
        acceptance = self.env['office.asset.acceptance'].search([('source', '=', 'found')], limit=1)
        for check in acceptance.check_ids:
            check.is_ok = True
        acceptance.action_accept()

    def _close_stocktake(self, cards):
        self._get_stocktake().action_close()

    def _end_loss(self, cards):
        """Let the second officer carry the loss out: the first one has asked for it."""
        self._get_disposals(cards[LOST].with_user(self._get_user('wei'))).action_serve()

    def _send_counted(self, stocktake, person, things):
        """Let the phone of ``person`` send ``[(code, place, quantity)]``."""
        user = self._get_user(person)
        self.env['office.count.row'].with_user(user)._receive([{
            'key': str(uuid.uuid4()), 'uid': user.id, 'count': f'{stocktake._name},{stocktake.id}',
            'round': stocktake.count_round, 'code': code, 'place': str(place.id), 'quantity': quantity,
            'time': fields.Datetime.now().isoformat() + 'Z'} for code, place, quantity in things])

    def _get_team(self, place):
        """Return who counts where ``place`` is."""
        for people, within in TEAMS:
            if any(f'/{self._get_place(wide).id}/' in f'/{place.parent_path}' for wide in within):
                return people
        return TEAMS[0][0]

    def _get_stocktake(self):
        return self.env['office.asset.stocktake'].search([], order='id', limit=1)

    def _get_place(self, name):
        return self._get(f'place_{name}', 'office_admin_place')
