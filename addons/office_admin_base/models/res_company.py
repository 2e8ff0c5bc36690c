from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .office_secrecy_mixin import LEVELS

MAX_CONFIRM_DAYS = 60


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_segregation = fields.Selection(
        [('refuse', "Do not allow"), ('warn', "Allow and record a warning")],
        string="One Person in Two Roles", required=True, default='refuse',
        help="What happens when one person does two steps of the same document that belong to different people, "
             "for example approving and handing out. Very small offices may have to allow it.")
    office_secrecy_log_level = fields.Selection(
        LEVELS[1:], "Record Openings From", required=True, default='confidential',
        help="Who opens a document of this level or above, exports or prints it or opens a file of it, is recorded.")
    office_undertaking_months = fields.Integer("Undertakings Last (months)", default=12)
    office_undertaking_text = fields.Html(
        "Text of the Undertaking", translate=True, sanitize=True,
        help="What people sign. Leave it empty for the standard text.")

    def _get_undertaking_text(self):
        """Return what people of this company sign, in the language of the environment."""
        self.ensure_one()
        if not is_html_empty(self.office_undertaking_text):
            return self.office_undertaking_text
        return Markup('<p>%s</p><p>%s</p>') % (
            self.env._("I have been told how confidential and secret documents of the company are treated. I keep what "
                       "I learn from them to myself, show and pass them only to people who may see them, and give back "
                       "or destroy what I have of them when I leave."),
            self.env._("I know that it is recorded when I open such a document."))

    office_confirm_days = fields.Integer(
        "Confirm Within (working days)", default=3,
        help="How long those for whom something was done may say that something is missing. After that it counts as "
             "confirmed.")

    @api.constrains('office_confirm_days')
    def _check_confirm_days(self):
        for company in self:
            if not 0 < company.office_confirm_days <= MAX_CONFIRM_DAYS:
                raise ValidationError(self.env._(
                    "%(company)s: what was done is confirmed within 1 to %(max)s working days.",
                    company=company.name, max=MAX_CONFIRM_DAYS))

    @api.constrains('office_undertaking_months')
    def _check_undertaking_months(self):
        for company in self:
            if not 0 < company.office_undertaking_months <= 60:
                raise ValidationError(self.env._(
                    "%(company)s: undertakings last between 1 and 60 months.", company=company.name))
