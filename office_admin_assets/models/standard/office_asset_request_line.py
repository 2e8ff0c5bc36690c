from dateutil.relativedelta import relativedelta

from odoo import models


class OfficeAssetRequestLine(models.Model):
    """What the standards say to what is asked for."""
    _inherit = 'office.asset.request.line'

    def _get_standard(self):
        """Return the standard for this line, as superuser, or none."""
        line_sudo = self.sudo()  # sudo: HR data
        request = line_sudo.request_id
        return self.env['office.asset.standard']._get_for(
            request.company_id, line_sudo.category_id, request.employee_id.job_id,
            request.company_id._get_office_today()) if line_sudo.category_id else self.env['office.asset.standard']

    def _get_excess_words(self):
        """Return what of this line is above its standard, and by how much; empty for nothing."""
        self.ensure_one()
        standard = self._get_standard()
        if not standard:
            return []
        words = {'item': self.name, 'standard': standard.display_name}
        excess = []
        cap = standard.price_cap
        if cap and standard.currency_id.compare_amounts(self.price, cap) > 0:
            excess.append(self.env._(
                "%(item)s: %(price)s is %(more)s above the standard %(standard)s of %(cap)s.",
                price=self.currency_id.format(self.price), cap=self.currency_id.format(cap),
                more=self.currency_id.format(self.price - cap), **words))
        if young := standard.min_age_months and self._get_held(standard):
            age = self._get_age_months(young)
            if age < standard.min_age_months:
                excess.append(self.env._(
                    "%(item)s: %(card)s is %(age)s months old; the standard %(standard)s is %(least)s months, "
                    "%(missing)s more.", card=young.display_name, age=age, least=standard.min_age_months,
                    missing=standard.min_age_months - age, **words))
        return excess

    def _get_held(self, standard):
        """Return the youngest card, as superuser, of the class of ``standard`` that the employee holds."""
        employee = self.sudo().request_id.employee_id
        held = self.env['maintenance.equipment'].sudo().search([
            ('asset_code', '!=', False), ('category_id', 'child_of', standard.category_id.id),
            ('employee_id', '=', employee.id), ('asset_state', 'in', ('in_use', 'repair'))]) if employee else None
        return held and held.sorted(lambda card: (self._get_age_months(card), card.id))[:1]

    def _get_age_months(self, card):
        """Return for how many whole months ``card`` has been in use, or else since it was acquired."""
        begin = card.asset_start_date or card.asset_acquire_date
        if not begin:
            return 0
        age = relativedelta(card.company_id._get_office_today(), begin)
        return age.years * 12 + age.months
