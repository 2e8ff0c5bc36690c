from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_company import MAX_KEEP_DAYS


class OfficeVisitPurpose(models.Model):
    """What is asked of guests beside their name, and how long it is kept, depends on why they come."""
    _inherit = 'office.visit.purpose'

    keep_days = fields.Integer(
        "Data Is Kept (days)", help="After the end of the visit. 0: as long as the company keeps it, see the settings.")
    asks_document = fields.Boolean(
        "Asks for a Document", help="The last four characters of the number of a document are kept, and never more.")
    photo_reason = fields.Char(
        "Photo Because", translate=True,
        help="Why a photo of the guest is needed. Without a reason, none can be kept.")

    @api.constrains('keep_days')
    def _check_keep_days(self):
        for purpose in self:
            if not 0 <= purpose.keep_days <= MAX_KEEP_DAYS:
                raise ValidationError(self.env._(
                    "%(purpose)s: data is kept up to %(max)s days; 0 stands for the period of the company.",
                    purpose=purpose.name, max=MAX_KEEP_DAYS))

    def _get_keep_days(self, company):
        """Return for how many days after a visit for this purpose ``company`` keeps the data of its guests."""
        return self.keep_days or company.office_visit_keep_days
