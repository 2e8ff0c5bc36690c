import re
from collections import defaultdict
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from .office_desk_mixin import SECTIONS

MAX_ROWS = 5
ICON = re.compile(r'fa-[a-z0-9-]+|/[a-z0-9_]+/static/[\w./-]+')


class OfficeDeskCard(models.Model):
    """What people can ask for on My Office: apps bring their cards, administrators order and hide them."""
    _name = 'office.desk.card'
    _description = 'Card of My Office'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
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

        :return: ``{'cards': [...], 'sections': [...]}``. A card has ``id``, ``name``, ``icon``, ``model``, ``ask`` and
            ``list`` (ids of actions, or False), ``ask_method`` (that opens a new document in a better way than the
            action ``ask``, or False), and ``again`` (``model``, ``id``, ``name``, ``what`` of one's last document, or
            False). A section has ``name``, ``title``, ``counters`` (``label``, ``count`` of at most 100, ``action``)
            and up to five ``rows``, as of ``office.desk.mixin``.
        :raise AccessError: the user is no employee
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("My Office is for employees. Ask an administrator to make you one."))
        return {'cards': self._get_cards(), 'sections': self._get_sections()}

    @api.model
    def _get_cards(self):
        # sudo: which groups there are is not for everybody; the model is asked as the user
        cards_sudo = self.sudo().search_fetch(
            Domain('group_ids', '=', False) | Domain('group_ids', 'in', self.env.user._get_group_ids()))
        return [shown for card in cards_sudo if (shown := card.with_env(self.env)._prepare_card())]

    def _prepare_card(self):
        """Return what the page shows of this card; None if it is not for the user, or its app is gone."""
        if self.res_model not in self.env or not self.env[self.res_model].has_access('read'):
            return None
        model = self.env[self.res_model]
        return {
            'id': self.id,
            'name': self.name,
            'icon': self.icon,
            'model': self.res_model,
            'ask': self.ask_action_id.id if model.has_access('create') else False,
            'ask_method': model._get_ask_method() if hasattr(model, '_get_ask_method') else False,
            'list': self.list_action_id.id,
            'again': model._get_last_asked() if hasattr(model, 'action_ask_again') else False,
        }

    @api.model
    def _get_sections(self):
        counts_by_model = {model: model._get_desk_counts() for model in self._get_desk_models()}
        titles = self._get_section_titles()
        models = {
            name: [model for model, counts in counts_by_model.items() if counts.get(name)] for name in titles}
        records = self._search_records(models)
        sections, shown = [], set()
        for name, title in titles.items():
            found = models[name]
            if found or name == 'mine':
                rows = self._get_section_rows(name, records[name], shown)
                shown |= {row['document'] for row in rows}
                counters = [
                    {'label': action['name'], 'count': counts_by_model[model][name], 'action': action}
                    for model in found for action in [model._get_desk_actions()[name]]]
                sections.append({'name': name, 'title': title, 'counters': counters, 'rows': rows})
        return sections

    @api.model
    def _search_records(self, models):
        """Return ``{section: [records of each model]}``, the first ones; those of a model are read together."""
        records, every, above = {}, defaultdict(list), 0
        for name, found in models.items():
            limit = MAX_ROWS if name == 'mine' else MAX_ROWS + above  # what stands further up is left out here
            records[name] = [model._search_desk(name, limit) for model in found]
            above += min(MAX_ROWS, sum(map(len, records[name])))
            for each in records[name]:
                every[each._name] += each.ids
        return {name: [each.with_prefetch(every[each._name]) for each in found] for name, found in records.items()}

    @api.model
    def _get_section_rows(self, name, records, shown):
        """Return the first rows of a section, of all models together.

        :param list records: those of each model
        :param set shown: documents that stand further up on the page, and not again here
        """
        if name == 'mine':  # one's own are all there; where there is something to press stands first
            above, key = set(), lambda row: not any(button['is_primary'] for button in row['buttons'])
        else:  # of the others, the most urgent first, of whatever model
            above, key = shown, lambda row: row['due'] or datetime.max
        rows = []
        for each in records:
            fresh = each.filtered(lambda record: record._get_desk_key() not in above)
            rows += fresh.with_prefetch(each._prefetch_ids)._prepare_desk_rows(name)
        rows.sort(key=key)
        return rows[:MAX_ROWS]

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
