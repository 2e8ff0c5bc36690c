from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_visit_feedback = fields.Boolean(
        "Ask Guests How It Was", default=True,
        help="Guests with an e-mail address get a mail after their visit, once, and may say how it was.")
