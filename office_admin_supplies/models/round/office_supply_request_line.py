from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list


class OfficeSupplyRequestLine(models.Model):
    """In which product of a round a line is counted."""
    _inherit = 'office.supply.request.line'

    round_id = fields.Many2one(related='request_id.round_id', store=True, index='btree_not_null')
    round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of the Round", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes such a link
        return super().default_get([name for name in fields if name != 'round_line_id'])

    @api.model_create_multi
    def create(self, vals_list):
        self._check_round_line_not_by_hand(set().union(*vals_list))
        lines = super().create(vals_list)
        lines.request_id._check_round_open()
        return lines

    def write(self, vals):
        self._check_round_line_not_by_hand(vals.keys())
        result = super().write(vals)
        if vals.keys() & {'product_id', 'quantity', 'uom_id'}:
            self.request_id._check_round_open()
        return result

    def action_open_order(self):
        """Open what was ordered for these lines."""
        self.check_access('read')
        if not self.round_line_id:
            raise UserError(self.env._(
                "%(lines)s was not bought in a collection round: it came from the stock.",
                lines=format_list(self.env, self[:10].mapped('display_name'))))
        return self.round_line_id.action_open_order()

    def _check_round_line_not_by_hand(self, names):
        if 'round_line_id' in names:
            raise UserError(self.env._(
                "Which product of a round a line belongs to follows from its request and cannot be set by hand."))

    def _write_round_line(self, round_line):
        """Link these lines to a line of a round, or to none; nothing else writes that link."""
        if self:
            self.flush_recordset(['round_line_id'])
            self.env.execute_query(SQL(
                "UPDATE office_supply_request_line SET round_line_id = %s WHERE id IN %s RETURNING id",
                round_line.id if round_line else None, tuple(self.ids)))
            self.invalidate_recordset(['round_line_id'])
            self.env['office.supply.round.line'].invalidate_model(['request_line_ids'])
