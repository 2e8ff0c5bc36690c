from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list, split_every

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED as CLOSED
from odoo.addons.office_admin_base.typed import plain
from odoo.addons.office_admin_count.compare import ENDED, MATCHED, MISSING, UNEXPECTED, UNKNOWN, Expected

from ..maintenance_equipment import MANAGER, OFFICER
from .stocktake_words import FINE, RESULTS, RUNNING, SETTLED, UNSEEN

READERS = f'{OFFICER},office_admin_assets.group_auditor'

CRON = 'office_admin_assets.ir_cron_asset_stocktake'

COMPARE_AFTER = timedelta(minutes=1)
"""So long after something was counted, the lists of officers follow."""

APPLY_BATCH, RECORD_BATCH, WRITE_BATCH = 20, 500, 5000

OPEN_LINES = ('open', 'proposed', 'approved')

SEEN = ('kinds', 'result', 'seen_place_id', 'seen_quantity', 'seen_datetime', 'seen_user_id', 'seen_words')
"""What a comparison writes onto a line, in the order of :meth:`_prepare_seen`."""


class OfficeAssetStocktake(models.Model):
    """Things of the ledger are counted blind by teams of two, a second time where something differs, and then the
    ledger follows: each difference is explained, approved by somebody who has not counted, and carried out.
    """
    _name = 'office.asset.stocktake'
    _description = 'Asset Stocktake'
    _inherit = ['office.job.mixin', 'office.count.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_assets.group_'
    _number_code = 'STK'
    _job_cron = CRON

    title = fields.Char("Subject", required=True, help="Such as “Yearly stocktake 2026”.")
    base_date = fields.Date(
        "Base Day", required=True, copy=False, default=lambda self: self.env.company._get_office_today(),
        help="The day as of which book and things are compared; the report says it. What the ledger says is taken when "
             "the count starts.")
    place_ids = fields.Many2many(
        'office.place', string="Places", check_company=True, help="With all that is part of them. Empty: everywhere.")
    category_ids = fields.Many2many(
        'maintenance.equipment.category', string="Categories", check_company=True,
        help="With the narrower ones. Empty: all.")
    department_ids = fields.Many2many(
        'hr.department', string="Departments", check_company=True, help="With those below them. Empty: all.")
    note = fields.Char("What Counters Should Know", help="They read it on the phone while they count.")
    team_ids = fields.One2many('office.asset.stocktake.team', 'stocktake_id', "Teams", copy=True)
    counter_ids = fields.Many2many(compute='_compute_counter_ids', store=True, readonly=True)
    line_ids = fields.One2many('office.asset.stocktake.line', 'stocktake_id', "Things", readonly=True, groups=READERS)
    scope_summary = fields.Char("Scope", compute='_compute_scope_summary', compute_sudo=True)
    job = fields.Selection(selection_add=[('apply', "Carrying out what was approved"), ('close', "Writing time lines")])
    compared_row_id = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    compare_datetime = fields.Datetime("Compared On", readonly=True, copy=False, groups=READERS)
    start_datetime = fields.Datetime("Counted From", readonly=True, copy=False)
    close_datetime = fields.Datetime("Closed On", readonly=True, copy=False)
    expected_count = fields.Integer("Expected", readonly=True, copy=False, groups=READERS)
    seen_count = fields.Integer("Seen", readonly=True, copy=False, groups=READERS)
    match_rate = fields.Float("Match Rate (%)", readonly=True, copy=False, groups=READERS, aggregator='avg')
    coverage = fields.Float("Coverage (%)", readonly=True, copy=False, groups=READERS, aggregator='avg')
    label_rate = fields.Float("Label Rate (%)", readonly=True, copy=False, groups=READERS, aggregator='avg')
    unseen_count = fields.Integer("Not Seen Yet", compute='_compute_line_counts', groups=READERS)
    missing_count = fields.Integer("Missing", compute='_compute_line_counts', groups=READERS)
    misplaced_count = fields.Integer("Wrong Place", compute='_compute_line_counts', groups=READERS)
    surplus_count = fields.Integer("Surplus", compute='_compute_line_counts', groups=READERS)
    damaged_count = fields.Integer("Damaged", compute='_compute_line_counts', groups=READERS)
    unlabelled_count = fields.Integer("No Label", compute='_compute_line_counts', groups=READERS)
    open_count = fields.Integer("To Be Explained", compute='_compute_line_counts', groups=READERS)
    proposed_count = fields.Integer("To Be Approved", compute='_compute_line_counts', groups=READERS)

    @api.depends('team_ids.user_ids')
    def _compute_counter_ids(self):
        for stocktake in self:
            stocktake.counter_ids = stocktake.team_ids.user_ids

    @api.depends('place_ids', 'category_ids', 'department_ids', 'title')
    @api.depends_context('lang')
    def _compute_scope_summary(self):
        for stocktake in self:
            parts = [format_list(self.env, records.mapped('display_name')) for records in (
                stocktake.place_ids, stocktake.category_ids, stocktake.department_ids) if records]
            stocktake.scope_summary = ' · '.join(parts) or self.env._("The whole company")

    @api.depends('line_ids.kinds', 'line_ids.resolution')
    def _compute_line_counts(self):
        lines = self.env['office.asset.stocktake.line']
        kinds = {'unseen_count': (UNSEEN,), 'missing_count': (MISSING,), 'misplaced_count': ('wrong_place',),
                 'damaged_count': ('damaged',), 'unlabelled_count': ('unlabelled',),
                 'surplus_count': (UNEXPECTED, UNKNOWN, ENDED)}
        for stocktake in self:
            counts = dict(lines._read_group([('stocktake_id', 'in', stocktake.ids)], ['kinds'], ['__count']))
            for name, wanted in kinds.items():
                stocktake[name] = sum(
                    count for said, count in counts.items() if set(wanted) & set((said or '').split()))
            resolutions = dict(lines._read_group(
                [('stocktake_id', 'in', stocktake.ids)], ['resolution'], ['__count']))
            stocktake.open_count = resolutions.get('open', 0)
            stocktake.proposed_count = resolutions.get('proposed', 0)

    @api.depends('title')
    def _compute_display_name(self):
        super()._compute_display_name()
        for stocktake in self.filtered('title'):
            stocktake.display_name = f'{stocktake.name or stocktake.display_name} {stocktake.title}'

    # Buttons

    def action_approve(self):
        """Approve all that is proposed; then it is carried out."""
        for stocktake in self:
            stocktake._approve(stocktake._get_lines('proposed'))

    def action_close(self):
        return self._transition_each('close')

    def action_continue(self):
        """Let work that has stopped go on."""
        self.check_access('write')
        self._continue_job()

    def action_compare(self):
        """Let the lists follow what the phones have sent up to now."""
        self.check_access('read')
        for stocktake in self:
            if stocktake.state in ('counting', 'counted') and stocktake._has_role('officer'):
                stocktake._compare()

    def action_open_lines(self):
        """Open the things of this stocktake, as they are now; a filter comes in the context of the button."""
        self.ensure_one()
        self.check_access('read')
        if self._has_news():
            self.action_compare()
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_stocktake_line_action')
        filters = {name: 1 for name in self.env.context if name.startswith('search_default_')}
        return action | {'domain': [('stocktake_id', '=', self.id)], 'context': filters}

    # The scope, and who counts

    def _get_scope_domain(self, places=None):
        """Return the domain of the cards that are counted, in ``places`` only if some are given."""
        self.ensure_one()
        domain = Domain('asset_code', '!=', False) & Domain('asset_state', '!=', 'ended') & Domain(
            'company_id', '=', self.company_id.id)
        for within in (self.place_ids, places):
            if within:
                domain &= Domain('place_id', 'child_of', within.ids)
        if self.category_ids:
            domain &= Domain('category_id', 'child_of', self.category_ids.ids)
        if self.department_ids:
            below = Domain('id', 'child_of', self.department_ids.ids)
            domain &= Domain('asset_department_id', 'any', below) | Domain('department_id', 'any', below)
        return domain

    def _knows_ledger(self, user, domain):
        """Return whether ``user`` keeps one of the cards of ``domain``, or reads it in the ledger."""
        cards = self.env['maintenance.equipment'].with_user(user).with_company(self.company_id)
        # sudo: what rules hide from somebody is asked here
        return bool(cards.sudo().search_count(domain & cards._get_shown_domain(), limit=1))

    def _get_partial_users(self):
        return self.counter_ids - self.team_ids._get_impartial_users()

    def _check_can_start(self, by=None):
        super()._check_can_start(by)
        for stocktake in self:
            stocktake.team_ids._check_teams()
            # sudo: what is counted is asked of the ledger
            scope = self.env['maintenance.equipment'].sudo()._search(stocktake._get_scope_domain())
            if not self.env['maintenance.equipment'].sudo().search_count([('id', 'in', scope)], limit=1):
                raise UserError(self.env._(
                    "%(stocktake)s: there is no asset in this scope. Choose other places, categories or departments.",
                    stocktake=stocktake.display_name))
            other = self.env['office.asset.stocktake.line'].sudo().search([
                ('equipment_id', 'in', scope), ('stocktake_id.state', 'in', ('counting', 'counted')),
                ('is_expected', '=', True), ('stocktake_id', '!=', stocktake.id)], limit=1)
            if other:
                raise UserError(self.env._(
                    "%(stocktake)s: %(card)s is counted in %(other)s already. Close that one first, or choose another "
                    "scope.", stocktake=stocktake.display_name, card=other.equipment_id.display_name,
                    other=other.stocktake_id.display_name))

    def _check_can_recount(self, by=None):
        self._check_no_job()
        super()._check_can_recount(by)

    def _check_can_cancel(self, by=None):
        for stocktake in self:
            if stocktake._get_lines(*SETTLED):
                raise UserError(self.env._(
                    "%(stocktake)s has changed the ledger already. Settle the rest, and close it.",
                    stocktake=stocktake.display_name))

    def _check_can_approve(self, by=None):
        super()._check_can_approve(by)
        for stocktake in self:
            if not stocktake._get_lines('proposed'):
                raise UserError(self.env._(
                    "%(stocktake)s: nothing waits for approval. An officer explains the differences first.",
                    stocktake=stocktake.display_name))
            if stocktake.count_round < 2 and stocktake.sudo()._get_recount():  # sudo: the books
                raise UserError(self.env._(
                    "%(stocktake)s: let what differs be counted a second time before it is approved, with “%(verb)s”.",
                    stocktake=stocktake.display_name, verb=self._get_verb_label('recount')))

    def _check_can_close(self, by=None):
        self._check_no_job()
        for stocktake in self:
            if stocktake._has_news():
                raise UserError(self.env._(
                    "%(stocktake)s: a phone has sent something just now. Open the things once more, then close it.",
                    stocktake=stocktake.display_name))
            if lines := stocktake._get_lines(*OPEN_LINES):
                raise UserError(self.env._(
                    "%(stocktake)s has %(count)s open differences, such as %(line)s. Each is explained and approved "
                    "before it is closed.", stocktake=stocktake.display_name, count=len(lines),
                    line=lines[0].display_name))

    def _check_no_job(self):
        if busy := self.filtered('job'):
            raise UserError(self.env._(
                "%(stocktakes)s: what was approved is being carried out. Wait until that has ended.",
                stocktakes=busy._get_names()))

    def _get_lines(self, *resolutions):
        """Return the lines in one of ``resolutions``, in superuser mode."""
        return self.env['office.asset.stocktake.line'].sudo().search(
            [('stocktake_id', 'in', self.ids), ('resolution', 'in', resolutions)])

    # What follows from the verbs

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        moments = {'start': 'start_datetime', 'close': 'close_datetime'}
        if verb in moments:
            for values in prepared.values():
                values[moments[verb]] = fields.Datetime.now()
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        for stocktake_sudo in self.sudo():  # sudo: the books
            match verb:
                case 'start':
                    stocktake_sudo._take_snapshot()
                case 'finish':
                    stocktake_sudo._compare()
                case 'close':
                    stocktake_sudo._start_job('close')

    def _approve(self, lines):
        """Approve what is proposed for ``lines`` of this stocktake, and let it be carried out."""
        self.ensure_one()
        lines._check_proposed()
        self._transition('approve')
        lines._write_as_system({
            'resolution': 'approved', 'approve_user_id': self.env.uid, 'approve_datetime': fields.Datetime.now()})
        self._start_job('apply')

    # The books when the count began

    def _take_snapshot(self):
        """Write down what the ledger says of each thing in the scope, in one statement."""
        cards = self.env['maintenance.equipment'].sudo()
        self.env.flush_all()
        query = cards._search(self._get_scope_domain())
        table = query.table
        now, uid = fields.Datetime.now(), self.env.uid
        columns = {
            'stocktake_id': SQL('%s', self.id), 'company_id': SQL('%s', self.company_id.id), 'is_expected': SQL('TRUE'),
            'equipment_id': SQL.identifier(table, 'id'), 'code': SQL.identifier(table, 'asset_code'),
            'expected_place_id': SQL.identifier(table, 'place_id'),
            'expected_employee_id': SQL.identifier(table, 'employee_id'),
            'expected_department_id': SQL.identifier(table, 'asset_department_id'),
            'expected_quantity': SQL.identifier(table, 'asset_quantity'),
            'result': SQL('%s', UNSEEN), 'kinds': SQL('%s', UNSEEN), 'resolution': SQL("'none'"),
            'create_uid': SQL('%s', uid), 'write_uid': SQL('%s', uid),
            'create_date': SQL('%s', now), 'write_date': SQL('%s', now)}
        lines = self.env['office.asset.stocktake.line']
        made = self.env.execute_query(SQL(
            "INSERT INTO %s (%s) %s RETURNING id", SQL.identifier(lines._table),
            SQL(', ').join(map(SQL.identifier, columns)), query.select(*columns.values())))
        lines.invalidate_model()
        self._write_as_system({'expected_count': len(made)})

    def _get_expected(self):
        books = self._read_lines(
            'equipment_id', 'expected_place_id', 'expected_quantity', 'expected_employee_id', 'expected_department_id',
            domain=[('is_expected', '=', True), ('is_let_go', '=', False)])
        people = self.env['hr.employee'].sudo().browse({employee_id for *_book, employee_id, _unit in books} - {None})
        names = {employee.id: employee.name for employee in people}
        free = dict.fromkeys((equipment_id for equipment_id, in self._read_lines(
            'equipment_id', domain=[('is_expected', '=', True), ('is_let_go', '=', True)])), Expected())
        return free | {
            # what a department uses may be in the hands of any of its people
            equipment_id: Expected(str(place_id) if place_id else None, quantity,
                                   names.get(employee_id, None if department_id else ''))
            for equipment_id, place_id, quantity, employee_id, department_id in books}

    def _read_lines(self, *names, domain=()):
        """Return the values of ``names`` of the lines, as tuples; far quicker than records where there are many."""
        lines = self.env['office.asset.stocktake.line'].sudo()
        query = lines._search([('stocktake_id', '=', self.id), *domain], order='id')
        return self.env.execute_query(query.select(*(SQL.identifier(query.table, name) for name in names)))

    # What is found by a code

    def _find_things(self, codes):
        cards = self.env['maintenance.equipment'].sudo().with_context(active_test=False, prefetch_fields=False)
        found = {}
        for code, things in cards._find_scanned(codes).items():
            own = things.filtered(lambda card: card.asset_code and card.company_id == self.company_id)
            found[code] = self._choose_card(own)
        if rest := {plain(code): code for code in codes if not found.get(code)}:
            numbered = cards.search(Domain('company_id', '=', self.company_id.id) & Domain(
                'asset_code', '!=', False) & Domain('serial_no', 'in', list(rest)))
            for serial, things in numbered.grouped('serial_no').items():
                found[rest[serial]] = self._choose_card(things)
        return found

    def _choose_card(self, cards):
        """Return the id of the one that is meant: of several, the only one that has not ended; None if unclear."""
        if len(cards) > 1:
            cards = cards.filtered(lambda card: card.asset_state != 'ended')
        return cards.id if len(cards) == 1 else None

    def _get_thing_code(self, thing):
        return self.env['maintenance.equipment'].browse(thing).asset_code

    def _filter_ended(self, things):
        return self.env['maintenance.equipment'].browse(things).filtered(lambda card: card.asset_state == 'ended').ids

    def _get_recount(self):
        settled = {equipment_id for equipment_id, in self._read_lines(
            'equipment_id', domain=[('resolution', 'in', SETTLED)])}
        return [thing for thing in super()._get_recount() if thing not in settled]

    # The page of the phone

    def _get_count_places(self):
        return self._name_places(self.place_ids)

    def _get_count_place_names(self, keys):
        ids = [int(key) for key in keys if key.isdecimal() and len(key) < 10]
        return dict(self._name_places(self.place_ids, Domain('id', 'in', ids)))

    def _name_places(self, within, domain=Domain.TRUE):
        domain &= Domain('company_id', 'in', (False, self.company_id.id))
        if within:
            domain &= Domain('id', 'child_of', within.ids)
        places_sudo = self.env['office.place'].sudo().search_fetch(domain, ['name', 'code', 'parent_id'])
        return [[str(place.id), place.display_name] for place in places_sudo]

    def _prepare_count_page(self):
        page = super()._prepare_count_page()
        teams_sudo = self.sudo().team_ids.filtered(lambda team: self.env.user in team.user_ids)
        if teams_sudo and all(team.place_ids for team in teams_sudo):
            own = {key for key, _name in self._name_places(teams_sudo.place_ids)}
            page['places'] = [place for place in page['places'] if place[0] in own]
        return page

    def _get_count_note(self):
        return self.note or ''

    def _has_quantity(self):
        return any(quantity != 1 for quantity, in self._read_lines(
            'expected_quantity', domain=[('is_expected', '=', True), ('expected_quantity', '!=', 1)]))

    def _has_person(self):
        return True

    def _after_rows_received(self, rows):
        super()._after_rows_received(rows)
        cron_id = self.env['ir.model.data']._xmlid_to_res_id(CRON)
        due = fields.Datetime.now() + COMPARE_AFTER
        if not self.env['ir.cron.trigger'].sudo().search_count(
                [('cron_id', '=', cron_id), ('call_at', '<=', due)], limit=1):
            self.env.ref(CRON).sudo()._trigger(due)

    # Comparing

    def _get_last_row(self):
        return self.env['office.count.row'].sudo().search(
            [('res_model', '=', self._name), ('res_id', '=', self.id), ('is_late', '=', False)],
            order='id desc', limit=1).id

    def _has_news(self):
        return self._get_last_row() > self.sudo().compared_row_id

    @api.model
    def _cron_compare(self):
        """Let the lists follow what phones have sent since."""
        for stocktake in self.search([('state', 'in', ('counting', 'counted'))]):
            if stocktake._has_news():
                stocktake._compare()

    def _compare(self):
        """Write onto the lines what was seen of each thing, in superuser mode; what is settled stays."""
        # sudo: counts are blind; in the language of the company, whoever asks for it
        self = self.sudo().with_context(lang=self.sudo().company_id.partner_id.lang)
        if not self.try_lock_for_update():
            return  # somebody else is at it
        last = self._get_last_row()
        findings = self._get_findings()
        self._write_findings(findings)
        measures = self._get_measures(findings)
        self._write_as_system(measures | {
            'compared_row_id': last, 'compare_datetime': fields.Datetime.now(),
            'seen_count': sum(bool(finding.seen) for finding in findings)})

    def _write_findings(self, findings):
        lines = self.env['office.asset.stocktake.line']
        known = {equipment_id or code or seen_key: (line_id, is_expected, resolution, tuple(seen))
                 for line_id, equipment_id, code, seen_key, is_expected, resolution, *seen in self._read_lines(
                     'id', 'equipment_id', 'code', 'seen_key', 'is_expected', 'resolution', *SEEN)}
        notes = {row.client_key: row.note for row in self.row_ids if row.note}
        users = {row.id: row.name for row in self.row_ids.user_id}
        places = dict(self._get_count_places())
        changed, new, left = [], [], set(known)
        for finding in findings:
            key = finding.thing or finding.code or finding.seen[0].key
            left.discard(key)
            seen = self._prepare_seen(finding, notes, users, places)
            if key not in known:
                new.append(dict(zip(SEEN, seen, strict=True)) | {
                    'equipment_id': finding.thing, 'code': finding.code or False,
                    'seen_key': not (finding.thing or finding.code) and key})
            elif known[key][3] != seen and known[key][2] not in SETTLED:
                resolution = known[key][2] if known[key][3][0] == seen[0] else (
                    'none' if seen[0] in FINE else 'open')
                changed.append((known[key][0], resolution, *seen))
        self._update_lines(changed)
        self._create_lines(new)
        gone = [known[key][0] for key in left if not known[key][1] and known[key][2] not in SETTLED]
        lines.browse(gone)._unlink_as_system()

    def _prepare_seen(self, finding, notes, users, places):
        """Return the values of :data:`SEEN` for ``finding``."""
        last = max(finding.seen, key=lambda one: one.moment, default=None)
        if last is None:
            kind = UNSEEN if self._is_first_count() else MISSING
            return kind, kind, None, 0.0, None, None, None
        labels = [kind for kind, _label in RESULTS if kind in finding.kinds]
        words = None if finding.kinds == {MATCHED} else '\n'.join(
            ': '.join(filter(None, (users.get(one.user), ', '.join(filter(None, (
                places.get(one.place), one.person, f'× {one.quantity:g}' if one.quantity != 1 else '',
                notes.get(one.key))))))) for one in finding.seen)
        return (' '.join(labels), labels[0], int(last.place) if last.place else None, float(finding.quantity),
                last.moment[0], last.user, words)

    def _is_first_count(self):
        """Return whether people count for the first time, so that what nobody has seen may still be found."""
        return self.state in self._get_counting_states() and self.count_round == 1

    def _update_lines(self, values):
        lines = self.env['office.asset.stocktake.line']
        types = ('int', 'varchar', 'varchar', 'varchar', 'int', 'numeric', 'timestamp', 'int', 'text')
        names = ('id', 'resolution', *SEEN)
        sets = SQL(', ').join(
            SQL("%s = new.%s::%s", SQL.identifier(name), SQL.identifier(name), SQL(kind))
            for name, kind in zip(names[1:], types[1:], strict=True))
        self.env.flush_all()
        for batch in split_every(WRITE_BATCH, values):
            self.env.execute_query(SQL(
                "UPDATE %s AS line SET %s FROM (VALUES %s) AS new (%s) WHERE line.id = new.id RETURNING line.id",
                SQL.identifier(lines._table), sets, SQL(', ').join(SQL('%s', row) for row in batch),
                SQL(', ').join(map(SQL.identifier, names))))
        lines.invalidate_model()

    def _create_lines(self, vals_list):
        """Make lines of what was seen and is not in the scope, with what the ledger says of it."""
        for vals in vals_list:
            card = self.env['maintenance.equipment'].sudo().browse(vals['equipment_id'] or ())
            vals |= {
                'stocktake_id': self.id, 'company_id': self.company_id.id, 'code': card.asset_code or vals['code'],
                'resolution': 'none' if vals['result'] == MATCHED else 'open',
                'expected_place_id': card.place_id.id, 'expected_employee_id': card.employee_id.id,
                'expected_department_id': card.asset_department_id.id,
                'expected_quantity': card.asset_quantity if card else 0}
        self.env['office.asset.stocktake.line']._create_as_system(vals_list)

    # Long work

    def _count_work(self, job):
        return len(self._get_lines('approved')) if job == 'apply' else self._get_unrecorded(count=True)

    def _get_unrecorded(self, limit=None, count=False):
        lines = self.env['office.asset.stocktake.line'].sudo()
        domain = [('stocktake_id', '=', self.id), ('seen_datetime', '!=', False), ('equipment_id', '!=', False),
                  ('is_recorded', '=', False)]
        return lines.search_count(domain) if count else lines.search(domain, order='id', limit=limit)

    def _do_batch(self):
        if self.job == 'apply':
            lines = self._get_lines('approved')[:APPLY_BATCH]
            lines._carry_out()
        else:
            lines = self._get_unrecorded(RECORD_BATCH)
            lines._record_count()
        return len(lines)

    def _get_job_users(self):
        return self.create_uid

    # Its life

    @api.model
    def _get_states(self):
        states = super()._get_states()
        return states | {'done': states['done']._replace(label=self.env._("Closed"))}

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'finish': (('counting',), 'counted', OFFICER),
            'let_go': (('counting',), 'counting', OFFICER),
            'propose': (('counted',), 'counted', OFFICER),
            'approve': (('counted',), 'counted', MANAGER),
            'send_back': (('counted',), 'counted', MANAGER),
            'close': (('counted',), 'done', OFFICER),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'let_go': self.env._("Let Go"), 'propose': self.env._("Explain"), 'send_back': self.env._("Send Back"),
            'close': self.env._("Close")}

    @api.model
    def _get_exclusive_verbs(self):
        return (*super()._get_exclusive_verbs(), {'propose', 'approve'})

    def _filter_allowed(self, verb):
        stocktakes = super()._filter_allowed(verb)
        if verb == 'approve':
            return stocktakes.filtered(lambda stocktake: not stocktake.sudo()._is_counted_by(self.env.user))
        return stocktakes

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'title', 'base_date', 'place_ids', 'category_ids', 'department_ids', 'team_ids'}

    @api.model
    def _get_field_states(self):
        return super()._get_field_states() | dict.fromkeys(('note', 'team_ids'), RUNNING)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'compared_row_id', 'compare_datetime', 'start_datetime', 'close_datetime', 'expected_count', 'seen_count',
            'match_rate', 'coverage', 'label_rate', 'line_ids'}

    # My Office

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.scope_summary}

    def _get_desk_buttons(self, section):
        buttons = super()._get_desk_buttons(section)
        if section == 'queue' and self.is_counter and self.state in self._get_counting_states():
            buttons.append({
                'name': 'action_open_count_page', 'label': self.env._("Count"), 'is_primary': True})
        return buttons

    # The report

    def _get_report_lines(self):
        """Return the differences, for the report that is printed and signed."""
        self.check_access('read')
        return self.line_ids.filtered(lambda line: line.result not in FINE)

    def _is_closed(self):
        return self.state in self._get_states_of(CLOSED)
