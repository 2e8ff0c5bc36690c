from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OfficeAssetStandard(models.Model):
    """What a thing of a class may cost, and how old the present one is before a new one is bought.

    It is data of the company, with the days between which it holds: rules on how offices are equipped change. What is
    above it is not refused: one step more has to approve it.
    """
    _name = 'office.asset.standard'
    _description = 'Equipment Standard'
    _order = 'category_id, job_id, valid_from desc, id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    category_id = fields.Many2one(
        'maintenance.equipment.category', "Class", required=True, index=True, check_company=True, ondelete='cascade',
        help="With the classes below it, unless these have a standard of their own.")
    job_id = fields.Many2one(
        'hr.job', "Job Position", check_company=True, index='btree_not_null', ondelete='cascade',
        help="Empty for everybody whose job has no standard of its own.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    price_cap = fields.Monetary("At Most for One", help="Zero: no limit.")
    min_age_months = fields.Integer(
        "Least Age of the Old One (months)", help="Who has one of this class gets another one only after so long. "
                                                  "Zero: no limit.")
    valid_from = fields.Date(help="Empty: from always.")
    valid_until = fields.Date(help="Empty: for ever.")
    rule = fields.Char("By Which Rule", help="The paper in which it stands, such as its number and date.")

    _numbers_check = models.Constraint(
        'CHECK(price_cap >= 0 AND min_age_months >= 0)', "A limit is zero or more.")
    _dates_check = models.Constraint('CHECK(valid_from <= valid_until)', "A standard ends after it begins.")

    @api.depends('category_id', 'job_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for standard in self:
            job = standard.job_id.sudo().name or self.env._("everybody")  # sudo: names of jobs are no secret
            standard.display_name = f"{standard.category_id.name or ''} ({job})"

    @api.constrains('price_cap', 'min_age_months')
    def _check_says_something(self):
        for standard in self:
            if not (standard.price_cap or standard.min_age_months):
                raise ValidationError(self.env._("Say what one may cost at most, or how old the old one has to be."))

    @api.model
    def _get_for(self, company, category, job, day):
        """Return the standard that holds on ``day``: of the nearest class that has one, and there of the job first."""
        found = self.sudo().search([  # sudo: who asks learns what of it concerns them
            ('company_id', '=', company.id), ('category_id', 'parent_of', category.ids),
            ('job_id', 'in', [False, job.id]), '|', ('valid_from', '=', False), ('valid_from', '<=', day),
            '|', ('valid_until', '=', False), ('valid_until', '>=', day)])
        return found.sorted(lambda standard: (
            -len(standard.category_id.parent_path), not standard.job_id, -standard.id))[:1]
