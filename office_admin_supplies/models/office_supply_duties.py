from odoo import api, models


class OfficeSupplyRequest(models.Model):
    """What the table of responsibilities says of supplies beside its verbs: the promised times."""
    _inherit = 'office.supply.request'

    @api.model
    def _get_verb_time_limit(self, verb, company):
        company_sudo = company.sudo()  # sudo: settings
        if verb in ('approve', 'refuse'):
            return company_sudo._get_supply_time_words(company_sudo.supply_answer_time, company_sudo.supply_answer_rule)
        if verb in ('hand_out', 'done'):
            return company_sudo._get_supply_time_words(
                company_sudo.supply_hand_out_time, company_sudo.supply_hand_out_rule)
        return super()._get_verb_time_limit(verb, company)
