from odoo import api, fields, models

from odoo.addons.office_admin_base.each import join_reasons, split

MAX_REQUESTS = 200


class OfficeSupplyPickList(models.TransientModel):
    """The pick list on the screen: what to take from which shelf, and for whom.

    What the user may not hand out is left out, with a word.
    """
    _name = 'office.supply.pick.list'
    _description = 'Pick List'

    def _default_request_ids(self):
        """All for which something lies ready, the most urgent first."""
        return self.env['office.supply.request'].search(
            [('state', '=', 'approved'), ('picking_ids.state', '=', 'assigned')], limit=MAX_REQUESTS,
            order='deadline_datetime, id')

    request_ids = fields.Many2many(
        'office.supply.request', required=True, default=lambda self: self._default_request_ids())
    pickable_ids = fields.Many2many(
        'office.supply.request', string="To Hand Out", compute='_compute_content', compute_sudo=False)
    left_out = fields.Text(compute='_compute_content', compute_sudo=False)
    content = fields.Html(compute='_compute_content', compute_sudo=False, sanitize=False)

    @api.depends('request_ids')
    def _compute_content(self):
        for pick_list in self:
            requests, refusals = split(
                pick_list.request_ids._origin, lambda requests: requests._check_pick_list())
            pick_list.pickable_ids = requests
            pick_list.left_out = join_reasons(refusals)
            pick_list.content = self.env['ir.qweb']._render(
                'office_admin_supplies.office_supply_pick_list', {'docs': requests}) if requests else False

    def action_print(self):
        return self.env.ref('office_admin_supplies.office_supply_pick_list_report').report_action(
            self._get_pickable())

    def action_hand_out(self):
        return self._get_pickable().action_hand_out()

    def _get_pickable(self):
        """:raise UserError: the user may hand out none of it, and why"""
        self.ensure_one()
        if not self.pickable_ids:
            self.request_ids._check_pick_list()
        return self.pickable_ids
