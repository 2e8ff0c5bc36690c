from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...names import normal

VALID_MONTHS = 12


class OfficeVisitInduction(models.Model):
    """That somebody who comes to work was told how to keep safe in the house, and until when that is enough.

    The name is kept as long as the induction is valid, since it is found by it.
    """
    _name = 'office.visit.induction'
    _description = 'Safety Induction'
    _order = 'date desc, id desc'

    name = fields.Char("Person", required=True, help="Kept to find the induction when this person comes to work.")
    organisation = fields.Char(
        required=True, help="Kept to tell people of the same name apart. The firm, written as its people write it.")
    person_key = fields.Char(compute='_compute_person_key', store=True, index=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date("Given On", required=True, default=fields.Date.context_today)
    valid_until = fields.Date(
        compute='_compute_valid_until', store=True, readonly=False, precompute=True, required=True)
    version = fields.Char(help="Which version of the rules was explained.")
    create_uid = fields.Many2one('res.users', "Recorded By", readonly=True)

    _period_check = models.Constraint('CHECK(date <= valid_until)', "An induction is valid from the day it was given.")

    @api.depends('name', 'organisation')
    def _compute_person_key(self):
        for induction in self:
            induction.person_key = self._get_person_key(induction.name, induction.organisation)

    @api.depends('date')
    def _compute_valid_until(self):
        for induction in self.filtered('date'):
            induction.valid_until = induction.date + relativedelta(months=VALID_MONTHS)

    @api.model
    def _get_person_key(self, name, organisation):
        return f'{normal(name)}|{normal(organisation)}'
