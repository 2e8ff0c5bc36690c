import re
from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .office_desk_mixin import AGAIN, SECTIONS

SELECTS_AT_ONCE = 40  # of many at once, PostgreSQL takes longer to plan the query than to run it
MAX_ROWS = 5
MAX_FOUND = MAX_ROWS * len(SECTIONS)  # so many are enough, if all the others stand further up
ICON = re.compile(r'fa-[a-z0-9-]+|/[a-z0-9_]+/static/[\w./-]+')


class Found(NamedTuple):
    """What there is of one model in a section of the page."""

    domain: Domain
    count: int
    records: models.Model
    """The first ones, in their order."""
    ranks: list
    """By which they stand among those of other models, the smallest first; None: last."""


class OfficeDeskCard(models.Model):
    """What people can ask for on My Office: apps bring their cards, administrators order and hide them."""
    _name = 'office.desk.card'
    _description = 'Card of My Office'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    hint = fields.Char(translate=True, help="What a tap on the card does. Empty: it makes a new request.")
    sequence = fields.Integer(default=50)
    active = fields.Boolean("Shown", default=True)
    res_model = fields.Char("Model", required=True, help="Who may not read it does not see the card.")
    icon = fields.Char(
        required=True, default='fa-file-text-o', help="A symbol of Font Awesome, or the path of a picture of an app.")
    ask_action_id = fields.Many2one(
        'ir.actions.act_window', "Ask", ondelete='set null', help="Opens a new document in one tap.")
    list_action_id = fields.Many2one(
        'ir.actions.act_window', "My Documents", ondelete='set null', help="Opens what one has asked for.")
    group_ids = fields.Many2many('res.groups', string="Shown To", help="Everybody if empty.")

    @api.constrains('icon')
    def _check_icon(self):
        for card in self:
            if not ICON.fullmatch(card.icon):
                raise ValidationError(self.env._(
                    "“%(icon)s” is no symbol for the card %(card)s. Write fa-… for one of Font Awesome, or the path of "
                    "a picture, such as /office_admin_base/static/description/icon.png.",
                    icon=card.icon, card=card.name))

    @api.model
    def get_desk(self):
        """Return all that the page My Office shows to the current user, in his companies and by his rights.

        :return: ``{'cards': [...], 'sections': [...]}``. A card has ``id``, ``name``, ``icon``, ``model``, ``hint``
            (what a tap does, or False), ``ask`` and ``list`` (ids of actions, or False), ``ask_method`` (that opens a
            new document in a better way than the action ``ask``, or False), and ``again`` (``model`` and ``id`` of
            one's last document, or False). A section has ``name``, ``title``, ``counters`` (``label``, ``count`` of at
            most 100, ``action``) and up to five ``rows``, as of ``office.desk.mixin``.
        :raise AccessError: the user is no employee
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("My Office is for employees. Ask an administrator to make you one."))
        found = self._search_desks()
        return {'cards': self._get_cards(found.pop(AGAIN)), 'sections': self._get_sections(found)}

    @api.model
    def _search_desks(self):
        """Find what the page shows.

        First what belongs there by its fields, of all models together; then, of the few that were found, what the user
        may see: record rules are long, and PostgreSQL takes longer to plan them than to run them.

        :return: ``{section: {model: Found}}``, also for :data:`AGAIN`
        """
        # PostgreSQL would compile such queries, which takes seconds, to run them for some milliseconds
        self.env.cr.execute("SET LOCAL jit = off")
        parts = [
            (section, model, domain, select)
            for model in self._get_desk_models() if model.has_access('read')
            for section, (domain, select) in model._select_desk().items()]
        firsts = self._run_selects([select for *_part, select in parts])
        readable = self._get_readable([
            (model, ids) for (_section, model, *_part), (ids, _ranks) in zip(parts, firsts, strict=True)])
        found = {section: {} for section in (*SECTIONS, AGAIN)}
        for (section, model, domain, _select), (ids, ranks) in zip(parts, firsts, strict=True):
            kept = [index for index, each in enumerate(ids) if each in readable[model]]
            if len(kept) < len(ids) == model._get_desk_limit(section):  # others may stand behind those
                select = model._select_desk_section(section, domain)
                [(ids, ranks)] = self._run_selects([select] if select else []) or [([], [])]
                kept = range(len(ids))
            if kept:
                first = kept[:MAX_FOUND]
                found[section][model] = Found(
                    domain, len(kept), model.browse(ids[index] for index in first), [ranks[index] for index in first])
        return found

    @api.model
    def _run_selects(self, selects):
        """Return the lists of ids and of ranks that each of these finds, some of them in one query."""
        found = [([], [])] * len(selects)
        for numbered in split_every(SELECTS_AT_ONCE, list(enumerate(selects))):
            for number, ids, ranks in self.env.execute_query(SQL(" UNION ALL ").join(
                    SQL("SELECT %s, array_agg(id), array_agg(rank) FROM (%s) AS found", number, select)
                    for number, select in numbered)):
                found[number] = ids or [], ranks or []
        return found

    @api.model
    def _get_readable(self, found):
        """Return ``{model: set of ids}`` of those that the user may read.

        :param list found: models with ids that were found of them
        """
        every = defaultdict(set)
        for model, ids in found:
            every[model].update(ids)
        queries = [(model, model.with_context(active_test=False)._search([('id', 'in', list(ids))]))
                   for model, ids in every.items() if ids]
        queries = [(model, query) for model, query in queries if not query.is_empty()]
        results = self._run_selects([
            query.select(SQL.identifier(query.table, 'id'), SQL("NULL AS rank")) for _model, query in queries])
        readable = {model: set(ids) for (model, _query), (ids, _ranks) in zip(queries, results, strict=True)}
        return defaultdict(set, readable)

    @api.model
    def _get_cards(self, again):
        """Return what can be asked for.

        :param dict again: ``{model: Found}``, the last document of the user of each model
        """
        # sudo: which groups there are is not for everybody; the model is asked as the user
        cards_sudo = self.sudo().search_fetch(
            Domain('group_ids', '=', False) | Domain('group_ids', 'in', self.env.user._get_group_ids()))
        last = {model._name: found.records for model, found in again.items()}
        return [shown for card in cards_sudo
                if (shown := card.with_env(self.env)._prepare_card(last.get(card.res_model)))]

    def _prepare_card(self, last):
        """Return what the page shows of this card; None if it is not for the user, or its app is gone.

        :param last: the last document of the user, or None
        """
        if self.res_model not in self.env or not self.env[self.res_model].has_access('read'):
            return None
        model = self.env[self.res_model]
        return {
            'id': self.id,
            'name': self.name,
            'hint': self.hint,
            'icon': self.icon,
            'model': self.res_model,
            'ask': self.ask_action_id.id if model.has_access('create') else False,
            'ask_method': model._get_ask_method() if hasattr(model, '_get_ask_method') else False,
            'list': self.list_action_id.id,
            'again': {'model': last._name, 'id': last.id} if last else False,
        }

    @api.model
    def _get_sections(self, found):
        """Return the sections of the page.

        :param dict found: ``{section: {model: Found}}``
        """
        chosen, labels = self._choose_records(found), self._get_labels(found)
        sections = [{
            'name': name,
            'title': title,
            'counters': [
                {'label': labels[model._name], 'count': one.count,
                 'action': self._prepare_list_action(labels[model._name], model, one.domain)}
                for model, one in found[name].items()],
            'rows': self._get_section_rows(name, chosen[name]),
        } for name, title in self._get_section_titles().items() if found[name] or name == 'mine']
        self._add_promises([row for section in sections for row in section['rows']])
        return sections

    @api.model
    def _add_promises(self, rows):
        """Say in these rows what is promised, read together for the documents of all models."""
        documents = {row['document']: (model, int(document_id)) for row in rows
                     for model, document_id in [row['document'].split(',')]}
        # sudo: users have no access to promises; they may read the documents
        words = self.env['office.deadline'].sudo()._get_words(documents.values())
        for row in rows:
            row['promise'] = words.get(documents[row['document']], '')

    @api.model
    def _get_labels(self, found):
        """Return ``{model name: what people call its documents}``, read together."""
        models_sudo = self.env['ir.model'].sudo()  # sudo: not for everybody
        models_sudo = models_sudo.union(*(
            models_sudo._get(model._name) for by_model in found.values() for model in by_model))
        return {model_sudo.model: model_sudo.name for model_sudo in models_sudo}

    @api.model
    def _prepare_list_action(self, label, model, domain):
        return {
            'type': 'ir.actions.act_window',
            'name': label,
            'res_model': model._name,
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'domain': list(domain),
            'context': {'create': False},
        }

    @api.model
    def _choose_records(self, found):
        """Return ``{section: [records of each model]}`` of the rows that are shown; those of a model are read together.

        Of all models those that rank first; not again what stands further up, unless it is one's own.
        """
        chosen, every, shown = {}, defaultdict(list), set()
        for section, by_model in found.items():
            ranked = sorted((
                (rank is None, rank or 0, record) for one in by_model.values()
                for record, rank in zip(one.records, one.ranks, strict=True)), key=lambda each: each[:2])
            fresh = [record for *_rank, record in ranked
                     if section == 'mine' or record._get_desk_key() not in shown][:MAX_ROWS]
            shown.update(record._get_desk_key() for record in fresh)
            chosen[section] = [
                model.union(*(record for record in fresh if record._name == model._name)) for model in by_model]
            for records in chosen[section]:
                every[records._name] += records.ids
        return {section: [each.with_prefetch(every[each._name]) for each in records]
                for section, records in chosen.items()}

    @api.model
    def _get_section_rows(self, name, records):
        """Return the rows of a section, of all models together.

        :param list records: those of each model
        """
        rows = [row for each in records if each for row in each._prepare_desk_rows(name)]
        if name == 'mine':  # where there is something to press stands first
            return sorted(rows, key=lambda row: not any(button['is_primary'] for button in row['buttons']))
        # the most urgent first, of whatever model
        return sorted(rows, key=lambda row: (not row['is_first'], row['due'] or datetime.max))

    @api.model
    def _get_desk_models(self):
        names = self.env.registry.descendants(['office.desk.mixin'], '_inherit')
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _get_section_titles(self):
        titles = {
            'decide': self.env._("Waits for My Decision"),
            'handed': self.env._("Handed to Me"),
            'confirm': self.env._("Waits for My Confirmation"),
            'deadlines': self.env._("Late or Due Today"),
            'mine': self.env._("My Requests"),
            'queue': self.env._("To Do for the Office"),
        }
        return {name: titles[name] for name in SECTIONS}
