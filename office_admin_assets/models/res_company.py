from math import inf

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    asset_reminder_days = fields.Integer(
        "Days before an asset's date", default=30,
        help="So long before a warranty, an insurance or a lease ends or an inspection is due, somebody is reminded.")
    asset_responsible_id = fields.Many2one(
        'res.users', "Who Keeps the Ledger", domain="[('share', '=', False)]",
        help="Is reminded of the dates of what nobody keeps.")

    asset_confirm_days = fields.Integer(
        "Receipt Confirmed Within", default=3,
        help="Working days within which who receives assets confirms it. Then they are reminded, and their head hears "
             "of it.")

    asset_agreement = fields.Text(
        "What Receivers Sign", translate=True, default=lambda self: self._get_standard_agreement(),
        help="Above the signature of who receives assets; it stays on the slip as it was.")

    asset_repair_percent = fields.Float(
        "Repairs above this share of the cost", default=50,
        help="From so many percent of what a thing cost on, spent on its repairs, a new one is proposed. Zero: never.")
    asset_repair_limit = fields.Integer(
        "Repairs within 12 months", default=3,
        help="From so many faults within 12 months on, a new one is proposed. Zero: never.")

    asset_count_months = fields.Integer(
        "Counted Every (months)", default=12, help="What was not counted for so long is listed, and somebody reminded.")
    asset_count_holds = fields.Boolean(
        "Things Stay While They Are Counted", default=True,
        help="What is in a stocktake that counts is neither moved nor handed over until that has ended.")

    @api.model
    def _get_standard_agreement(self):
        return self.env._(
            "I have received these things in the condition that is written here. I look after them, use them for my "
            "work, say at once when one is damaged or lost, and give them back when I am asked to or when I leave.")

    def _get_asset_agreement(self):
        """Return what receivers sign: our sentence in the language of the reader until the office writes its own."""
        source = self.with_context(lang='en_US')
        if self.asset_agreement == source._get_standard_agreement():
            return self._get_standard_agreement()
        return self.asset_agreement

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {
            'asset_count_months': (1, 120),
            'asset_confirm_days': (1, 100),
            'asset_reminder_days': (0, 1000),
            'asset_repair_percent': (0, inf),
            'asset_repair_limit': (0, inf),
        }

    def _get_office_first_steps(self):
        cards = self.env['maintenance.equipment'].search_count(
            [('asset_code', '!=', False), ('company_id', '=', self.id)], limit=1)
        own = [('company_id', 'in', [False, self.id])]
        places = self.env['office.place'].search_count(own, limit=1)
        classes = self.env['maintenance.equipment.category'].search_count(
            [*own, ('asset_prefix', '!=', False)], limit=1)
        teams = self.env['maintenance.team'].search_count([*own, ('member_ids', '!=', False)], limit=1)
        return super()._get_office_first_steps() + [{
            'key': 'asset_places',
            'label': self.env._("Places of the office"),
            'sentence': self.env._(
                "Enter buildings, floors and rooms, or import the list: things and counts need them."),
            'is_done': bool(places),
            'action': 'office_admin_place.office_place_action',
            'group': 'office_admin_place.group_officer',
        }, {
            'key': 'asset_classes',
            'label': self.env._("Classes of assets"),
            'sentence': self.env._(
                "Say with which letters the codes of each category begin, how long its things are used, and what is "
                "looked at when one comes."),
            'is_done': bool(classes),
            'action': 'maintenance.hr_equipment_category_action',
            'group': 'office_admin_assets.group_officer',
        }, {
            'key': 'asset_team',
            'label': self.env._("Who repairs assets"),
            'sentence': self.env._("Name the people of a maintenance team: they hear of each fault that is reported."),
            'is_done': bool(teams),
            'action': 'maintenance.maintenance_team_action_settings',
            'group': 'office_admin_assets.group_officer',
        }, {
            'key': 'asset_ledger',
            'label': self.env._("The ledger of assets"),
            'sentence': self.env._("Import the ledger that you have, or register things one by one."),
            'is_done': bool(cards),
            'action': 'office_admin_assets.office_asset_import_action',
            'group': 'office_admin_assets.group_officer',
        }]
