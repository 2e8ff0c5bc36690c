import random

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule

from ..compare import MATCHED, Seen, compare, get_measures


class OfficeCountMixin(models.AbstractModel):
    """A campaign in which people count things without knowing what the books say.

    The counters see where to count, and nothing of what should be there: neither on the page of the phone nor in what
    it stores. What they have seen comes as rows (``office.count.row``), which nobody changes. When all is counted,
    :meth:`_get_findings` compares; what differs, and a sample of the rest, may be counted a second time by others; then
    somebody approves who has not counted, and only then an app changes its books.

    A campaign says what it counts, in the hooks from :meth:`_get_count_places` on.
    """
    _name = 'office.count.mixin'
    _description = 'Blind Count'
    _inherit = ['office.blind.count.mixin']

    count_round = fields.Integer("Count No.", readonly=True, copy=False, default=1, aggregator=None)
    recount_codes = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    sample_share = fields.Float(
        "Sample (%)", default=5.0, aggregator=None,
        help="In the second count so many per cent of what matched are counted again, with what differs.")
    row_ids = fields.One2many('office.count.row', 'res_id', "Rows", readonly=True, copy=False,
                              domain=lambda self: [('res_model', '=', self._name)])
    row_count = fields.Integer("Counted", compute='_compute_row_count', compute_sudo=True)
    late_count = fields.Integer(
        "Too Late", compute='_compute_row_count', compute_sudo=True,
        help="What phones without network sent after the count had ended: kept, and not compared.")

    @api.depends('row_ids')
    def _compute_row_count(self):
        numbers = {(res_id, is_late): number for res_id, is_late, number in self.env['office.count.row']._read_group(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)], ['res_id', 'is_late'], ['__count'])}
        for count in self:
            count.late_count = numbers.get((count.id, True), 0)
            count.row_count = numbers.get((count.id, False), 0)

    @api.constrains('sample_share')
    def _check_sample_share(self):
        for count in self:
            if not 0 <= count.sample_share <= 100:
                raise ValidationError(self.env._(
                    "%(count)s: a sample is between 0 and 100 per cent.", count=count.display_name))

    def action_open_count_page(self):
        """Open the page on which one counts, which then works without network."""
        return {'type': 'ir.actions.act_url', 'url': '/office/count', 'target': 'self'}

    def action_open_rows(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_count.office_count_row_action')
        return action | {'domain': [('res_model', '=', self._name), ('res_id', '=', self.id)]}

    # What the verbs ask for and cause

    def _check_can_start(self, by=None):
        super()._check_can_start(by)
        for count_sudo in self.sudo():  # sudo: who may read the books is asked for others
            if not count_sudo.counter_ids - count_sudo._get_partial_users():
                raise UserError(self.env._(
                    "%(count)s: all who count keep these things, or see in the books what should be there. Add "
                    "somebody who does not.", count=count_sudo.display_name))

    def _check_can_recount(self, by=None):
        for count in self:
            if not count.sudo()._get_recount():  # sudo: the books
                raise UserError(self.env._(
                    "%(count)s: nothing differs, so that nothing is left to be counted again.",
                    count=count.display_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'recount':
            for count in self:
                prepared[count].update({
                    'count_round': count.count_round + 1,
                    'recount_codes': [count._get_thing_code(thing) for thing in count._get_recount()]})
        return prepared

    # What came out

    def _get_findings(self):
        """Return the :class:`~odoo.addons.office_admin_count.compare.Finding` of what is expected and what was seen.

        Called as superuser: nobody else sees what the books say while people count.
        """
        self.ensure_one()
        expected, seen = self._get_expected(), self._get_seen()
        others = {one.thing for one in seen if one.thing is not None} - expected.keys()
        return compare(expected, seen, self._filter_ended(others))

    def _get_measures(self, findings=None):
        """Return ``match_rate``, ``coverage`` and ``label_rate``, in per cent."""
        return get_measures(self._get_expected(), self._get_findings() if findings is None else findings)

    def _get_seen(self):
        """Return what was counted in time and not taken back, with the things that its codes mean."""
        rows = self.row_ids.filtered(lambda row: not row.is_late)
        taken_back = {(row.user_id, row.voided_key) for row in rows if row.voided_key}
        rows = rows.filtered(lambda row: not row.voided_key and (row.user_id, row.client_key) not in taken_back)
        things = self._find_things({row.code for row in rows if row.code})
        return [
            Seen(things.get(row.code) or None, row.code or '', row.client_key, row.user_id.id,
                 (row.count_datetime, row.id), row.place_key or '', row.round, row.quantity, row.condition,
                 row.is_unlabelled, row.person or '')
            for row in rows]

    def _get_recount(self):
        """Return the things to be counted a second time: what differs, and a sample of what matched."""
        findings = [finding for finding in self._get_findings() if finding.thing is not None]
        different = [finding.thing for finding in findings if finding.kinds != {MATCHED}]
        matched = [finding.thing for finding in findings if finding.kinds == {MATCHED}]
        # the same sample whoever asks, and whenever
        chance = random.Random(f'{self._name},{self.id}')  # noqa: S311 (no secret)
        return different + chance.sample(matched, round(len(matched) * self.sample_share / 100) if different else 0)

    def _get_row_users(self):
        return self.row_ids.user_id

    # The page of the phone

    def _prepare_count_page(self):
        """Return what the phone of a counter stores of this count: where to count, and nothing of what should be there.

        In the second count also what to look for: what differs and the sample, without saying which is which.
        """
        self.ensure_one()
        count_sudo = self.sudo()  # sudo: counters need no rights on what they count
        return {
            'key': f'{self._name},{self.id}',
            'name': self.display_name,
            'note': count_sudo._get_count_note() or '',
            'round': self.count_round,
            'places': count_sudo._get_count_places(),
            'has_quantity': count_sudo._has_quantity(),
            'has_person': count_sudo._has_person(),
            'tasks': count_sudo._get_own_tasks(self.env.user) if self.count_round > 1 else [],
        }

    def _get_own_tasks(self, user):
        """Return the codes that ``user`` counts again: of what they have not counted the first time."""
        before = self.row_ids.filtered(lambda row: row.user_id == user and row.round < self.count_round and row.code)
        things = self._find_things(set(before.mapped('code')))
        own = {self._get_thing_code(thing) for thing in things.values() if thing}
        return [code for code in self.recount_codes or [] if code not in own]

    @api.model
    def _get_shown_rows_domain(self):
        """Hook: the domain of the counts of which the user reads all rows; those of their own they read always.

        By default officers and auditors, and of those who count themselves only when all is counted.
        """
        if not (self._has_role('officer') or self._has_role('auditor')):
            return Domain.FALSE
        return Domain('state', 'not in', self._get_counting_states()) | Domain('counter_ids', 'not in', self.env.uid)

    # Hooks: what is counted

    def _get_count_places(self):
        """Hook: ``[[key, name]]`` of the places in the scope, among which counters choose where they are."""
        return []

    def _get_count_place_names(self, keys):
        """Hook: ``{key: name}`` of those of ``keys`` that :meth:`_get_count_places` names, for who can look less up."""
        return {key: name for key, name in self._get_count_places() if key in keys}

    def _get_count_note(self):
        """Hook: what counters should know, in a sentence."""
        return ''

    def _has_quantity(self):
        """Hook: whether counters say how many there are of each; else each thing is one."""
        return False

    def _has_person(self):
        """Hook: whether counters may say who has each thing."""
        return False

    def _get_partial_users(self):
        """Hook: those of the counters who keep the things, or read in the books what should be there.

        They count, but not alone.
        """
        return self.counter_ids.filtered(lambda user: user.has_group(self._get_role_group('officer')))

    def _get_expected(self):
        """Hook: ``{thing: Expected}``, what the books said when the count began. Things are records or their ids."""
        raise NotImplementedError

    def _find_things(self, codes):
        """Hook: ``{code: thing}`` of what was scanned or typed; no thing, or None, where nothing has that code."""
        raise NotImplementedError

    def _get_thing_code(self, thing):
        """Hook: the code by which people look for a thing in the second count."""
        raise NotImplementedError

    def _filter_ended(self, things):
        """Hook: those of ``things`` that have left the books."""
        return ()

    def _after_rows_received(self, rows):
        """Hook: new rows of this count have arrived, as superuser."""

    # Rights

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return {
            'company': rules['company'],
            'counter': RecordRule(
                "read what I count", "[('{of}counter_ids', 'in', user.id), ('{of}state', '!=', 'draft')]", 'user',
                READ),
            'officer': RecordRule("officers change all", "[(1, '=', 1)]", 'officer'),
            'auditor': RecordRule("auditors read all", "[(1, '=', 1)]", 'auditor', READ),
        }

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'count_round', 'recount_codes'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'sample_share'}
