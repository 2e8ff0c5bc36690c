import base64
import math

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

from odoo.addons.office_admin_base.photo import read_photo
from odoo.addons.office_admin_offline.rows import clean_moment, clean_text, is_key, take_rows

MAX_CODE, MAX_NOTE, MAX_PLACE, MAX_PERSON = 300, 2000, 200, 100
MAX_QUANTITY = 10_000_000

PHOTO_EDGE = 1280
"""Length of the longer edge of a photo that is kept, in pixels."""


class OfficeCountRow(models.Model):
    """One thing that somebody has seen: what was scanned, where, in what condition, and when.

    The phone makes its key, so that a row that comes twice is kept once. Nobody changes rows: who corrects themselves
    sends another one, of the same code or with ``voided_key``.
    """
    _name = 'office.count.row'
    _description = 'Counted Thing'
    _inherit = ['office.system.mixin']
    _order = 'count_datetime desc, id desc'
    _is_of_system = True
    _rec_name = 'code'

    client_key = fields.Char("Key of the Phone", required=True, readonly=True)
    res_model = fields.Char("Model of the Count", required=True, readonly=True)
    res_id = fields.Many2oneReference("Count", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    user_id = fields.Many2one('res.users', "Counted By", required=True, readonly=True, index=True, ondelete='restrict')
    count_datetime = fields.Datetime(
        "Counted On", required=True, readonly=True, help="By the clock of the phone, and not after it arrived.")
    create_date = fields.Datetime("Arrived On", readonly=True)
    round = fields.Integer("Count No.", required=True, readonly=True, default=1, aggregator=None)
    code = fields.Char(readonly=True, help="As it was scanned or typed; empty for a thing without any.")
    place_key = fields.Char(readonly=True)
    place = fields.Char(readonly=True)
    person = fields.Char("Who Has It", readonly=True, help="As the counter has heard.")
    condition = fields.Selection(
        [('good', "Good"), ('damaged', "Damaged"), ('idle', "Not in Use")], required=True, readonly=True,
        default='good')
    is_unlabelled = fields.Boolean("No Label", readonly=True, help="It has no label, or one that cannot be read.")
    quantity = fields.Float(readonly=True, default=1.0, digits='Product Unit')
    note = fields.Text(readonly=True)
    photo = fields.Image(readonly=True, max_width=PHOTO_EDGE, max_height=PHOTO_EDGE)
    voided_key = fields.Char("Takes Back", readonly=True, help="Key of the row that its counter has taken back.")
    is_late = fields.Boolean("Too Late", readonly=True, help="It arrived when this count had ended already.")
    is_shown = fields.Boolean(compute='_compute_is_shown', search='_search_is_shown')

    _client_key_uniq = models.UniqueIndex('(client_key)', "This row has arrived already.")
    _count_idx = models.Index('(res_model, res_id, user_id)')

    @api.depends('code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.code or self.env._("Without Label")

    @api.depends_context('uid')
    def _compute_is_shown(self):
        shown = self.sudo().search(Domain('id', 'in', self.ids) & self._get_shown_domain())  # sudo: the rule reads it
        for row in self:
            row.is_shown = row in shown

    def _search_is_shown(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_shown_domain()

    def unlink(self):
        self.check_access('unlink')
        if self and not self._is_as_system():
            raise UserError(self.env._("What was counted is kept: it shows how the books became what they are."))
        return super().unlink()

    @api.model
    def _get_shown_domain(self):
        """Return the domain of the rows that the user may read: their own, and those of counts that show them."""
        domain = Domain('user_id', '=', self.env.uid)
        for count in self._get_count_models():
            # with the rights of the user, whoever asks
            count = count.sudo(False).with_context(active_test=False)
            if count.has_access('read'):
                domain |= Domain('res_model', '=', count._name) & Domain(
                    'res_id', 'in', count._search(count._get_shown_rows_domain()))
        return domain

    @api.model
    def _get_count_models(self):
        names = self.env.registry.descendants(['office.count.mixin'], '_inherit')
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    # What the page of the phone asks for

    @api.model
    def _prepare_page(self):
        """Return what the phone stores: who counts, and what of their counts :meth:`_prepare_count_page` says."""
        user = self.env.user
        counts = []
        for count in self._get_count_models():
            count = count.with_context(allowed_company_ids=user._get_company_ids())
            if count.has_access('read'):
                counts += [one._prepare_count_page() for one in count.search(count._get_counting_domain())]
        return {
            'uid': user.id,
            'name': user.name,
            'lang': self.env.lang or 'en_US',
            'counts': counts,
            'conditions': self._fields['condition']._description_selection(self.env),
        }

    @api.model
    def _receive(self, rows):
        """Keep what a phone sends, each row once, however often and from wherever it comes.

        What a counter has seen is never refused for what it says: what arrives too late is marked, what cannot be read
        is left out of the row.

        :param list rows: dicts: ``key``, a UUID that the phone made; ``uid`` of who scanned it; ``count``, as
            ``_prepare_count_page`` has named it; ``round``, ``code``, ``place``, ``place_name``, ``person``,
            ``condition``, ``unlabelled``, ``quantity``, ``note``, ``photo`` (base64), ``time`` (ISO 8601), ``voids``
        :return: ``{'kept': keys, 'refused': {key: sentence}}``; the phone deletes what was kept
        :raise ConcurrencyError: the same row is arriving at the same time; Odoo tries again
        """
        rows = take_rows(rows)
        known = {row.client_key: row for row in self.sudo().search_fetch(
            [('client_key', 'in', list(rows))], ['client_key', 'user_id'], order='id')}
        refused, vals_list = {}, []
        counts = self._get_own_counts({key for row in rows.values() if isinstance(key := row.get('count'), str)})
        named = {place for row in rows.values() if (place := clean_text(row.get('place'), MAX_PLACE))}
        places = {key: count._get_count_place_names(named) for key, count in counts.items()}
        for key, row in rows.items():
            if reason := self._get_refusal(row, known.get(key), counts):
                refused[key] = reason
            elif key not in known:
                vals_list.append(self._prepare_row(row, counts[row['count']], places[row['count']]))
        try:
            made = self._create_as_system(vals_list)
        except psycopg2.errors.UniqueViolation as error:  # all of it is tried again, so there is no savepoint
            raise ConcurrencyError("a row arrives twice at the same time") from error
        for count, new in made.grouped(lambda row: (row.res_model, row.res_id)).items():
            counts[f'{count[0]},{count[1]}']._after_rows_received(new)
        return {'kept': [key for key in rows if key not in refused], 'refused': refused}

    def _get_refusal(self, row, known, counts):
        """Return why this row is not for the user to send, in a sentence; empty if it is."""
        if row.get('uid') != self.env.uid or (known and known.user_id != self.env.user):
            return self.env._("This was counted by somebody else. It is sent when they log in on this phone.")
        if known:
            return ''  # the phone has not heard that it was kept
        if not isinstance(row.get('count'), str) or row['count'] not in counts:
            return self.env._("You are not one of those who count this, or the count is gone. Ask the office.")
        return ''

    @api.model
    def _get_own_counts(self, keys):
        """Return ``{key: count as superuser}`` of those of ``keys`` that are counts of the user, in whatever state.

        :param keys: strings, as :meth:`_prepare_count_page` of the count has named it
        """
        ids = {}
        names = {count._name for count in self._get_count_models()}
        for key in keys:
            name, _comma, number = key.partition(',')
            if name in names and number.isdecimal() and len(number) < 10:
                ids.setdefault(name, set()).add(int(number))
        return {
            f'{name},{count.id}': count for name, found in ids.items()
            # sudo: a counter sends what they have seen also when the count has ended, and is theirs no more to read
            for count in self.env[name].sudo().search_fetch(
                [('id', 'in', list(found)), ('counter_ids', 'in', self.env.uid), ('state', '!=', 'draft')],
                ['company_id', 'count_round', 'state'])}

    @api.model
    def _prepare_row(self, row, count_sudo, places):
        count_round = row.get('round') if row.get('round') in range(1, count_sudo.count_round + 1) else 1
        place = clean_text(row.get('place'), MAX_PLACE)
        photo, is_unreadable = self._clean_photo(row.get('photo'))
        note = clean_text(row.get('note'), MAX_NOTE)
        if is_unreadable:
            note = '\n'.join(filter(None, (note, self.env._("The photo could not be read."))))
        return {
            'client_key': row['key'],
            'res_model': count_sudo._name,
            'res_id': count_sudo.id,
            'company_id': count_sudo.company_id.id,
            'user_id': self.env.uid,
            'count_datetime': clean_moment(row.get('time')),
            'round': count_round,
            'code': clean_text(row.get('code'), MAX_CODE),
            'place_key': place if place in places else False,
            'place': places.get(place) or clean_text(row.get('place_name'), MAX_PLACE),
            'person': clean_text(row.get('person'), MAX_PERSON),
            'condition': row.get('condition') if row.get('condition') in ('damaged', 'idle') else 'good',
            'is_unlabelled': row.get('unlabelled') is True,
            'quantity': self._clean_quantity(row.get('quantity')),
            'note': note,
            'photo': photo,
            'voided_key': row.get('voids') if is_key(row.get('voids')) else False,
            'is_late': count_sudo.state not in count_sudo._get_counting_states()
            or count_round < count_sudo.count_round,
        }

    @api.model
    def _clean_quantity(self, value):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        return min(max(value, 0), MAX_QUANTITY) if is_number else 1

    @api.model
    def _clean_photo(self, value):
        """Return what ``read_photo`` keeps of a photo in base64, and whether one could not be read."""
        if not value:
            return False, False
        try:
            photo = read_photo(self.env, base64.b64decode(value, validate=True), PHOTO_EDGE)
        except (UserError, ValueError, TypeError):
            return False, True
        return base64.b64encode(photo), False
