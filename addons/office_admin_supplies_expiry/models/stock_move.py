from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class StockMove(models.Model):
    """What has expired is not handed out."""
    _inherit = 'stock.move'

    def _check_supply_issue(self):
        super()._check_supply_issue()
        for line in self.filtered('supply_line_id').move_line_ids._filtered_expired().filtered('quantity'):
            raise UserError(self.env._(
                "%(document)s: lot %(lot)s of %(product)s has expired on %(day)s and is not handed out. "
                "Scrap it, and hand out another lot.",
                document=line.move_id.supply_request_id.display_name, lot=line.lot_id.name,
                product=line.product_id.display_name, day=format_date(self.env, line.lot_id.expiration_date)))

    def _release_expired(self):
        """Let go of what has expired since it was reserved, and reserve what is fresh."""
        moves = self.move_line_ids._filtered_expired().move_id
        moves._do_unreserve()
        # Odoo reserves what is fresh on the day of the move, which may have passed
        moves.filtered(lambda move: move.date < fields.Datetime.now()).date = fields.Datetime.now()
        moves._action_assign()


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    def _filtered_expired(self):
        return self.filtered('lot_id.product_expiry_alert')
