from odoo import api, fields, models

MAX_REQUESTS = 200


class OfficeSupplyPickList(models.TransientModel):
    """The pick list on the screen: what to take from which shelf, and for whom."""
    _name = 'office.supply.pick.list'
    _description = 'Pick List'

    def _default_request_ids(self):
        """All for which something lies ready, the most urgent first."""
        return self.env['office.supply.request'].search(
            [('state', '=', 'approved'), ('picking_ids.state', '=', 'assigned')], limit=MAX_REQUESTS,
            order='deadline_datetime, id')

    request_ids = fields.Many2many('office.supply.request', required=True, default=_default_request_ids)
    content = fields.Html(compute='_compute_content', compute_sudo=False, sanitize=False)

    @api.depends('request_ids')
    def _compute_content(self):
        for pick_list in self:
            requests = pick_list.request_ids._origin
            requests._check_pick_list()
            pick_list.content = self.env['ir.qweb']._render(
                'office_admin_supplies.office_supply_pick_list', {'docs': requests})

    def action_print(self):
        self.ensure_one()
        return self.env.ref('office_admin_supplies.office_supply_pick_list_report').report_action(
            self.request_ids._origin)

    def action_hand_out(self):
        self.ensure_one()
        return self.request_ids._origin.action_hand_out()
