import re
from contextlib import suppress
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.sql import escape_psql

from odoo.addons.office_admin_base.models.office_role_rules import READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_base.typed import plain, read_id

from ...names import get_names, normal

KINDS = [('arrive', "Has Come"), ('leave', "Goes")]

REASONS = [
    ('unknown', "No guest of today, and no host, has the name that was typed"),
    ('absent', "Nobody in the house has the name that was typed"),
    ('alike', "There is a guest of this name, but nothing else that was typed agrees"),
    ('several', "More than one could be meant"),
    ('code', "The code is not valid, or not any more"),
    ('day', "Expected on another day"),
    ('place', "Expected at another place"),
    ('inside', "Is in the house already"),
    ('gone', "Is not in the house"),
    ('unsigned', "Has not signed what guests sign today"),
    ('guessing', "Too many wrong names at this kiosk within a few minutes"),
    ('refused', "It was refused"),
    ('failed', "It could not be done"),
]
"""Why the front desk is asked."""

MISSES, MISS_MINUTES = 10, 10
"""After so many wrong names at one kiosk within so many minutes, nobody is found by their name there."""

BATCH = 20
KEEP_HOURS = 24
"""After so many hours nobody waits any more for what was typed."""

LENGTH = 300
"""How many characters of what is typed in one field are kept."""

_KEY = re.compile(r'[\w-]{16,64}', re.ASCII)
_CODE = re.compile(r'(?:^|/)([\w-]{43})(?:$|[?#/])', re.ASCII)
_UNSEEN = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff]+')


class OfficeKioskEntry(models.Model):
    """What a guest has typed or scanned at a kiosk.

    The kiosk only takes it down, and always says the same; what follows is done behind the screen, by a scheduled
    action that is woken up at once. So neither the answer nor the time it takes tells who is expected, known or in the
    house. What is not clear waits for the front desk.
    """
    _name = 'office.kiosk.entry'
    _description = 'Kiosk Entry'
    _inherit = ['office.batch.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _role_prefix = 'office_admin_reception.group_'
    _check_company_auto = True

    kiosk_id = fields.Many2one(
        'office.kiosk', required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    client_key = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS,
        help="Made by the tablet, so that what it sends again is entered once.")
    kind = fields.Selection(KINDS, required=True, readonly=True, copy=False)
    name = fields.Char(
        "Name of the Guest", readonly=True, copy=False,
        help="Kept so that the front desk knows who comes and who is in the house.")
    organisation = fields.Char(
        readonly=True, copy=False, help="Kept to recognise the guest, and to tell the host for whom they come.")
    host_name = fields.Char(
        "Host, as Typed", readonly=True, copy=False, help="Kept to find whom the guest comes to see.")
    fact = fields.Char(
        "E-mail or Number, as Typed", readonly=True, copy=False,
        help="Kept to recognise a guest: one who was invited, or, of one who goes, by their organisation or host.")
    purpose_id = fields.Many2one(
        'office.visit.purpose', "Comes For", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    lang = fields.Char("Language", readonly=True, copy=False, help="In which the guest reads.")
    by_code = fields.Boolean(readonly=True, copy=False)
    enter_datetime = fields.Datetime("Typed On", required=True, readonly=True, copy=False)
    guest_id = fields.Many2one(
        'office.visit.guest', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    visit_id = fields.Many2one(related='guest_id.visit_id')
    reason = fields.Selection(REASONS, "Why the Desk Is Asked", readonly=True, copy=False)
    note = fields.Char("In Words", readonly=True, copy=False)
    signature_ids = fields.One2many('office.visit.signature', 'entry_id', "Signed", readonly=True, copy=False)

    _client_key_uniq = models.UniqueIndex('(kiosk_id, client_key)', "The tablet has sent this before.")
    _open_idx = models.Index("(id) WHERE state IN ('new', 'waiting')")
    _reason_idx = models.Index("(kiosk_id, enter_datetime) WHERE reason IS NOT NULL")

    @api.depends('name', 'organisation', 'by_code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for entry in self:
            name = entry.name or self.env._("Guest with a code")
            entry.display_name = f'{name} ({entry.organisation})' if entry.organisation else name

    def action_settle(self):
        """Open the dialog in which the front desk says who this is."""
        self.ensure_one()
        self._check_can_begin('settle')
        return self._open_dialog('office.kiosk.entry.settle', self.env._("Help a Guest"))

    def action_dismiss(self):
        return self._transition_each('dismiss')

    # What the kiosk takes down

    @api.model
    def _receive(self, kiosk, values):
        """Take down what a guest has typed or scanned at ``kiosk``; what was sent before is left as it is.

        :param dict values: texts as they came: ``key``, ``kind``, ``name``, ``organisation``, ``host``, ``fact``,
            ``purpose`` (id), ``code``, ``rules`` (ids, with commas), ``seconds`` since it was typed; and ``signature``,
            the bytes of a picture
        :raise UserError: it is nothing that our page sends
        """
        key = values.get('key')
        if not isinstance(key, str) or not _KEY.fullmatch(key) or values.get('kind') not in dict(KINDS):
            raise UserError(self.env._("This cannot be read. Please speak to the front desk."))
        if self.search_count([('kiosk_id', '=', kiosk.id), ('client_key', '=', key)], limit=1):
            return
        prepared = self._prepare_received(kiosk, values)
        if not prepared['name'] and not prepared['by_code']:
            raise UserError(self.env._("Please type your name."))
        signatures = self._prepare_signatures(kiosk, values)
        with suppress(UniqueViolation), self.env.cr.savepoint():  # the same, sent twice at once
            entry = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)._create_as_system([
                {**prepared, 'client_key': key}])
            entry.flush_recordset()
            self.env['office.visit.signature']._create_as_system([
                {**signature, 'entry_id': entry.id, 'company_id': kiosk.company_id.id} for signature in signatures])
        self.env.ref('office_admin_reception.ir_cron_kiosk')._trigger()

    @api.model
    def _prepare_received(self, kiosk, values):
        texts = {name: self._read_text(values.get(sent)) for name, sent in (
            ('name', 'name'), ('organisation', 'organisation'), ('host_name', 'host'), ('fact', 'fact'))}
        purpose = read_id(values.get('purpose'))
        seconds = min(read_id(values.get('seconds')) or 0, KEEP_HOURS * 3600)
        return {
            **texts,
            'kiosk_id': kiosk.id,
            'company_id': kiosk.company_id.id,
            'kind': values['kind'],
            'lang': self.env.lang,
            'purpose_id': (kiosk._get_purposes() & self.env['office.visit.purpose'].browse(purpose)).id,
            'by_code': bool(values.get('code')),
            'guest_id': self._find_by_code(kiosk, values.get('code')).id,
            'enter_datetime': fields.Datetime.now() - timedelta(seconds=seconds),
        }

    @api.model
    def _prepare_signatures(self, kiosk, values):
        """Return the values of a signature for each rule of ``kiosk`` that was signed."""
        content = values.get('signature')
        ids = {read_id(text) for text in str(values.get('rules') or '').split(',')}
        rules = self.env['office.visit.rule'].sudo().search(
            [('company_id', '=', kiosk.company_id.id), ('id', 'in', list(ids - {None}))]) if content else ()
        picture = rules and self.env['office.visit.signature']._read_signature(content)
        return [{
            'rule_id': rule.id,
            'lang': self.env.lang,
            'text_hash': rule._get_text_hash(self.env.lang),
            'sign_datetime': fields.Datetime.now(),
            'signature': picture,
        } for rule in rules]

    @api.model
    def _find_by_code(self, kiosk, code):
        """Return the guest whose pass or badge carries ``code``, if they are a guest of the company of ``kiosk``."""
        found = _CODE.search(code.strip()) if isinstance(code, str) else None
        return self.env['office.visit.guest']._find_public(found[1] if found else None, kiosk.company_id)

    @api.model
    def _read_text(self, text):
        return plain(_UNSEEN.sub(' ', text))[:LENGTH] if isinstance(text, str) else ''

    # What follows, behind the screen

    @api.model
    def _cron_settle(self):
        """Look at what guests have typed, and dismiss what nobody waits for any more."""
        self._run_in_batches(
            'office_admin_reception.ir_cron_kiosk',
            lambda: self.search([('state', '=', 'new')], order='id', limit=BATCH),
            lambda entries: entries._settle_alone(), lambda entry: entry._ask_desk('failed'))
        past = fields.Datetime.now() - timedelta(hours=KEEP_HOURS)
        self.search([('state', '=', 'waiting'), ('enter_datetime', '<=', past)])._transition('dismiss', by=ENGINE)

    def _settle_alone(self):
        """Let those in and out of whom it is clear who they are; of the others ask the front desk."""
        for entry in self:
            entry = entry.with_company(entry.company_id).with_context(
                lang=entry.lang, allowed_company_ids=entry.company_id.ids)
            try:
                with self.env.cr.savepoint():
                    reason = entry._do()
                    if reason:
                        raise _Unclear(reason)
            except _Unclear as unclear:
                entry._ask_desk(unclear.reason)
            except UserError as error:
                entry._ask_desk('refused', str(error))

    def _do(self):
        """Sign the guest in or out.

        :return: why the front desk is asked instead, a key of :data:`REASONS`; None if it is done
        """
        guest, reason = self._find_guest()
        if reason:
            return reason
        if self.kind == 'leave':
            if guest.state not in ('inside', 'out'):
                return 'gone'
            guest._sign_out('guest')
        else:
            guest = guest or self._create_walk_in(self._find_host())
            if reason := self._get_hindrance(guest):
                return reason
            guest._sign_in('guest', self.kiosk_id.place_id)
        self._settle_with(guest)
        return None

    def _get_hindrance(self, guest):
        """Return why ``guest`` cannot come in without the front desk, a key of :data:`REASONS`, or None."""
        visit, company, place = guest.visit_id, self.company_id, self.kiosk_id.place_id
        today = company._get_office_today()
        if guest.state == 'inside':
            return 'inside'
        if not company._get_office_day(visit.begin_datetime) <= today <= company._get_office_day(visit.end_datetime):
            return 'day'
        if place and visit.place_id and not self._is_same_site(place, visit.place_id):
            return 'place'
        return 'unsigned' if self._get_missing_rules(guest) else None

    @api.model
    def _is_same_site(self, *places):
        sites = self.env['office.place'].union(*places)._get_sites()
        return len({sites[place] for place in places}) == 1

    def _get_missing_rules(self, guest):
        """Return the rules of today that the guest has neither signed here, nor, with a code of their own, before."""
        missing = self.env['office.visit.rule']._get_current(self.company_id) - self.signature_ids.rule_id
        return self.env['office.visit.signature']._get_missing(guest, missing) if missing and self.by_code else missing

    def _settle_with(self, guest):
        """Note that it was ``guest`` who has typed this, and has been let in or out."""
        self.signature_ids._assign(guest)
        self._transition('settle', {'guest_id': guest.id}, by=ENGINE)

    def _ask_desk(self, reason, note=False):
        """Let the front desk see to it.

        :param str reason: a key of :data:`REASONS`
        :param str note: more about it
        """
        self._transition('ask', {'reason': reason, 'note': note}, by=ENGINE)
        if reason != 'guessing':
            self._tell_desk()

    def _tell_desk(self):
        """Show the people of the front desk that somebody stands at the kiosk, wherever they are in Odoo."""
        for user in self._get_role_users('officer', self.company_id):
            env = self.with_context(lang=user.lang).env
            user._bus_send('simple_notification', {
                'type': 'warning', 'sticky': True, 'title': self.kiosk_id.name,
                'message': env._("%(guest)s needs the front desk.", guest=self.with_env(env).display_name)})

    # Who it is

    def _find_guest(self):
        """Return the guest who has typed this, and why the front desk is asked instead.

        :return: a tuple of guest and key of :data:`REASONS`; neither, if it is somebody who was not announced
        """
        if self.by_code:
            return self.guest_id, None if self.guest_id else 'code'
        if self._is_guessing():
            return self.guest_id, 'guessing'
        same = self._get_candidates().filtered(lambda guest: normal(self.name) in get_names(guest.name))
        facts = {normal(text) for text in (self.organisation, self.host_name, self.fact)} - {''}
        found = same.filtered(lambda guest: facts & guest._get_facts())
        if found:
            return (found, None) if len(found) == 1 else (found.browse(), 'several')
        if self.kind == 'leave':
            return found, 'alike' if same else 'absent'
        if same.filtered(lambda guest: guest.state == 'expected'):
            return found, 'alike'
        return found, None if self._find_host() else 'unknown'

    def _get_candidates(self):
        """Return the guests who may come or go today."""
        guests = self.env['office.visit.guest']
        of_company, here = Domain('company_id', '=', self.company_id.id), Domain('state', 'in', ('inside', 'out'))
        if self.kind == 'leave':
            domain = of_company & here
        else:  # the states are said once for both, so that an index is used
            domain = of_company & Domain('state', 'in', ('expected', 'inside', 'out')) & (
                here | guests._get_expected_domain(self.company_id))
        return guests.search_fetch(domain, ['name'], order='id')  # of many only the name is compared

    def _find_host(self):
        """Return the one employee of the company whose name or e-mail is just what was typed, or nobody."""
        employees = self.env['hr.employee']
        typed = plain(self.host_name)
        if not typed:
            return employees
        text = escape_psql(typed)
        # what PostgreSQL finds may be a part of a name; what is typed of it with other blanks, it finds by its letters
        letters = '%'.join(escape_psql(letter) for letter in normal(typed))
        same = Domain('name', '=ilike', f'%{letters}%')
        same |= Domain.OR(Domain(name, '=ilike', text) for name in ('work_email', 'user_id.login'))
        found = employees.search(Domain('company_id', '=', self.company_id.id) & same).filtered(
            lambda employee: normal(typed) in get_names(employee.name) | {
                normal(employee.work_email), normal(employee.user_id.login)})
        return found if len(found) == 1 else employees

    def _is_guessing(self):
        """Return whether so many wrong names were typed at this kiosk that the next one may be a guess, too."""
        since = fields.Datetime.now() - timedelta(minutes=MISS_MINUTES)
        return self.search_count([
            ('kiosk_id', '=', self.kiosk_id.id), ('reason', 'in', ('unknown', 'absent', 'alike', 'guessing')),
            ('enter_datetime', '>', since)], limit=MISSES) >= MISSES

    def _create_walk_in(self, host):
        """Return the guest of a new visit to ``host``, who has not come in yet."""
        return self.env['office.visit']._create_walk_in({
            'company_id': self.company_id.id,
            'employee_id': host.id,
            'place_id': self.kiosk_id.place_id.id,
            'purpose_id': self.purpose_id.id,
            'guest_ids': [Command.create({
                'name': self.name, 'organisation': self.organisation, 'lang': self.lang,
                'email': self.fact if '@' in (self.fact or '') else False})],
        })

    # The table of verbs

    @api.model
    def _get_states(self):
        return {
            'new': State(self.env._("New"), OPEN, 'info', queue='officer', is_initial=True),
            'waiting': State(self.env._("Needs the Front Desk"), OPEN, 'warning', queue='officer'),
            'done': State(self.env._("Done"), ENDED, 'success'),
            'dismissed': State(self.env._("Dismissed"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'ask': (('new',), 'waiting', ENGINE),
            'settle': (('new', 'waiting'), 'done', (officer, ENGINE)),
            'dismiss': (('new', 'waiting'), 'dismissed', (officer, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'ask': self.env._("Ask the Front Desk"),
            'settle': self.env._("Help"),
            'dismiss': self.env._("Dismiss"),
        }

    @api.model
    def _get_card_verbs(self):
        return ['settle', 'dismiss']

    @api.model
    def _get_desk_verbs(self, section):
        return ['settle'] if section == 'queue' else super()._get_desk_verbs(section)

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        return {'company': rules['company']} | {
            role: RecordRule(f"{role}s read all", "[(1, '=', 1)]", role, READ) for role in ('officer', 'auditor')}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'kiosk_id', 'client_key', 'kind', 'name', 'organisation', 'host_name', 'fact', 'purpose_id', 'lang',
            'by_code', 'enter_datetime', 'guest_id', 'reason', 'note', 'signature_ids'}


class _Unclear(Exception):
    """Only the front desk can say what to do: what was begun is undone."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason
