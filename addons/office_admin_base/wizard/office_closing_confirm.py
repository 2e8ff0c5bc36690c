from odoo import fields, models


class OfficeClosingConfirm(models.TransientModel):
    """Those for whom it was done say that all is well, and how they liked it."""
    _name = 'office.closing.confirm'
    _description = 'Confirm and Rate'
    _inherit = ['office.document.wizard.mixin']

    rating = fields.Selection(
        [('0', "Not Rated"), ('1', "Very Bad"), ('2', "Bad"), ('3', "Fair"), ('4', "Good"), ('5', "Very Good")],
        required=True, default='0', help="1 star is very bad, 5 stars are very good.")
    comment = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        return self._close(self._get_documents()._confirm_each(int(self.rating), (self.comment or '').strip()))

    def _get_mixin(self):
        return 'office.closing.mixin'
