from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.office_admin_label.models.office_label_mixin import SIZES


class MaintenanceEquipmentCategory(models.Model):
    """A class of assets: what its cards begin with, how long its things last, what is looked at when they come."""
    _name = 'maintenance.equipment.category'
    _inherit = ['maintenance.equipment.category', 'office.pinyin.mixin']
    _parent_store = True
    _rec_names_search = ['name', 'asset_national_code', 'pinyin_key']

    parent_id = fields.Many2one(
        'maintenance.equipment.category', "Part Of", index='btree_not_null', ondelete='restrict')
    parent_path = fields.Char(index=True)
    asset_prefix = fields.Char(
        "Code Begins With", help="Letters and digits, such as IT: codes are then IT-2026-0001, one series for each "
                                 "company and year. If it is empty, the wider category says it.")
    asset_national_code = fields.Char(
        "National Class Code", help="Of GB/T 14885 or the list that your company reports by, such as A01000000.")
    asset_life_months = fields.Integer("Useful Life (months)")
    asset_residual_percent = fields.Float("Residual Value (%)")
    asset_label_size = fields.Selection(
        [(size, f"{size.replace('x', ' × ')} mm") for size in SIZES], "Label",
        help="What is proposed when labels are printed; if it is empty, the wider category says it.")
    asset_bears_data = fields.Boolean("Bears Data", help="What bears data is erased before it leaves the company.")
    asset_checklist = fields.Text("Acceptance Checklist", translate=True, help="One point a line.")

    _asset_life_check = models.Constraint('CHECK(asset_life_months >= 0)', "A useful life is zero months or more.")
    _asset_residual_check = models.Constraint(
        'CHECK(asset_residual_percent >= 0 AND asset_residual_percent <= 100)',
        "A residual value is between 0 and 100 %.")

    @api.constrains('asset_prefix')
    def _check_asset_prefix(self):
        for category in self.filtered('asset_prefix'):
            prefix = category.asset_prefix
            if not (prefix.isascii() and prefix.isalnum() and len(prefix) <= 10):
                raise ValidationError(self.env._(
                    "%(category)s: “%(prefix)s” cannot begin a code. Use at most 10 letters and digits.",
                    category=category.display_name, prefix=prefix))

    @api.constrains('company_id')
    def _check_asset_company(self):
        for category in self.filtered('company_id'):
            others = Domain('category_id', '=', category.id) & Domain('asset_code', '!=', False) & Domain(
                'company_id', '!=', category.company_id.id)
            # sudo: also cards of companies that the user does not see
            if self.env['maintenance.equipment'].sudo().with_context(active_test=False).search_count(others, limit=1):
                raise ValidationError(self.env._(
                    "%(category)s has cards of other companies. Leave it to all companies.",
                    category=category.display_name))

    def _get_asset_label_size(self):
        """Return the size of the labels of this class, or False."""
        return self._get_said('asset_label_size')

    def _get_asset_prefix(self):
        """Return the letters with which the codes of this class begin, in capitals."""
        return (self._get_said('asset_prefix') or 'AS').upper()

    def _get_said(self, name):
        """Return the text of a field as this class says it, or else the next wider one that does."""
        category = self
        while category and not (category[name] or '').strip():
            category = category.parent_id
        return category[name]

    def _get_with_wider(self):
        """Return this class and those of which it is a part."""
        self.ensure_one()
        return self.browse(int(number) for number in self.parent_path.split('/') if number)
