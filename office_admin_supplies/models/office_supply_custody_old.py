from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class OfficeSupplyCustody(models.Model):
    _inherit = 'office.supply.custody'

    @api.model
    def _get_old_things(self, lines):
        """Return what the people of request lines hold of the products that they get only old for new.

        :return: ``{line: things held}``, as superuser; a line that has none is left out
        """
        lines = lines.filtered('product_id.supply_old_for_new')
        things_sudo = self.sudo().search([  # sudo: officers hand out whatever they may read of the holder
            ('state', '=', 'held'), ('employee_id', 'in', lines.sudo().employee_id.ids),
            ('product_id', 'in', lines.product_id.ids)])
        old = {
            line: things_sudo.filtered(lambda custody, line=line: (
                custody.employee_id == line.sudo().employee_id and custody.product_id == line.product_id
                and custody.line_id != line))
            for line in lines}
        return {line: things for line, things in old.items() if things}


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _check_supply_issue(self):
        super()._check_supply_issue()
        lines = self.filtered('quantity').supply_line_id
        for line, things in self.env['office.supply.custody']._get_old_things(lines).items():
            raise UserError(self.env._(
                "%(document)s: %(person)s still holds %(product)s since %(day)s. Say in “Hand Out” whether the old one "
                "comes back or how it was lost.",
                document=line.request_id.display_name, person=line.employee_id.name,
                product=line.product_id.display_name, day=format_date(self.env, things[:1].begin_datetime)))
