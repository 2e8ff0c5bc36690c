from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_SHARE = 1000  # percent; more than 100 in all is possible in Odoo


class OfficeSupplyCostCentre(models.Model):
    """Where in the books the supplies of a department go; without a department, those of all others."""
    _name = 'office.supply.cost.centre'
    _description = 'Cost Centre of Supplies'
    _inherit = ['analytic.mixin']
    _order = 'company_id, department_id, id'
    _rec_name = 'department_id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', required=True, index=True, ondelete='cascade', default=lambda self: self.env.company)
    department_id = fields.Many2one(
        'hr.department', index='btree_not_null', check_company=True, ondelete='cascade',
        help="Empty: all departments that have no line of their own.")
    account_id = fields.Many2one(
        'account.account', "Expense Account", required=True, check_company=True, ondelete='restrict',
        domain="[('internal_group', '=', 'expense')]")

    _department_uniq = models.UniqueIndex(
        '(company_id, department_id) NULLS NOT DISTINCT', "This department already has a cost centre.")

    @api.constrains('account_id')
    def _check_account(self):
        for centre in self:
            if centre.account_id.internal_group != 'expense':
                raise ValidationError(self.env._(
                    "%(centre)s: supplies that are handed out are an expense. Choose an expense account instead of "
                    "%(account)s.", centre=centre.display_name, account=centre.account_id.display_name))

    @api.depends('department_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for centre in self:
            centre.display_name = centre.department_id.display_name or self.env._("All other departments")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_distribution(vals)
        centres = super().create(vals_list)
        centres._set_on_locations()
        return centres

    def write(self, vals):
        self._check_distribution(vals)
        companies = self.company_id
        result = super().write(vals)
        if vals.keys() & {'company_id', 'department_id', 'account_id'}:
            (self | self.search([('company_id', 'in', companies.ids)]))._set_on_locations()
        return result

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self._set_on_locations_of(companies)
        return result

    @api.model
    def _check_distribution(self, vals):
        """:raise ValidationError: if Odoo could not read the analytic distribution"""
        shares = vals.get('analytic_distribution') or {}
        if not isinstance(shares, dict) or not all(
                all(part.isdecimal() for part in str(accounts).split(','))
                and isinstance(share, (int, float)) and 0 <= share <= MAX_SHARE
                for accounts, share in shares.items() if accounts != '__update__'):
            raise ValidationError(self.env._(
                "The analytic distribution of a cost centre says how many percent go to which analytic accounts. "
                "Choose them in its own field."))

    def _set_on_locations(self):
        self._set_on_locations_of(self.company_id)

    @api.model
    def _set_on_locations_of(self, companies):
        # sudo: who keeps the cost centres need not be an administrator of Inventory
        locations_sudo = self.env['stock.location'].sudo().with_context(active_test=False).search(
            ['|', ('supply_department_id', '!=', False), ('id', 'in', companies.sudo().supply_location_id.ids),
             ('company_id', 'in', companies.ids)])
        locations_sudo._set_supply_cost_centre()
