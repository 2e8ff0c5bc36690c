from odoo import api, fields, models


class OfficeSupplyRequestHandOutReceiver(models.TransientModel):
    """Who takes the goods of one department, and what proves it."""
    _name = 'office.supply.request.hand.out.receiver'
    _description = 'Receiver of Supplies'

    wizard_id = fields.Many2one('office.supply.request.hand.out', required=True, ondelete='cascade')
    department_id = fields.Many2one('hr.department')
    request_ids = fields.Many2many(
        'office.supply.request', 'office_supply_request_receiver_rel', 'receiver_id', 'request_id', "Requests")
    is_here = fields.Boolean("Here", default=True, help="Untick who has not come: his goods stay reserved.")
    signed_by = fields.Char("Received By")
    signature = fields.Image(max_width=1024, max_height=1024)
    pickup_code = fields.Char("Pick-Up Code", help="One for each request, with blanks between them.")
    receipt_way = fields.Selection(related='wizard_id.receipt_way')

    @api.constrains('request_ids')
    def _check_requests(self):
        # made in sudo by a stored compute, and labels are read in sudo: the user's own rights decide
        self.request_ids.sudo(False).check_access('read')
