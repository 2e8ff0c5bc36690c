from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeApproval(models.Model):
    """Who would have to decide on a document if it were submitted now: from the rules to the people."""
    _inherit = 'office.approval'

    @api.model
    def _make_plans(self, documents, submitter):
        """Find the rule and the people of each document, in superuser mode; nothing is written.

        :return: ``({document: rule}, {document: plan})``, see :meth:`_plan`; no plan where nobody has to decide
        :raise UserError: nobody could decide, or a reason is missing
        """
        rules = self.env['office.approval.rule']._match(documents)
        wanted = documents.filtered(lambda document: rules[document] or document._is_approval_always_needed())
        amounts = wanted._get_approval_amounts()
        plans = {}
        for rule, group in wanted.grouped(lambda document: rules[document]).items():
            days = {company: group._get_approval_day(company) for company in group.company_id}
            plans |= self._plan(rule, group, {
                document: rule._get_amount(amounts.get(document), document.company_id, days[document.company_id])
                for document in group} if rule else {}, submitter)
        return rules, plans

    @api.model
    def _plan(self, rule, documents, amounts, submitter):
        """Return ``{document: [(step, {user: origin})]}`` for documents of one rule; none passes at once.

        :param rule: empty if no rule fits
        :param dict amounts: ``{document: amount}`` in the currency of the rule
        """
        plans = {document: [] for document in documents}
        pending = documents
        if rule.auto_amount:
            pending = documents.filtered(
                lambda document: amounts[document] is None or amounts[document] >= rule.auto_amount)
        for step in rule.step_ids:
            for document in step._applies_to(pending, amounts):
                self._check_reason(document, step)
                plans[document].append((step, self._get_people(document, step, submitter)))
        broken = rule._get_broken()
        for document in pending:
            if broken or not plans[document]:  # better one decision too many
                step = self.env['office.approval.step'].new({'who': 'fallback', 'quorum': 'one'})
                plans[document].append((step, self._get_people(document, step, submitter)))
        return plans

    @api.model
    def _check_reason(self, document, step):
        if step.reason_required and not (document._get_approval_reason() or '').strip():
            raise UserError(self.env._(
                "%(document)s also has to be approved by %(people)s (%(rule)s). Say why you need it, in “%(field)s”.",
                document=document.display_name, people=step._get_who_label(step.user_ids), rule=step.rule_id.name,
                field=document._get_approval_reason_label()))

    @api.model
    def _get_people(self, document, step, submitter):
        """:raise UserError: nobody, or not enough people, could decide"""
        people = document._get_step_people(step, submitter)
        needed = step.quorum_count if step.quorum == 'number' else 1
        if len(people) < needed:
            raise UserError(self.env._(
                "Nobody can approve %(document)s in the step “%(step)s”: %(needed)s are needed, and %(found)s can. "
                "Ask HR to name a manager with a user, or an administrator to choose in Settings who decides at last. "
                "In an office of one person, small amounts can be approved at once: see the approval rules.",
                document=document.display_name, step=step._get_who_label(), needed=needed, found=len(people)))
        return people

    @api.model
    def _get_note(self, document, rule, plan):
        """Say what approvers have to know of the document, and what an administrator has to mend in the rules."""
        notes = [document._get_approval_note()] if document._get_approval_note() else []
        if not rule:
            notes.append(self.env._("No rule fits, so whoever decides at last is asked."))
        notes += [
            self.env._("The condition “%(condition)s” of %(rule)s cannot be read any more.",
                       condition=condition, rule=rule.name)
            for condition in rule._get_broken()
        ]
        notes += [
            self.env._("“%(step)s” has nobody who could decide, so %(people)s is asked.",
                       step=step._get_who_label(), people=format_list(self.env, [user.name for user in people]))
            for step, people in plan if step.who != 'fallback' and 'fallback' in people.values()
        ]
        return '\n'.join(notes) or False
