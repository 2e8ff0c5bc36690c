from odoo import models
from odoo.exceptions import UserError


class HrDepartment(models.Model):
    """A department that has assets stays known."""
    _inherit = 'hr.department'

    def unlink(self):
        # sudo: whatever the user sees, a card keeps its department
        cards_sudo = self.env['maintenance.equipment'].sudo().with_context(active_test=False).search(
            [('asset_code', '!=', False), ('department_id', 'in', self.ids)])
        if cards_sudo:
            raise UserError(self.env._(
                "%(departments)s still has assets: %(cards)s. Transfer them first.",
                departments=', '.join(cards_sudo.department_id.mapped('name')), cards=cards_sudo._get_names()))
        return super().unlink()
