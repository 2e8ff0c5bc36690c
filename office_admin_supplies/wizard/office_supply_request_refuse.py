from odoo import fields, models
from odoo.exceptions import UserError


class OfficeSupplyRequestRefuse(models.TransientModel):
    """The reason that an approver gives when he refuses."""
    _name = 'office.supply.request.refuse'
    _description = 'Refuse Supply Requests'

    request_ids = fields.Many2many('office.supply.request', required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why you refuse %(requests)s.", requests=self.request_ids._get_names()))
        result = self.request_ids._decide('refuse', {'refuse_reason': self.reason.strip()})
        return {'type': 'ir.actions.act_window_close'} if result is True else result
