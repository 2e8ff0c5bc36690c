from odoo import models
from odoo.tools import format_list


class OfficeApproval(models.Model):
    """An approval in words: for whom it waits, since when, what comes next, and how it was decided."""
    _inherit = 'office.approval'

    def _get_summaries(self):
        """Return ``{approval: one line}``: for whom it waits and what comes next, or who has decided."""
        deciders = self._get_deciders()
        return {approval: approval._get_summary(deciders) for approval in self}

    def _get_summary(self, deciders):
        match self.state:
            case 'submitted':
                people = deciders.get(self, self.env['res.users'])
                values = {
                    'people': format_list(self.env, people.mapped('name'), 'or') or self.env._("nobody"),
                    'since': self._get_moment(self.step_datetime),
                }
                later = self.step_ids.filtered(lambda step: not step.start_datetime and not step.end_datetime)
                if later:
                    return self.env._("%(people)s, since %(since)s; then %(next)s", next=' → '.join(
                        step._get_label() for step in later), **values)
                return self.env._("%(people)s, since %(since)s", **values)
            case 'approved' if self.step_ids:
                return self.env._("Approved by %(people)s", people=format_list(
                    self.env, list(dict.fromkeys(self.decision_ids.filtered(
                        lambda decision: decision.verb == 'approve').sorted('id').user_id.mapped('name')))))
            case 'approved':
                return self.decision_ids[:1].reason
            case 'refused':
                return self.env._("Refused by %(people)s", people=self.decision_ids[:1].user_id.name)
        return False

    def _get_timelines(self):
        """Return ``{approval: what the widget of the document shows}``."""
        deciders = self._get_deciders()
        return {approval: approval._get_timeline(deciders.get(approval, self.env['res.users'])) for approval in self}

    def _get_timeline(self, deciders):
        away, substitutes = self._get_presence() if self.state == 'submitted' else (self.env['res.users'], {})
        automatic = self.decision_ids.filtered(lambda decision: decision.verb == 'automatic')
        return {
            'state': self.state,
            'rule': self.rule_name or False,
            'note': automatic.reason or self.note or False,
            'steps': [step._get_timeline(deciders, away, substitutes) for step in self.step_ids],
            'remarks': [
                decision._get_words() for decision in self.decision_ids.sorted('id')
                if decision.verb in ('ask_back', 'withdraw', 'add')],
        }

    def _get_moment(self, moment):
        timezone = self.env.context.get('tz') or self.env.user.tz or self.company_id._get_office_tz()
        return self.env['office.deadline.mixin'].with_context(tz=timezone)._get_moment_words(moment) if moment else ''


class OfficeApprovalStep(models.Model):
    _inherit = 'office.approval.step'

    def _get_timeline(self, deciders, away, substitutes):
        is_open = bool(self.start_datetime and not self.end_datetime)
        decisions = self.decision_ids.filtered(lambda one: one.verb in ('approve', 'refuse')).sorted('id')
        labels = dict(self._fields['outcome']._description_selection(self.env))
        return {
            'id': self.id,
            'label': self._get_label(),
            'quorum': self._get_quorum_label(),
            'status': self.outcome or ('open' if is_open else 'waiting'),
            'outcome': labels.get(self.outcome, False),
            'since': self.approval_id._get_moment(self.start_datetime) if is_open else False,
            'decisions': [decision._get_words() for decision in decisions],
            'people': [
                one._get_words(away, substitutes, deciders)
                for one in self.assignment_ids
                if not one.is_dropped and (one.is_open or not self.start_datetime and not self.end_datetime)],
        }


class OfficeApprovalAssignment(models.Model):
    _inherit = 'office.approval.assignment'

    def _get_words(self, away, substitutes, deciders):
        origins = dict(self._fields['origin']._description_selection(self.env))
        standing_in = self.env['office.substitution']._get_standing_in(
            substitutes, self.user_id, self.approval_id.excluded_user_ids) & deciders
        return {
            'id': self.user_id.id,
            'name': self.user_id.name,
            'why': origins[self.origin] if self.origin in ('up', 'fallback', 'absence', 'late', 'added') else False,
            'is_away': self.user_id in away,
            'substitutes': format_list(self.env, standing_in.mapped('name'), 'or') if standing_in else False,
        }


class OfficeApprovalDecision(models.Model):
    _inherit = 'office.approval.decision'

    def _get_words(self):
        verbs = dict(self._fields['verb']._description_selection(self.env))
        return {
            'id': self.id,
            'verb': self.verb,
            'label': verbs[self.verb],
            'user_id': self.user_id.id,
            'name': self.user_id.name,
            'acting_for': self.acting_for_id.name or False,
            'when': self.approval_id._get_moment(self.datetime),
            'reason': self.reason or False,
        }
