from contextlib import closing
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from .office_workflow_verbs import CONCERNED, GAIN, REQUESTER

OPERATIONS = ('read', 'create', 'write', 'unlink')


class Reason(NamedTuple):
    """One thing that lets a person do something, or keeps him from it."""

    speaks: str
    """``'for'``, ``'against'``, or ``'note'`` for what should be known beside."""
    text: str
    remedy: str = ''
    """What somebody could do about it."""


class OfficeRights(models.AbstractModel):
    """Why a person may do something: the server is asked as this person, and what it went by is put into words.

    Hooks get ``asked``, records (or the empty model, in general) in the environment of the person asked about.
    """
    _inherit = 'office.rights'

    @api.model
    def _explain(self, user, model, question, document_id=False):
        """Answer whether ``user`` may do something, and say why.

        :param str model: a kind of document, see :meth:`_get_document_models`
        :param str question: ``'read'``, ``'create'``, ``'write'``, ``'unlink'``, or a verb
        :param int document_id: of a document that the asker may read; without it the answer is in general
        :return: dict of ``verdict`` (``'yes'``, ``'no'`` or ``'depends'``), ``refusal`` (what the server says),
            ``reasons`` and ``remedies``
        :raise AccessError: the asker may only ask about himself, or may not see the document
        """
        self._check_may_ask(user)
        asked = self._get_asked(user, model, document_id)
        if question not in (*OPERATIONS, *self._get_document_verbs(model)):
            raise UserError(self.env._("%(documents)s do not have this step. Choose another one.",
                                       documents=self._get_document_label(model)))
        refusal, reasons = self._ask(asked, question), self._get_reasons(asked, question)
        verdict = 'no' if refusal else 'yes'
        if verdict == 'yes' and not asked and question not in OPERATIONS:
            verdict = self._get_general_verdict(asked, question)
        side = {'yes': 'for', 'no': 'against'}.get(verdict)
        return {
            'verdict': verdict,
            'refusal': refusal,
            'reasons': [reason.text for reason in sorted(reasons, key=lambda reason: reason.speaks != side)
                        if side is None or reason.speaks in (side, 'note')],
            'remedies': list(dict.fromkeys(
                reason.remedy for reason in reasons if verdict != 'yes' and reason.remedy)),
        }

    @api.model
    def _check_may_ask(self, user):
        """:raise AccessError: the current user may not ask what ``user`` may do"""
        if user != self.env.user:
            self._check_may_see()
            if not user.sudo().company_ids & self.env.companies:  # sudo: where a colleague works
                raise AccessError(self.env._("%(user)s works in another company.", user=user.sudo().name))

    @api.model
    def _get_asked(self, user, model, document_id):
        """Return the document, or the empty model, as ``user`` would meet it."""
        if model not in self._get_document_models():
            raise AccessError(self.env._("Choose one of the kinds of documents of the office."))
        document = self.env[model].browse(document_id or ())
        if document and not (document.exists() and document.has_access('read')):
            raise AccessError(self.env._(
                "Nothing can be said about this document: it is not there, or not for you. Choose one from the list."))
        companies = user.sudo().company_ids  # sudo: where a colleague works
        company = (document.company_id or self.env.company) & companies or user.sudo().company_id
        return document.with_user(user).with_context(
            allowed_company_ids=(company | companies).ids, active_test=False)

    @api.model
    def _ask(self, asked, question):
        """Let the server itself check whether the person could do it now; nothing of it stays.

        :return: what it says if he cannot, else an empty text
        """
        try:
            with closing(self.env.cr.savepoint()):  # closed without success, so always rolled back
                self._ask_server(asked, question)
        except UserError as refusal:
            return str(refusal)
        return ''

    @api.model
    def _ask_server(self, asked, question):
        """Hook: raise what the server raises when the person does it."""
        if not asked.env.user.active:
            raise AccessError(self.env._("%(user)s is archived and cannot log in.", user=asked.env.user.name))
        if question in OPERATIONS:
            (asked.browse() if question == 'create' else asked).check_access(question)
        elif asked:
            asked._check_transition(question)
        else:
            asked.check_access('read')

    @api.model
    def _get_general_verdict(self, asked, verb):
        """Hook: whether the person may do ``verb`` with all, none or some of the documents that he may read."""
        who = asked._get_transitions()[verb][2]
        if asked._get_own_groups(who):
            return 'yes'
        return 'depends' if {REQUESTER, CONCERNED} & set(who if isinstance(who, tuple) else (who,)) else 'no'

    @api.model
    def _get_reasons(self, asked, question):
        """Return what speaks for and against it; of a step first what is its own, then that it can be seen at all."""
        if question in OPERATIONS:
            return self._explain_access(asked, question)
        access = self._explain_access(asked, 'read')
        if any(reason.speaks == 'against' for reason in access):
            return access
        return self._explain_verb(asked, question) + access

    @api.model
    def _explain_verb(self, asked, verb):
        """Hook: reasons of the table of verbs: the status, the roles, and who has done another step."""
        origins, _target, who = asked._get_transitions()[verb]
        user = asked.env.user.name
        who = who if isinstance(who, tuple) else (who,)
        groups = [self.env.ref(name) for name in who if name in asked._get_own_groups(who)]
        reasons = [self._explain_group(group, asked.env.user) for group in groups]
        if REQUESTER in who:
            reasons.append(self._explain_requester(asked))
        if CONCERNED in who:
            reasons.append(self._explain_concerned(asked))
        if not groups and (wanted := asked._get_group_names(who)):
            reasons.append(self._explain_missing_groups(
                self.env['res.groups'].union(*map(self.env.ref, wanted)), asked.env.user,
                'note' if asked and asked.env.user in asked._get_verb_users(who) else 'against'))
        if not asked:
            reasons.append(Reason('note', self._get_origin_words(asked, verb)))
        elif asked.state not in origins:
            reasons.append(Reason('against', self._get_origin_words(asked, verb)))
        others = set().union(*(pair for pair in asked._get_exclusive_verbs() if verb in pair)) - {verb}
        for other in sorted({done for _id, done in asked._get_own_steps(list(others))} if asked and others else ()):
            refused = asked.sudo().company_id.office_segregation == 'refuse'
            reasons.append(Reason(
                'against' if refused else 'note', self.env._(
                    "It is %(user)s’s own, and this should be somebody else’s step.", user=user,
                ) if other == GAIN else self.env._(
                    "%(user)s has done “%(other)s” with it, which should be somebody else’s step.",
                    user=user, other=asked._get_verb_label(other)),
                self.env._("Let somebody else do it. A very small office can allow it in Settings, under Rights and "
                           "Duties; it is then recorded.") if refused else ''))
        return reasons

    @api.model
    def _get_origin_words(self, asked, verb):
        states = dict(asked._fields['state']._description_selection(self.env))
        origins = format_list(self.env, [states[state] for state in asked._get_transitions()[verb][0]], 'or')
        if asked:
            return self.env._("Its status is “%(state)s”; the step begins at “%(origins)s”.",
                              state=states[asked.sudo().state], origins=origins)
        return self.env._("The step begins at “%(origins)s”.", origins=origins)

    @api.model
    def _explain_requester(self, asked):
        if not asked:
            return Reason('note', self.env._("Who asked for a document may do it with this document."))
        requester = asked._get_requester()
        if requester == asked.env.user:
            return Reason('for', self.env._("%(user)s asked for it.", user=requester.name))
        return Reason('against', self.env._("%(user)s asked for it, not %(other)s.",
                                            user=requester.sudo().name, other=asked.env.user.name))

    @api.model
    def _explain_concerned(self, asked):
        if not asked:
            return Reason('note', self.env._("Those for whom a document is may do it with this document."))
        people = asked._get_concerned_users().sudo()  # sudo: the names of colleagues
        values = {'user': asked.env.user.name, 'people': format_list(self.env, people.mapped('name'))}
        if asked.env.user in people:
            return Reason('for', self.env._("It is for %(user)s.", **values))
        return Reason('against', self.env._("It is for %(people)s, not for %(user)s.", **values))

    @api.model
    def _explain_group(self, group, user):
        """Say through which position or group ``user`` holds ``group``."""
        chain = group._get_chain(user)
        labels = [step._get_role_label() for step in chain]
        if len(chain) < 2:
            return Reason('for', self.env._("%(user)s was given “%(group)s”.", user=user.name, group=labels[-1]))
        return Reason('for', self.env._(
            "%(user)s was given “%(first)s”, which brings “%(group)s”: %(chain)s.",
            user=user.name, first=labels[0], group=labels[-1], chain=' → '.join(labels)))

    @api.model
    def _explain_missing_groups(self, groups, user, speaks='against'):
        """Say which of ``groups`` would be needed, and by which positions they come."""
        labels = [group._get_role_label() for group in groups]
        givers = self._get_positions().filtered(lambda position: position.sudo().all_implied_ids & groups)
        remedy = self.env._(
            "An administrator can give the right in the form of the user: %(rights)s.", rights=format_list(
                self.env, list(dict.fromkeys([*(position._get_role_label() for position in givers), *labels])), 'or'))
        return Reason(speaks, self.env._("%(user)s does not hold the right “%(rights)s”.", user=user.name,
                                         rights=format_list(self.env, labels, 'or')), remedy)

    @api.model
    def _get_positions(self):
        names = ('receptionist', 'officer', 'manager', 'auditor')
        return self.env['res.groups'].union(*(self.env.ref(f'office_admin_base.position_{name}') for name in names))

    @api.model
    def _get_document_verbs(self, name):
        """Hook: ``{verb: label}``, the steps of a kind of document that one can ask about."""
        if not hasattr(self.env[name], '_get_transitions'):
            return {}
        model = self.env[name]
        return {verb: model._get_verb_label(verb) for verb in model._get_transitions()}
