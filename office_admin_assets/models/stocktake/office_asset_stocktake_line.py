from odoo import api, fields, models
from odoo.exceptions import UserError

from .stocktake_words import (
    CONFLICT,
    DAMAGED,
    ENDED,
    QUANTITY,
    REMEDIES,
    RESOLUTIONS,
    RESULTS,
    UNKNOWN,
    UNSEEN,
)


class OfficeAssetStocktakeLine(models.Model):
    """A thing of a stocktake: what the ledger says, what was seen, and what becomes of the difference.

    Made when the count starts, and of what else was seen; nobody writes it by hand. While one counts, one does not
    read it, whatever one's rights.
    """
    _name = 'office.asset.stocktake.line'
    _description = 'Thing in a Stocktake'
    _inherit = ['office.system.mixin']
    _order = 'stocktake_id, code, id'
    _rec_name = 'code'
    _is_of_system = True

    stocktake_id = fields.Many2one(
        'office.asset.stocktake', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    state = fields.Selection(related='stocktake_id.state', string="Stocktake Status")
    equipment_id = fields.Many2one(
        'maintenance.equipment', "Asset", readonly=True, index='btree_not_null', ondelete='restrict')
    code = fields.Char(readonly=True, help="Of the card, or what was scanned where the ledger does not know it.")
    seen_key = fields.Char(readonly=True, help="Of what a phone sent, where nothing was scanned.")
    category_id = fields.Many2one(related='equipment_id.category_id')

    # what the ledger said
    is_expected = fields.Boolean("Expected", readonly=True)
    expected_place_id = fields.Many2one('office.place', "Should Be In", readonly=True)
    expected_employee_id = fields.Many2one('hr.employee', "Holder", readonly=True)
    expected_department_id = fields.Many2one('hr.department', "Using Department", readonly=True)
    expected_quantity = fields.Integer("In the Ledger", readonly=True, aggregator=None)
    is_let_go = fields.Boolean("Let Go", readonly=True, help="It may be moved and handed over while it is counted.")

    # what was seen
    result = fields.Selection(RESULTS, readonly=True, required=True, default=UNSEEN)
    kinds = fields.Char(readonly=True, help="All that was found, for filters.")
    finding = fields.Char(compute='_compute_finding')
    seen_place_id = fields.Many2one('office.place', "Seen In", readonly=True)
    seen_quantity = fields.Float("Quantity Seen", readonly=True, aggregator=None)
    seen_datetime = fields.Datetime("Seen On", readonly=True)
    seen_user_id = fields.Many2one('res.users', "Seen By", readonly=True)
    seen_words = fields.Text("What Counters Say", readonly=True)
    twin_words = fields.Text(
        "Perhaps the Same", compute='_compute_twin_words',
        help="What else was seen there without a label: two who count a thing without a code cannot say it is the "
             "same.")

    # what becomes of it
    resolution = fields.Selection(RESOLUTIONS, "Difference", readonly=True, required=True, default='open')
    remedy = fields.Selection(REMEDIES, "Action", readonly=True)
    explanation = fields.Text(readonly=True)
    new_employee_id = fields.Many2one('hr.employee', "Who Has It", readonly=True)
    duty_employee_id = fields.Many2one('hr.employee', "Who Answers for It", readonly=True)
    new_name = fields.Char("Name of What Was Found", readonly=True)
    new_category_id = fields.Many2one('maintenance.equipment.category', "Category of What Was Found", readonly=True)
    propose_user_id = fields.Many2one('res.users', "Explained By", readonly=True)
    approve_user_id = fields.Many2one('res.users', "Approved By", readonly=True)
    approve_datetime = fields.Datetime("Approved On", readonly=True)
    trouble = fields.Char("What Is Missing", readonly=True, help="Why it was sent back or could not be carried out.")
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', readonly=True)
    document_name = fields.Char("Document", compute='_compute_document_name')
    is_recorded = fields.Boolean(readonly=True, help="The count stands in the time line of the card.")

    _card_uniq = models.UniqueIndex(
        '(stocktake_id, equipment_id) WHERE equipment_id IS NOT NULL', "Each asset stands in a stocktake once.")
    _work_idx = models.Index('(stocktake_id, resolution, result)')

    @api.depends('code', 'equipment_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.equipment_id.display_name or line.code or self.env._("Without Label")

    @api.depends('kinds')
    @api.depends_context('lang')
    def _compute_finding(self):
        labels = dict(self._fields['result']._description_selection(self.env))
        for line in self:
            kinds = set((line.kinds or UNSEEN).split())
            line.finding = ', '.join(label for kind, label in labels.items() if kind in kinds)

    @api.depends('seen_key', 'seen_place_id', 'resolution')
    def _compute_twin_words(self):
        nameless = self.filtered(lambda line: line.seen_key and line.resolution in ('open', 'proposed'))
        twins = self.search([
            ('stocktake_id', 'in', nameless.stocktake_id.ids), ('seen_key', '!=', False),
            ('seen_place_id', 'in', [False, *nameless.seen_place_id.ids])]) if nameless else self.browse()
        for line in self:
            others = twins.filtered(lambda twin, line=line: (
                twin != line and twin.stocktake_id == line.stocktake_id and twin.seen_place_id == line.seen_place_id))
            words = others.filtered('seen_words').mapped('seen_words')
            line.twin_words = line in nameless and '\n'.join(words) or False

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid')
    def _compute_document_name(self):
        for line in self:
            document = line._get_document()
            line.document_name = document and document.has_access('read') and document.display_name

    def unlink(self):
        self.check_access('unlink')
        if self and not self._is_as_system():
            raise UserError(self.env._("What a stocktake has found is kept. Explain it instead."))
        return super().unlink()

    @api.model
    def _search_counted(self, cards, domain=()):
        """Return the lines, those of ``domain``, of the stocktakes in which ``cards`` are being counted."""
        return self.search([
            ('equipment_id', 'in', cards.ids), ('is_expected', '=', True), ('stocktake_id.state', '=', 'counting'),
            *domain])

    @api.model
    def _search_held(self, cards):
        """Return the lines by which ``cards`` stay where they are, since they are being counted."""
        return self._search_counted(cards, [('is_let_go', '=', False), ('company_id.asset_count_holds', '=', True)])

    def _filter_held(self):
        """Return those of these lines, of things that are being counted, by which these stay where they are."""
        return self.filtered(lambda line: not line.is_let_go and line.company_id.asset_count_holds)

    def _get_document(self):
        return self.res_model in self.env and self.env[self.res_model].browse(self.res_id).exists()

    # Buttons

    def action_let_go(self):
        """Let these things be handed over although they are being counted."""
        self.check_access('read')
        self.stocktake_id._transition('let_go')
        self._write_as_system({'is_let_go': True})

    def action_propose(self):
        """Open the dialog in which an officer explains these differences and says what shall become of them."""
        self.check_access('read')
        self.stocktake_id._check_transition('propose')
        self._check_can_propose()
        remedies = {line._get_default_remedy() for line in self}
        return self.env['office.asset.stocktake.decide']._open_about(
            self, self.env._("Explain"), verb='propose', remedy=remedies.pop() if len(remedies) == 1 else False,
            explanation=self[:1].explanation if len(self) == 1 else False)

    def action_approve(self):
        """Approve what is proposed for these differences; then it is carried out."""
        self.check_access('read')
        for stocktake, lines in self.grouped('stocktake_id').items():
            stocktake._approve(lines)

    def action_send_back(self):
        """Open the dialog in which who decides says what is missing in these explanations."""
        self.check_access('read')
        self.stocktake_id._check_transition('send_back')
        self._check_proposed()
        return self.env['office.asset.stocktake.decide']._open_about(self, self.env._("Send Back"), verb='send_back')

    def action_print_labels(self):
        self.check_access('read')
        return self.equipment_id.action_print_labels()

    def action_open_document(self):
        """Open the document that has come of it, or else the card."""
        self.ensure_one()
        self.check_access('read')
        record = self._get_document() or self.equipment_id
        if not record:
            raise UserError(self.env._("%(line)s: nothing has come of it yet.", line=self.display_name))
        record.check_access('read')
        return {'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record.id,
                'views': [(False, 'form')]}

    def action_open_rows(self):
        """Open what the phones have sent of this thing."""
        self.ensure_one()
        self.check_access('read')
        stocktake = self.stocktake_id
        things = stocktake.sudo()._find_things(set(stocktake.sudo().row_ids.mapped('code')) - {False})
        codes = [code for code, thing in things.items() if (thing == self.equipment_id.id if self.equipment_id else (
            code == self.code))]
        action = stocktake.action_open_rows()
        seen = ('client_key', '=', self.seen_key) if self.seen_key else ('code', 'in', codes)
        return action | {'domain': [*action['domain'], seen]}

    # Explaining and deciding

    def _get_default_remedy(self):
        return {
            'missing': 'loss', 'wrong_place': 'move', 'wrong_person': 'hand_over', 'damaged': 'repair',
            'unknown': 'gain', 'ended': 'found', 'unlabelled': 'label', 'quantity': 'quantity', 'unexpected': 'move',
        }.get(self.result, 'none')

    def _check_can_propose(self):
        for line in self:
            if line.resolution not in ('open', 'proposed'):
                raise UserError(self.env._(
                    "%(line)s is settled, or there is nothing to explain.", line=line.display_name))
            if line.result == CONFLICT:
                raise UserError(self.env._(
                    "%(line)s: two people who counted it say different things. Let it be counted again; that decides.",
                    line=line.display_name))

    def _propose(self, remedy, explanation, values):
        """Write down why these differ and what shall become of them.

        :param str remedy: one of :data:`REMEDIES`
        :param dict values: ``new_employee_id``, ``duty_employee_id``, ``new_name`` and ``new_category_id``, as needed
        """
        self.check_access('read')
        self._check_can_propose()
        for line in self:
            if fault := line._get_remedy_fault(remedy, values):
                raise UserError(self.env._("%(line)s: %(fault)s", line=line.display_name, fault=fault))
        self.stocktake_id._transition('propose')
        self._write_as_system(values | {
            'remedy': remedy, 'explanation': explanation, 'resolution': 'proposed', 'trouble': False,
            'propose_user_id': self.env.uid})
        if remedy == 'loss':
            for line in self.filtered(lambda line: not line.duty_employee_id):
                line._write_as_system({'duty_employee_id': line.expected_employee_id.id})

    def _get_remedy_fault(self, remedy, values):
        """Return why ``remedy`` is none for this difference, in a sentence, or False."""
        kinds = set((self.kinds or '').split())
        if remedy == 'gain' and UNKNOWN not in kinds:
            return self.env._("it stands in the ledger.")
        if remedy not in ('none', 'gain') and not self.equipment_id:
            return self.env._("the ledger does not know it. Accept it as found, or say why there is nothing to change.")
        people = self.env['hr.employee'].sudo().browse(filter(None, (
            values.get('new_employee_id'), values.get('duty_employee_id'))))
        if people.company_id - self.company_id:
            return self.env._("who is named belongs to another company.")
        if remedy == 'gain' and not (values.get('new_name') and values.get('new_category_id')):
            return self.env._("say what was found, and its category.")
        if (remedy == 'found') != (ENDED in kinds) and remedy != 'none':
            return self.env._("only what has ended comes into the ledger again, and nothing else is done with it.")
        if remedy == 'move' and not self.seen_place_id:
            return self.env._("nobody has said where it was seen.")
        if remedy == 'hand_over' and not values.get('new_employee_id'):
            return self.env._("say who has it.")
        if remedy == 'quantity' and QUANTITY not in kinds:
            return self.env._("the quantity does not differ.")
        return False

    def _check_proposed(self):
        if wrong := self.filtered(lambda line: line.resolution != 'proposed'):
            raise UserError(self.env._(
                "%(lines)s is not explained yet, or is settled already.", lines=wrong._get_names()))

    def _send_back(self, reason):
        """Let an officer explain these once more, and say why."""
        self.check_access('read')
        self._check_proposed()
        self.stocktake_id._transition('send_back')
        self._write_as_system({'resolution': 'open', 'trouble': reason})

    # Carrying out

    def _carry_out(self):
        """Change the cards as it was approved, each on its own; what cannot be done waits for another explanation."""
        for line in self:
            try:
                with self.env.cr.savepoint():
                    document = line._do_remedy()
                    line._write_as_system({
                        'resolution': 'done', 'trouble': False, 'res_model': document and document._name,
                        'res_id': document and document.id})
            except UserError as error:
                line._write_as_system({'resolution': 'open', 'trouble': str(error), 'approve_user_id': False})

    def _do_remedy(self):
        """Do what was approved, in the names of those who said it.

        :return: the document that has come of it, or False
        """
        self.ensure_one()
        company = self.company_id
        card = self.equipment_id.with_user(self.approve_user_id).with_company(company)
        asker = self.propose_user_id
        self._check_unchanged()
        stocktake, note = self.stocktake_id, self.explanation
        match self.remedy:
            case 'move':
                card._apply('move', {'place_id': self.seen_place_id.id}, stocktake, note)
            case 'quantity':
                card._apply('correct', {'asset_quantity': int(self.seen_quantity)}, stocktake, note)
            case 'found':
                card._apply('found', {
                    'asset_state': 'in_stock', 'asset_end_reason': False, 'active': True, 'scrap_date': False,
                    'place_id': self.seen_place_id.id}, stocktake, note)
            case 'hand_over' | 'give_back':
                return self._write_slip(card)
            case 'loss' | 'dispose':
                return self._ask_disposal(card.with_user(asker))
            case 'repair':
                return card._get_open_repairs()[:1] or card.with_user(asker).sudo()._report_fault(note)
            case 'gain':
                return self._enter_found()
        return False

    def _check_unchanged(self):
        """:raise UserError: the card is not any more what it was when this was counted"""
        card = self.equipment_id
        if card and self.remedy != 'none' and (
                (card.place_id, card.employee_id) != (self.expected_place_id, self.expected_employee_id)):
            raise UserError(self.env._(
                "%(card)s was moved or handed over after it was counted. Look at its time line, and explain it again.",
                card=card.display_name))

    def _write_slip(self, card):
        kind = 'give_back' if self.remedy == 'give_back' else (
            'transfer' if card.sudo().employee_id or card.sudo().department_id else 'hand_out')
        slip = self.env['office.asset.slip'].with_user(self.approve_user_id).create({
            'kind': kind, 'company_id': self.company_id.id, 'note': self.explanation,
            'employee_id': kind != 'give_back' and self.new_employee_id.id, 'place_id': self.seen_place_id.id,
            'line_ids': [fields.Command.create({'equipment_id': card.id})]})
        slip.action_submit()
        return slip

    def _ask_disposal(self, card):
        missing = self.expected_quantity - int(self.seen_quantity)
        if self.remedy == 'loss' and self.seen_quantity and missing > 0:
            card = card._split(missing, self.explanation)
        duty = self.duty_employee_id and self.env._("Who answers for it: %(person)s", person=self.duty_employee_id.name)
        disposal = self.env['office.asset.disposal'].with_user(self.propose_user_id).create({
            'company_id': self.company_id.id, 'way': 'lost' if self.remedy == 'loss' else 'scrapped',
            'note': '\n'.join(filter(None, (self.explanation, duty, self.stocktake_id.display_name))),
            'line_ids': [fields.Command.create({'equipment_id': card.id})]})
        disposal.action_submit()
        return disposal

    def _enter_found(self):
        """Enter what the ledger does not know, to be accepted by who has not found it."""
        acceptance = self.env['office.asset.acceptance'].with_user(self.approve_user_id).create({
            'source': 'found', 'company_id': self.company_id.id, 'place_id': self.seen_place_id.id,
            'buyer_ids': [fields.Command.set(self.seen_user_id.ids)],
            'note': f'{self.stocktake_id.display_name}: {self.explanation}',
            'line_ids': [fields.Command.create({
                'name': self.new_name, 'category_id': self.new_category_id.id,
                'quantity': max(1, int(self.seen_quantity)), 'is_lot': self.seen_quantity > 1})]})
        acceptance.action_submit()
        return acceptance

    def _record_count(self):
        """Write into the time lines of these cards that they were seen, when and by whom."""
        cards = self.env['maintenance.equipment']
        seen = self.filtered(lambda line: line.seen_datetime and line.equipment_id.asset_state != 'ended')
        for (stocktake, user), lines in seen.grouped(lambda line: (line.stocktake_id, line.seen_user_id)).items():
            cards.with_user(user)._apply_each('count', {
                line.equipment_id: {
                    'asset_count_date': line.company_id._get_office_day(line.seen_datetime),
                    **({'asset_condition': 'damaged'} if DAMAGED in (line.kinds or '').split() else {})}
                for line in lines if line.equipment_id}, stocktake)
        self._write_as_system({'is_recorded': True})
