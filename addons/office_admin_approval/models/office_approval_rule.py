from ast import literal_eval
from math import inf

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date, format_datetime, format_list

from odoo.addons.office_admin_base.models.office_workflow_duties import Role

MAX_NAMES = 5


class BrokenCondition(Exception):
    """A condition that was sound when it was saved and cannot be read any more."""


def read_domain(text):
    return Domain(literal_eval((text or '').strip() or '[]'))


def parse_condition(model, text, is_tried=False):
    """Read a condition that an administrator has typed.

    :param model: empty records of the model to which it applies
    :param str text: a domain; dates may be written as ``today -7d``
    :param bool is_tried: also try it on a record, since a value of the wrong type shows only there
    :raise BrokenCondition: it is no domain, or names a field that the model does not have
    """
    try:
        domain = read_domain(text)
        domain.validate(model.sudo())
        if is_tried:
            (model.sudo().search(domain, limit=1) | model.sudo().search([], limit=1)).filtered_domain(domain)
    except Exception as error:  # whatever the parser and the fields make of what was typed
        raise BrokenCondition(str(error)) from error
    return domain


class OfficeApprovalRule(models.Model):
    """Which documents need whose approval: the first rule that fits a document decides."""
    _name = 'office.approval.rule'
    _description = 'Approval Rule'
    _inherit = ['office.history.mixin', 'mail.activity.mixin']
    _order = 'res_model, sequence, id'

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10, tracking=True)
    res_model = fields.Selection(
        '_selection_res_model', "Documents", required=True, tracking=True, index=True)
    company_id = fields.Many2one(
        'res.company', index=True, tracking=True, default=lambda self: self.env.company,
        help="Empty: for the documents of all companies.")
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id, tracking=True)
    min_amount = fields.Monetary("From Amount", tracking=True, help="Documents below it need another rule.")
    max_amount = fields.Monetary(
        "Below Amount", tracking=True, help="Documents of this amount and above need another rule. 0 for no limit.")
    auto_amount = fields.Monetary(
        "Approved at Once Below", tracking=True,
        help="Documents below this amount are approved without anybody's decision, and say so. 0 for none.")
    domain = fields.Char("Only If", tracking=True, help="Only documents that meet it. Empty: all.")
    valid_from = fields.Date(tracking=True, help="The day of submission counts. Empty: from always.")
    valid_until = fields.Date(tracking=True, help="The last day of submission. Empty: for ever.")
    is_valid = fields.Boolean("In Force Today", compute='_compute_is_valid', search='_search_is_valid')
    step_ids = fields.One2many('office.approval.rule.step', 'rule_id', "Steps", copy=True)
    step_summary = fields.Char("Who Approves", compute='_compute_step_summary', compute_sudo=True)
    running_count = fields.Integer("Waiting", compute='_compute_running_count', compute_sudo=True)

    _amounts_check = models.Constraint(
        'CHECK(min_amount >= 0 AND auto_amount >= 0 AND (max_amount = 0 OR max_amount > min_amount))',
        "An approval rule needs amounts of zero or more, and its upper limit above its lower one.")
    _dates_check = models.Constraint(
        'CHECK(valid_from <= valid_until)', "An approval rule ends after it begins.")

    @api.depends('valid_from', 'valid_until')
    def _compute_is_valid(self):
        for rule in self:
            rule.is_valid = rule._is_valid_on((rule.company_id or self.env.company)._get_office_today())

    def _search_is_valid(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = self.env.company._get_office_today()
        return (Domain('valid_from', '=', False) | Domain('valid_from', '<=', today)) & (
            Domain('valid_until', '=', False) | Domain('valid_until', '>=', today))

    @api.depends('step_ids.who', 'step_ids.group_id', 'step_ids.user_ids', 'step_ids.user_field', 'step_ids.min_amount')
    @api.depends_context('lang')
    def _compute_step_summary(self):
        for rule in self:
            rule.step_summary = ' → '.join(step._get_who_label(step.user_ids) for step in rule.step_ids)

    def _compute_running_count(self):
        counts = dict(self.env['office.approval']._read_group(
            [('rule_id', 'in', self.ids), ('state', '=', 'submitted')], ['rule_id'], ['__count']))
        for rule in self:
            rule.running_count = counts.get(rule, 0)

    @api.constrains('step_ids', 'active')
    def _check_steps(self):
        if empty := self.filtered(lambda rule: rule.active and not rule.step_ids):
            raise ValidationError(self.env._(
                "%(rules)s: add at least one step. To let documents through without a decision, use “Approved at Once "
                "Below”.", rules=', '.join(empty.mapped('name'))))

    @api.constrains('domain', 'res_model')
    def _check_domain(self):
        for rule in self:
            rule._check_condition(rule.domain)
            for step in rule.step_ids:
                rule._check_condition(step.domain)
            rule.step_ids._check_user_field()

    @api.constrains('currency_id', 'company_id')
    def _check_currency(self):
        for rule in self:
            companies = rule.company_id or self.env.companies
            if foreign := companies.filtered(
                    lambda company, rule=rule: not self._has_rate(company.currency_id, rule.currency_id, company)):
                raise ValidationError(self.env._(
                    "%(rule)s: there is no exchange rate between %(currency)s and %(other)s of %(company)s. Enter one "
                    "in Accounting, or choose another currency.", rule=rule.name, currency=rule.currency_id.name,
                    other=foreign[0].currency_id.name, company=foreign[0].name))

    def copy_data(self, default=None):
        return [
            {**values, 'name': self.env._("%(rule)s (copy)", rule=rule.name)}
            for rule, values in zip(self, super().copy_data(default), strict=True)
        ]

    def action_new_version(self):
        """End this rule today and begin a copy of it tomorrow: what is submitted until then keeps the old path."""
        self.ensure_one()
        today = (self.company_id or self.env.company)._get_office_today()
        if self.valid_until and self.valid_until <= today or self.valid_from and self.valid_from > today:
            raise UserError(self.env._("%(rule)s is not in force any more or not yet: change it directly.",
                                       rule=self.name))
        version = self.copy({'valid_from': fields.Date.add(today, days=1), 'valid_until': self.valid_until})
        version.name = self.name
        self.valid_until = today
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': version.id,
            'views': [(False, 'form')],
        }

    def action_try(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Try the Rules"),
            'res_model': 'office.approval.rule.try',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self[:1].res_model},
        }

    def action_print(self):
        """Print the authority table of these rules, of all if none is chosen."""
        report = self.env.ref('office_admin_approval.office_approval_rule_report_authority')
        return report.report_action(self or self.search([]), config=False)

    def action_view_running(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Waiting for Approval"),
            'res_model': 'office.approval',
            'view_mode': 'list,kanban,form',
            'domain': [('rule_id', '=', self.id), ('state', '=', 'submitted')],
        }

    @api.model
    def _selection_res_model(self):
        names = self.env.registry.descendants(['office.approval.mixin'], '_inherit')
        models_sudo = self.env['ir.model'].sudo()  # sudo: names of kinds of documents are no secret
        kinds = [(name, models_sudo._get(name).name) for name in names if not self.env[name]._abstract]
        return sorted(kinds, key=lambda kind: kind[1])

    def _check_condition(self, text):
        try:
            parse_condition(self.env[self.res_model], text, is_tried=True)
        except BrokenCondition as error:
            raise ValidationError(self.env._(
                "The condition “%(condition)s” of %(rule)s cannot be used: %(error)s",
                condition=text, rule=self.name, error=str(error))) from error

    @api.model
    def _has_rate(self, currency, other, company):
        """Whether amounts can be converted: Odoo itself takes a missing rate for 1."""
        if currency == other:
            return True
        known = set(self.env['res.currency.rate'].sudo()._read_group(  # sudo: rates are no secret
            [('currency_id', 'in', (currency | other).ids), ('company_id', 'in', [False, company.root_id.id])],
            ['currency_id']))
        return all(side == company.currency_id or (side,) in known for side in (currency, other))

    @api.model
    def _create_defaults(self, models=None, companies=None):
        """Give companies the rules that documents begin with, where they have none for these documents yet.

        Called when an app is installed and when a company is made; what an administrator changes stays changed.

        :param models: names of models, all if left out
        :param companies: all if left out
        """
        for model in models or [name for name, _label in self._selection_res_model()]:
            known = self.with_context(active_test=False).search([('res_model', '=', model)])
            for company in (companies or self.env['res.company'].search([])):
                if company in known.company_id or any(not rule.company_id for rule in known):
                    continue
                for language, _name in self.env['res.lang'].get_installed():
                    values = self.with_context(lang=language).env[model]._get_default_approval_rules()
                    self._create_or_translate(model, company, language, values)

    def _create_or_translate(self, model, company, language, vals_list):
        every = self.with_context(active_test=False)
        rules = every.search([('res_model', '=', model), ('company_id', '=', company.id)], order='id')
        if not rules:
            rules = self.with_context(lang='en_US').create([
                {**vals, 'res_model': model, 'company_id': company.id, 'currency_id': company.currency_id.id}
                for vals in self.with_context(lang='en_US').env[model]._get_default_approval_rules()])
        for rule, vals in zip(rules, vals_list, strict=True):
            rule.with_context(lang=language).name = vals['name']

    def _is_valid_on(self, day):
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_until or day <= self.valid_until)

    def _get_amount(self, money, company, day):
        """Return what a document is worth in the currency of the rule.

        :param money: ``(amount, currency)``, or None for documents that cost nothing
        :return: None for these, and infinity if there is no exchange rate, so that every limit is passed
        """
        if money is None:
            return None
        amount, currency = money
        if not self._has_rate(currency, self.currency_id, company):
            return inf
        return currency._convert(amount, self.currency_id, company, day)

    def _is_within(self, amount):
        """Whether ``amount``, from :meth:`_get_amount`, is one that the rule is for."""
        if amount is None:
            return not self.min_amount
        return self.min_amount <= amount and (not self.max_amount or amount < self.max_amount)

    @api.model
    def _match(self, documents):
        """Find the rule of each document: the first that fits it.

        A rule whose condition cannot be read any more fits all that its other limits let through: better
        one decision too many than one too few.

        :return: ``{document: rule}``, with an empty rule where none fits
        """
        documents_sudo = documents.sudo()  # sudo: rules are not for everybody, and conditions see what the user may not
        found = dict.fromkeys(documents_sudo, self)  # as records, since some may be in a form that is not saved
        for company, group in documents_sudo.grouped('company_id').items():
            day = documents_sudo._get_approval_day(company)
            amounts = group._get_approval_amounts()
            for rule in self._get_candidates(documents._name, company, day):
                open_documents = group.filtered(lambda document: not found[document])
                if not open_documents:
                    break
                fitting = documents_sudo.browse().concat(*(
                    document for document in open_documents
                    if rule._is_within(rule._get_amount(amounts.get(document), company, day))))
                for document in rule._filtered_by_condition(fitting, rule.domain):
                    found[document] = rule
        return {document: found[document].sudo() for document in documents}

    def _get_candidates(self, model, company, day):
        return self.sudo().search([
            ('res_model', '=', model), ('company_id', 'in', [False, company.id])]).filtered(
                lambda rule: rule._is_valid_on(day))

    def _filtered_by_condition(self, documents, text):
        try:
            return documents.filtered_domain(read_domain(text))
        except Exception:  # whatever has become of it: better one decision too many
            return documents

    def _get_broken(self):
        """Return the conditions of these rules that cannot be read any more."""
        broken = []
        for rule in self:
            for text in [rule.domain, *rule.step_ids.mapped('domain')]:
                try:
                    parse_condition(self.env[rule.res_model], text)
                except BrokenCondition:
                    broken.append(text)
        return broken

    def _get_automatic_words(self):
        """Return why nobody has to decide on what is below the limit of this rule."""
        return self.env._(
            "%(rule)s: below %(limit)s nobody has to decide.", rule=self.name,
            limit=self.currency_id.format(self.auto_amount))

    # The authority table: who may approve what, up to which amount, made from the rules as they are

    def _get_authority_table(self):
        """Return ``[{'name': kind of document, 'rules': [...]}]`` in the order in which the rules are tried."""
        kinds = dict(self._selection_res_model())
        return [
            {'name': kinds.get(model, model), 'rules': [rule._get_authority_row() for rule in rules]}
            for model, rules in self.sorted().grouped('res_model').items()
        ]

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

    def _get_now_words(self):
        return format_datetime(self.env, fields.Datetime.now(), dt_format='short')

    def _format(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _get_range_words(self, low, high):
        return self._say_range(low, high, self.currency_id)

    @api.model
    def _say_range(self, low, high, currency):
        """Say between which amounts in ``currency`` something holds; 0 for no limit."""
        values = {'low': format_amount(self.env, low, currency), 'high': format_amount(self.env, high, currency)}
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

    def _fits_all(self):
        """Whether every document of its kind falls under this rule."""
        return not (self.min_amount or self.max_amount or self._get_authority_row()['domain'])

    def _get_duties(self, company, values):
        """Return what this rule asks of whom: what passes at once, then its steps."""
        duties = []
        if self.auto_amount:
            group = self.env.ref('office_admin_base.position_manager')
            duties.append(self.env['office.rights']._prepare_duty(company, **values | {
                'condition': self.env._("%(rule)s: below %(amount)s at once, without a decision",
                                        rule=self.name, amount=self._format(self.auto_amount)),
                'accountable': Role(group._get_role_label(), group._get_people(company)), 'excluded': []}))
        return duties + [step._get_duty(company, values) for step in self.step_ids]

    # A condition in words, for those who read the authority table and not domains

    def _get_domain_words(self, text):
        return self._say_domain(self.res_model, text)

    @api.model
    def _say_domain(self, res_model, text):
        """Say a condition on documents in the reader's language: “Is Over Quota: yes”.

        :param str res_model: the name of their model
        :param str text: a domain as administrators type it
        :return: False if it is empty; the text as it is where it cannot be read any more
        """
        try:
            domain = read_domain(text)
            if domain.is_true():
                return False
            words, rest = self._say_terms(self.env[res_model], list(domain))
            return text if rest else words
        except Exception:  # whatever somebody has typed: the table is printed all the same
            return text

    def _say_terms(self, model, terms, around=None):
        """Say the first condition of ``terms``, in prefix notation; return it and the terms after it."""
        first, rest = terms[0], terms[1:]
        if first == '!':
            words, rest = self._say_terms(model, rest, '!')
            return self.env._("not (%(condition)s)", condition=words), rest
        if first in ('&', '|'):
            parts, pending = [], 2
            while pending:  # what is joined in the same way is one list
                if rest[0] == first:
                    rest, pending = rest[1:], pending + 1
                    continue
                words, rest = self._say_terms(model, rest, first)
                parts.append(words)
                pending -= 1
            words = format_list(self.env, parts, 'standard' if first == '&' else 'or')
            return f'({words})' if around in ('&', '|') else words, rest
        path, operator, value = first
        if path in (0, 1):  # always or never
            return (self.env._("always") if path == value else self.env._("never")), rest
        return self._say_condition(model, path, operator, value), rest

    def _say_condition(self, model, path, operator, value):
        labels, field = [], None
        for name in path.split('.'):
            if field is not None and not field.relational:
                break  # a part of a date
            model = self.env[field.comodel_name] if field is not None else model
            field = model._fields[name]
            labels.append(field._description_string(self.env))
        label = ' › '.join(labels)
        if operator in ('any', 'not any', 'any!', 'not any!') or field.name not in path.split('.')[-1]:
            raise ValueError(path)
        if value is False and field.type != 'boolean' and operator in ('=', '!='):
            return self.env._("%(field)s is empty", field=label) if operator == '=' \
                else self.env._("%(field)s is filled in", field=label)
        values = value if isinstance(value, (list, tuple, set)) else [value]
        if field.type == 'boolean' and len(values) == 1:
            [is_so] = values
            said = self.env._("yes") if bool(is_so) == (operator in ('=', 'in')) else self.env._("no")
            return self.env._("%(field)s: %(value)s", field=label, value=said)
        words = format_list(self.env, self._say_values(field, list(values)), 'or')
        return self._get_operator_words()[operator] % {'field': label, 'value': words}

    def _get_operator_words(self):
        equal, unequal = self.env._("%(field)s is %(value)s"), self.env._("%(field)s is not %(value)s")
        like, unlike = self.env._("%(field)s contains “%(value)s”"), self.env._(
            "%(field)s does not contain “%(value)s”")
        return {
            '=': equal, '=?': equal, 'in': equal, '!=': unequal, '<>': unequal, 'not in': unequal,
            'like': like, 'ilike': like, '=like': like, '=ilike': like, 'not like': unlike, 'not ilike': unlike,
            '<': self.env._("%(field)s is below %(value)s"), '>': self.env._("%(field)s is above %(value)s"),
            '<=': self.env._("%(field)s is at most %(value)s"), '>=': self.env._("%(field)s is at least %(value)s"),
            'child_of': self.env._("%(field)s is %(value)s or below it"),
            'parent_of': self.env._("%(field)s is %(value)s or above it"),
        }

    def _say_values(self, field, values):
        if field.relational and all(isinstance(value, int) for value in values):
            # only what the reader may see is named
            records = self.env[field.comodel_name].browse(values).exists()._filtered_access('read')
            names = records[:MAX_NAMES].mapped('display_name')
            return names + ['…'] * (len(names) < len(values))
        if field.type == 'boolean':
            return [self.env._("yes") if value else self.env._("no") for value in values]
        if field.type == 'selection':
            labels = dict(field._description_selection(self.env))
            return [str(labels.get(value, value)) for value in values]
        if field.type in ('date', 'datetime') and not any(isinstance(value, str) and value[:1].isalpha()
                                                          for value in values):
            say = format_date if field.type == 'date' else format_datetime
            return [say(self.env, value) for value in values]
        return [f'{value:g}' if isinstance(value, float) else str(value) for value in values]
