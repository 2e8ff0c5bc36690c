from odoo import fields, models
from odoo.tools import format_amount, format_date, format_datetime, format_list


class OfficeApprovalRule(models.Model):
    """The authority table: who may approve what, up to which amount, made from the rules as they are."""
    _inherit = 'office.approval.rule'

    def _get_authority_table(self):
        """Return ``[{'name': kind of document, 'rules': [...]}]`` in the order in which the rules are tried."""
        kinds = dict(self._selection_res_model())
        return [
            {'name': kinds.get(model, model), 'rules': [rule._get_authority_row() for rule in rules]}
            for model, rules in self.sorted().grouped('res_model').items()
        ]

    def _get_now_words(self):
        return format_datetime(self.env, fields.Datetime.now(), dt_format='short')

    def _get_authority_row(self):
        auto = self.auto_amount and self.env._("Below %(amount)s at once, without a decision",
                                               amount=self._format(self.auto_amount))
        return {
            'name': self.name,
            'company': self.company_id.name if len(self.env.companies) > 1 else False,
            'amounts': self._get_range_words(self.min_amount, self.max_amount),
            'auto': auto,
            'domain': self._get_domain_words(self.domain),
            'dates': self._get_date_words(),
            'steps': [step._get_authority_row() for step in self.step_ids],
        }

    def _format(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _get_range_words(self, low, high):
        values = {'low': self._format(low), 'high': self._format(high)}
        if low and high:
            return self.env._("%(low)s to below %(high)s", **values)
        if low:
            return self.env._("from %(low)s", **values)
        if high:
            return self.env._("below %(high)s", **values)
        return self.env._("any amount")

    def _get_date_words(self):
        values = {'start': format_date(self.env, self.valid_from), 'stop': format_date(self.env, self.valid_until)}
        if self.valid_from and self.valid_until:
            return self.env._("%(start)s to %(stop)s", **values)
        if self.valid_from:
            return self.env._("from %(start)s", **values)
        if self.valid_until:
            return self.env._("until %(stop)s", **values)
        return self.env._("always")


class OfficeApprovalRuleStep(models.Model):
    _inherit = 'office.approval.rule.step'

    def _get_authority_row(self):
        rule = self.rule_id
        # up to the next step that is only asked from some amount on, this one is the last word
        later = [step.min_amount for step in rule.step_ids if step.min_amount > self.min_amount]
        return {
            'who': self._get_who_label(self.user_ids),
            'quorum': self._get_quorum_label(),
            'people': self._get_people_words(),
            'amounts': rule._get_range_words(
                max(self.min_amount, rule.min_amount), min(later) if later else rule.max_amount),
            'domain': rule._get_domain_words(self.domain),
            'hours': self.env._("%(hours)g working hours", hours=self.hours) if self.hours else '',
        }

    def _get_people_words(self):
        """Name who holds the position or is named today; managers and heads depend on who asks."""
        match self.who:
            case 'position':
                users = self.group_id._get_people(self.company_id)
            case 'users':
                users = self.user_ids._filtered_working(self.company_id)
            case _:
                return self.env._("depends on who asks")
        return format_list(self.env, users.mapped('name')) or self.env._("nobody: whoever decides at last")
