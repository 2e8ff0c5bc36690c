from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_segregation = fields.Selection(
        [('refuse', "Do not allow"), ('warn', "Allow and record a warning")],
        string="One Person in Two Roles", required=True, default='refuse',
        help="What happens when one person does two steps of the same document that belong to different people, "
             "for example approving and handing out. Very small offices may have to allow it.")
