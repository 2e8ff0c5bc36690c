from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeApprovalRuleTry(models.TransientModel):
    """Who would have to approve a document if it were submitted now, and why: with it, rules are tried."""
    _name = 'office.approval.rule.try'
    _description = 'Try the Rules'

    res_model = fields.Selection(
        lambda self: self.env['office.approval.rule']._selection_res_model(), "Documents", required=True)
    document_ref = fields.Reference(
        lambda self: self.env['office.approval.rule']._selection_res_model(), "Example",
        help="A document that you may read. Nothing happens to it.")
    result = fields.Json(compute='_compute_result')
    rules = fields.Json("Rules in Their Order", compute='_compute_result')

    @api.onchange('res_model')
    def _onchange_res_model(self):
        if self.res_model and (not self.document_ref or self.document_ref._name != self.res_model):
            latest = self.env[self.res_model].search([], order='id desc', limit=1)
            self.document_ref = f'{self.res_model},{latest.id}' if latest else False

    @api.depends('document_ref')
    def _compute_result(self):
        self.result = self.rules = False
        for trial in self:
            document = trial.document_ref
            if not document or document._name not in dict(self.env['office.approval.rule']._selection_res_model()):
                continue
            document.check_access('read')
            trial.rules, trial.result = trial._try(document.sudo())  # sudo: who is whose manager, and foreign rules

    def _try(self, document):
        rules = self.env['office.approval.rule'].sudo()
        match = rules._match(document)[document]
        day = document._get_approval_day(document.company_id)
        money = document._get_approval_amounts().get(document)
        verdicts = []
        for rule in rules.search([('res_model', '=', document._name),
                                  ('company_id', 'in', [False, document.company_id.id])]):
            verdicts.append({'id': rule.id, 'name': rule.name, 'is_used': rule == match,
                             'why': self._get_verdict(rule, match, document, money, day)})
            if rule == match:
                break
        return verdicts, self._get_steps(match, document, money, day)

    def _get_verdict(self, rule, match, document, money, day):
        if rule == match:
            return self.env._("fits: this rule decides")
        if not rule._is_valid_on(day):
            return self.env._("not in force today")
        if not rule._is_within(rule._get_amount(money, document.company_id, day)):
            return self.env._("not for this amount")
        return self.env._("its condition is not met")

    def _get_steps(self, rule, document, money, day):
        """Return what the timeline of the document would show, with the reason for each step."""
        if not rule and not document._is_approval_always_needed():
            return {'state': 'approved', 'note': self.env._("No rule fits: nobody has to approve."), 'steps': []}
        amount = rule._get_amount(money, document.company_id, day) if rule else None
        if rule.auto_amount and amount is not None and amount < rule.auto_amount:
            return {'state': 'approved', 'rule': rule.name, 'steps': [], 'note': rule._get_automatic_words()}
        try:
            plan = self.env['office.approval']._plan(
                rule, document, {document: amount}, self.env['res.users'])[document]
        except UserError as error:
            return {'state': 'refused', 'rule': rule.name or False, 'note': str(error), 'steps': []}
        origins = dict(self.env['office.approval.assignment']._fields['origin']._description_selection(self.env))
        return {
            'state': 'submitted',
            'rule': rule.name or False,
            'note': self.env['office.approval']._get_note(document, rule, plan),
            'steps': [
                {
                    'id': index,
                    'label': step._get_who_label(step.user_ids if step._name.endswith('rule.step') else None),
                    'quorum': step._get_quorum_label(),
                    'status': 'waiting',
                    'outcome': self._get_why(step),
                    'since': False,
                    'decisions': [],
                    'people': [{'id': user.id, 'name': user.name, 'why': origins[origin], 'is_away': False,
                                'substitutes': False} for user, origin in people.items()],
                }
                for index, (step, people) in enumerate(plan)
            ],
        }

    def _get_why(self, step):
        """Say why a step is there, if not always."""
        if step._name != 'office.approval.rule.step' or not (step.min_amount or step.domain):
            return False
        reasons = []
        if step.min_amount:
            reasons.append(self.env._("from %(amount)s", amount=step.currency_id.format(step.min_amount)))
        if step.domain:
            reasons.append(step.rule_id._get_domain_words(step.domain))
        return ', '.join(reasons)
