from odoo import models


class OfficeAssetAcceptanceLine(models.Model):
    """What the standards say to what things cost in the end."""
    _inherit = 'office.asset.acceptance.line'

    def _get_excess_words(self):
        """Return by how much one thing of this line costs more than its standard and than was approved, or False.

        In superuser mode: whoever accepts need not read the standard.
        """
        self.ensure_one()
        asked, currency = self.request_line_id, self.currency_id
        standard = asked._get_standard() if asked else self.env['office.asset.standard']._get_for(
            self.company_id, self.category_id, self.env['hr.job'], self.acceptance_id.receive_date)
        allowed = max(standard.price_cap, asked.price)
        if not (standard.price_cap and self.accepted_quantity) or currency.compare_amounts(self.price, allowed) <= 0:
            return False
        return self.env._(
            "%(item)s costs %(price)s, which is %(more)s above what was approved or the standard %(standard)s allows.",
            item=self.name, price=currency.format(self.price), more=currency.format(self.price - allowed),
            standard=standard.display_name)
