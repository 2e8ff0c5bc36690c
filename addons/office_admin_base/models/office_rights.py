from contextlib import closing
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, format_list
from odoo.tools.safe_eval import safe_eval

from .office_secrecy_mixin import RESTRICTED
from .office_workflow_verbs import CONCERNED, ENGINE, GAIN, REQUESTER

MAX_NAMES = 8
READERS = ('office_admin_base.position_manager', 'office_admin_base.position_auditor', 'base.group_system')
OPERATIONS = ('read', 'create', 'write', 'unlink')


class Reason(NamedTuple):
    """One thing that lets a person do something, or keeps him from it."""

    speaks: str
    """``'for'``, ``'against'``, or ``'note'`` for what should be known beside."""
    text: str
    remedy: str = ''
    """What somebody could do about it."""


class OfficeRights(models.AbstractModel):
    """Who has which duty and right: pages and prints, made each time from what the server itself goes by.

    Why a person may do something is asked of the server as this person, and what it went by is put into words. Hooks
    get ``asked``, records (or the empty model, in general) in the environment of the person asked about.
    """
    _name = 'office.rights'
    _description = 'Rights and Duties'

    # Pages: responsibilities, roles that should be separate, and first steps

    @api.model
    def get_page(self, name):
        """Return the HTML of a page, for the client action that shows it.

        :param str name: a key of :meth:`_get_pages`
        :raise AccessError: the user is none of those who set up or audit the office
        """
        self._check_may_see()
        if not isinstance(name, str) or name not in self._get_pages():
            raise UserError(self.env._("There is no such page. Open it from the menu."))
        template, get_values = self._get_pages()[name]
        return self.env['ir.qweb']._render(template, get_values(self.env.company))

    @api.model
    def _get_pages(self):
        """Hook: ``{name: (template, function of a company that returns its values)}``."""
        return {
            'responsibilities': ('office_admin_base.page_responsibilities', self._get_responsibilities),
            'segregation': ('office_admin_base.page_segregation', self._get_segregation),
            'first_steps': ('office_admin_base.page_first_steps', self._get_first_steps),
        }

    @api.model
    def _check_may_see(self):
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(self.env._(
                "Who may do what is shown to administrative managers, auditors and administrators. About yourself you "
                "can ask under “Why Can I Do That” in the menu of your name."))

    @api.model
    def _get_responsibilities(self, company):
        """Return the values of the table of responsibilities of ``company``, from the settings as they are."""
        return {
            'intro': self.env._(
                "%(company)s: who does what, made from the rules and settings as they are on %(moment)s. Each step has "
                "exactly one role that answers for it; “People Today” names who holds the roles now.",
                company=company.name, moment=format_datetime(self.env, fields.Datetime.now(), dt_format='short')),
            'documents': [
                {'name': self._get_document_label(name), 'duties': self._get_document_duties(name, company)}
                for name in self._get_document_models()],
        }

    @api.model
    def _get_document_models(self):
        """Hook: names of the kinds of documents that have duties, in the order of their labels."""
        names = self.env.registry.descendants(['office.workflow.mixin'], '_inherit')
        return sorted((name for name in names if not self.env[name]._abstract), key=self._get_document_label)

    @api.model
    def _get_document_label(self, name):
        return self.env['ir.model'].sudo()._get(name).name  # sudo: names of kinds of documents are no secret

    @api.model
    def _get_document_duties(self, name, company):
        """Hook: the duties of one kind of document, see :meth:`_prepare_duty`."""
        return self.env[name]._get_duties(company)

    @api.model
    def _prepare_duty(self, company, *, label, accountable, responsible=(), origins=(), target='', condition='',
                      limit='', consulted=(), informed=(), excluded=()):
        """Return one row of the table of responsibilities, in words.

        :param Role accountable: the one role that answers for the step
        :param responsible: roles that may do it
        :param str condition: for which documents this row is, for example “from 1,000”
        :param str limit: within what time
        :param consulted: names, as ``informed`` and ``excluded``
        """
        others = [role for role in responsible if role.label != accountable.label]
        return {
            'label': label,
            'origins': format_list(self.env, list(origins), 'or'),
            'target': target,
            'condition': condition,
            'accountable': accountable.label,
            'responsible': format_list(self.env, [role.label for role in (accountable, *others)], 'or'),
            'people': self._get_people_words(company, [accountable, *others]),
            'limit': limit,
            'consulted': format_list(self.env, list(consulted)),
            'informed': format_list(self.env, list(informed)),
            'excluded': format_list(self.env, list(excluded), 'or'),
        }

    @api.model
    def _get_people_words(self, company, roles):
        """Name who holds ``roles`` in ``company`` now."""
        known = [role.users for role in roles if role.users is not None]
        if not known:
            return self.env._("depends on the document")
        users = self.env['res.users'].union(*known).sudo().sorted('name')  # sudo: names of colleagues
        if not users:
            return self.env._("nobody at present")
        names = users[:MAX_NAMES].mapped('name')
        if len(users) > MAX_NAMES:
            names.append(self.env._("%(count)s more", count=len(users) - MAX_NAMES))
        return format_list(self.env, names)

    @api.model
    def _get_segregation(self, company):
        """Return the values of the page: each pair of separate steps and who could do both."""
        warnings = self.env['office.transition.warning']
        return {
            'company': company,
            'setting': company.sudo().office_segregation,  # sudo: settings
            'pairs': [
                self._get_pair(name, verbs, company)
                for name in self.env.registry.descendants(['office.workflow.mixin'], '_inherit')
                if not self.env[name]._abstract for verbs in self.env[name]._get_exclusive_verbs()],
            'warning_count': warnings.search_count([('company_id', '=', company.id)])
            if warnings.has_access('read') else None,
        }

    @api.model
    def _get_pair(self, name, verbs, company):
        model = self.env[name]
        holders = [model._get_verb_holders(verb, company) for verb in verbs]
        both = holders[0].filtered(lambda user: all(user in users for users in holders))
        is_never = model._is_never_both(verbs)
        order = list(model._get_verb_labels())
        labels = [model._get_verb_label(verb) for verb in sorted(verbs, key=order.index)]
        return {
            'document': self._get_document_label(name),
            'steps': format_list(self.env, [f'“{label}”' for label in labels]),
            'is_never': is_never,
            'count': 0 if is_never else len(both),
            'people': format_list(self.env, both.sudo().sorted('name').mapped('name')) if both and not is_never else '',
        }

    @api.model
    def _get_first_steps(self, company):
        # sudo: how many employees, departments and rules are missing something, for who may see this page
        steps = company.sudo()._get_office_first_steps()
        done_count = sum(step['is_done'] for step in steps)
        return {
            'company': company,
            'steps': [step | {
                'is_mine': self.env.user.has_group(step['group']),
                'right': self.env._(
                    "Takes the right “%(right)s”.", right=self.env.ref(step['group'])._get_role_label()),
            } for step in steps],
            'progress': self.env._("%(done)s of %(all)s are done.", done=done_count, all=len(steps)),
            'percent': 100 * done_count // (len(steps) or 1),
        }

    # Why a person may do something

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
    def _get_document_verbs(self, name):
        """Hook: ``{verb: label}``, the steps of a kind of document that one can ask about."""
        if not hasattr(self.env[name], '_get_transitions'):
            return {}
        model = self.env[name]
        return {verb: model._get_verb_label(verb) for verb in model._get_transitions()}

    @api.model
    def _explain_verb(self, asked, verb):
        """Hook: reasons of the table of verbs: the status, the roles, and who has done another step."""
        origins, _target, who = asked._get_transitions()[verb]
        user = asked.env.user.name
        who = who if isinstance(who, tuple) else (who,)
        groups = [self.env.ref(name) for name in who if name in asked._get_own_groups(who)]
        reasons = [self._explain_group(group, asked.env.user) for group in groups]
        if who == (ENGINE,):
            reasons.append(Reason('against', self.env._(
                "Nobody does this by hand: it follows from a decision or from another document.")))
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

    # Why a person may see, make, change or delete: rights of his groups, record rules, secrecy

    @api.model
    def _explain_access(self, asked, operation):
        """Hook: reasons of Odoo's own access rights and record rules, and of the secrecy of the document."""
        user = asked.env.user
        if not user.active:
            return [Reason('against', self.env._("%(user)s is archived and cannot log in.", user=user.name),
                           self.env._("An administrator can unarchive the user."))]
        reasons = [self._explain_model(asked, operation)]
        if asked and operation != 'create':
            reasons += self._explain_company(asked)
            reasons += self._explain_secrecy(asked)
            reasons += self._explain_rules(asked, operation)
        return reasons

    @api.model
    def _explain_model(self, asked, operation):
        """Say by which group the person has the right on documents of this kind at all."""
        user = asked.env.user
        # sudo: access rights are not for everybody; callers have checked to whom they are shown
        lines = self.env['ir.model.access'].sudo().search([
            ('model_id.model', '=', asked._name), (f'perm_{operation}', '=', True), ('group_id', '!=', False)])
        if held := lines.group_id & user.sudo().all_group_ids:
            return self._explain_group(min(held, key=lambda group: len(group._get_chain(user))), user)
        if not lines:
            return Reason('against', self.env._("Nobody has this right, whatever their position."))
        return self._explain_missing_groups(lines.group_id, user)

    @api.model
    def _explain_company(self, asked):
        company = asked.sudo().company_id
        if not company or company in asked.env.user.sudo().company_ids:
            return []
        return [Reason('against', self.env._("It belongs to %(company)s, and %(user)s does not work there.",
                                             company=company.name, user=asked.env.user.name),
                       self.env._("An administrator can allow the company in the form of the user."))]

    @api.model
    def _explain_secrecy(self, asked):
        """Say whether the person is cleared for a restricted document."""
        if 'secrecy_level' not in asked._fields or asked.sudo().secrecy_level not in RESTRICTED:
            return []
        user, document_sudo = asked.env.user, asked.sudo()
        values = {
            'user': user.name,
            'level': dict(asked._fields['secrecy_level']._description_selection(self.env))[document_sudo.secrecy_level]}
        if not document_sudo._filter_sworn(user):
            return [Reason('against', self.env._(
                "It is “%(level)s”, and %(user)s has no valid undertaking for this level.", **values), self.env._(
                "The administrative manager can issue an undertaking, which %(user)s signs.", user=user.name))]
        if not document_sudo.is_cleared:
            return [Reason('against', self.env._(
                "It is “%(level)s”, and %(user)s is neither concerned nor named under People Allowed.", **values),
                self.env._("Who may change its secrecy can name %(user)s.", user=user.name))]
        until = self.env['office.secrecy.undertaking'].sudo().search([  # sudo: the asker may read the document himself
            ('user_id', '=', user.id), ('company_id', '=', document_sudo.company_id.id), ('status', '=', 'valid')],
            order='end_date desc', limit=1).end_date
        return [Reason('for', self.env._(
            "It is “%(level)s”; %(user)s is concerned or named, and has signed an undertaking until %(date)s.",
            date=format_date(self.env, until), **values))]

    @api.model
    def _explain_rules(self, asked, operation):
        """Name the record rules that let the person through, or stop him."""
        rules = asked.env['ir.rule']
        if stopping := rules._get_failing(asked, operation).sudo():
            return [Reason('against', self.env._(
                "It is none of the documents that the rights of %(user)s open for this: %(rules)s.",
                user=asked.env.user.name, rules=self._get_rule_names(stopping)))]
        letting = rules._get_rules(asked._name, operation).sudo().filtered(
            lambda rule: rule.groups and self._lets(rule, asked))
        if not letting:
            return []
        return [Reason('for', self.env._("Opened by: %(rules)s.", rules=self._get_rule_names(letting)))]

    @api.model
    def _lets(self, rule, asked):
        """Whether the domain of ``rule`` alone includes the document."""
        domain = safe_eval(rule.domain_force or '[]', rule.with_user(asked.env.user)._eval_context())
        # sudo: one rule is tried, and not all of them
        return bool(asked.sudo().search_count(Domain(domain) & Domain('id', '=', asked.id)))

    @api.model
    def _get_rule_names(self, rules):
        return format_list(self.env, [f'“{rule.name}”' for rule in rules])


class ReportResponsibilities(models.AbstractModel):
    """The printed table of responsibilities."""
    _name = 'report.office_admin_base.report_responsibilities'
    _description = 'Table of Responsibilities'

    @api.model
    def _get_report_values(self, docids, data=None):
        rights = self.env['office.rights']
        rights._check_may_see()
        return {
            'docs': self.env.company,
            'tables': [rights._get_responsibilities(self.env.company)],
        }
