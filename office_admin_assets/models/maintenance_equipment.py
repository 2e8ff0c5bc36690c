from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from odoo.addons.office_admin_base.models.office_workflow_duties import Role
from odoo.addons.office_admin_base.typed import plain

from ..asset_words import ACQUISITIONS, CONDITIONS, ENDS, OWNERSHIPS, STATES

CODE_FORMAT = '{prefix}-{year}-{number:04}'

OFFICER, MANAGER = 'office_admin_assets.group_officer', 'office_admin_assets.group_manager'
ALL_READERS = (OFFICER, 'office_admin_assets.group_auditor', 'maintenance.group_equipment_manager')
MONEY = 'maintenance.group_equipment_manager,office_admin_assets.group_auditor'

GOVERNED = frozenset({
    # Odoo's own
    'active', 'assign_date', 'category_id', 'company_id', 'cost', 'department_id', 'employee_id', 'equipment_assign_to',
    'owner_user_id', 'scrap_date', 'serial_no',
    # ours
    'asset_acquire_date', 'asset_acquisition', 'asset_acceptance', 'asset_bears_data', 'asset_department_id',
    'asset_deputy_id', 'asset_deputy_until', 'asset_keeper_id', 'asset_ownership', 'asset_parent_id',
    'asset_quantity', 'asset_start_date', 'asset_tax',
    'place_id'})
"""What nobody but a verb of the card, or a document, changes once the equipment has its code."""

SNAPSHOT = frozenset({'asset_state', 'employee_id', 'department_id', 'asset_department_id', 'place_id'})
DERIVED = frozenset({'equipment_assign_to', 'assign_date', 'owner_user_id', 'active'})
"""What a line of the time line has fields for, and what follows from them: all else is written into its changes."""

OF_ENDED = ('correct', 'found')
"""The events by which a card changes that has ended."""

HIDDEN = 'asset_hidden'
"""The prefetch group of what no user reads."""

DATES = ('warranty_date', 'asset_inspection_date', 'asset_insurance_date', 'asset_lease_end_date')

CORRECTED = (
    'category_id', 'serial_no', 'cost', 'asset_tax', 'asset_acquisition', 'asset_acquire_date', 'asset_acceptance',
    'asset_start_date', 'asset_ownership', 'asset_bears_data', 'asset_keeper_id', 'asset_department_id')
"""What a manager may mend by a correction."""

ALIKE = (
    'company_id', 'name', 'category_id', 'asset_brand', 'model', 'asset_spec', 'asset_unit', 'asset_state',
    'employee_id', 'department_id', 'asset_department_id', 'place_id', 'asset_ownership', 'asset_parent_id')
"""In what cards are the same that become one lot."""


class MaintenanceEquipment(models.Model):
    """An equipment of Odoo, which becomes a card of the ledger when it gets its code.

    What is no card stays Odoo's own. Of a card, ``_apply`` changes what a document governs, and nothing else does; each
    time it writes a line into the time line.
    """
    _name = 'maintenance.equipment'
    _inherit = [
        'maintenance.equipment', 'office.system.mixin', 'office.pinyin.mixin', 'office.label.mixin', 'image.mixin']
    _label_code_field = 'asset_code'
    _rec_names_search = ['name', 'serial_no', 'asset_code', 'pinyin_key']

    asset_code = fields.Char(readonly=True, copy=False, index='trigram')
    asset_state = fields.Selection(STATES, "Status", readonly=True, copy=False, index='btree_not_null')
    asset_end_reason = fields.Selection(ENDS, "How It Ended", readonly=True, copy=False)
    is_asset_shown = fields.Boolean(compute='_compute_is_asset_shown', search='_search_is_asset_shown')

    # what it is
    asset_brand = fields.Char("Brand", help="Who made it. Serial numbers are unique for each brand.")
    asset_spec = fields.Char("Specification")
    asset_quantity = fields.Integer(
        "Quantity", default=1, copy=False, help="Above one for a lot: like things on one card.")
    asset_unit = fields.Char("Unit", help="Such as piece or set.")
    asset_parent_id = fields.Many2one(
        'maintenance.equipment', "Part of Set", copy=False, index='btree_not_null', ondelete='restrict',
        domain="[('asset_code', '!=', False), ('company_id', '=', company_id), ('id', '!=', id)]")
    asset_child_ids = fields.One2many('maintenance.equipment', 'asset_parent_id', "Parts")
    asset_condition = fields.Selection(CONDITIONS, "Condition", copy=False)
    asset_bears_data = fields.Boolean(
        "Bears Data", compute='_compute_from_category', store=True, readonly=False)

    # who has it, and where
    place_id = fields.Many2one(
        'office.place', copy=False, index='btree_not_null', ondelete='restrict', check_company=True)
    asset_department_id = fields.Many2one(
        'hr.department', "Using Department", copy=False, index='btree_not_null', ondelete='restrict',
        help="Whose things it belongs to, also while a person holds it.")
    asset_keeper_id = fields.Many2one(
        'hr.employee', "Keeper", copy=False, index='btree_not_null', ondelete='restrict',
        help="Who looks after it, if that is not the holder.")
    asset_start_date = fields.Date("In Use Since", copy=False)

    # where it is from, and whose it is
    asset_acquisition = fields.Selection(ACQUISITIONS, "Way of Acquisition", copy=False)
    asset_acquire_date = fields.Date("Acquired On", copy=False)
    asset_acceptance = fields.Char("Acceptance No.", copy=False)
    asset_contract = fields.Char("Contract")
    asset_invoice = fields.Char("Invoice", copy=False)
    asset_funding = fields.Char("Paid From")
    asset_ownership = fields.Selection(OWNERSHIPS, "Ownership", default='own')
    asset_owner_id = fields.Many2one('res.partner', "Owner of the Thing", help="Of what is leased or borrowed.")
    cost = fields.Float(groups=MONEY)
    asset_tax = fields.Float("Tax", groups=MONEY, copy=False)
    asset_life_months = fields.Integer(
        "Useful Life (months)", compute='_compute_from_category', store=True, readonly=False)
    asset_residual_percent = fields.Float(
        "Residual Value (%)", compute='_compute_from_category', store=True, readonly=False)

    # until when something is good
    asset_inspection_date = fields.Date("Next Inspection", copy=False)
    asset_insurance_date = fields.Date("Insured Until", copy=False)
    asset_lease_end_date = fields.Date("To Be Returned On", copy=False, help="Of what is leased or borrowed.")
    asset_due_date = fields.Date(
        "Next Date", compute='_compute_asset_due_date', store=True, index='btree_not_null',
        help="The first of the ends of warranty, insurance and lease, and of the next inspection.")

    asset_due_kind = fields.Char(
        "What Is Due", compute='_compute_asset_due_kind', help="Which date that is, if it is soon or past.")

    asset_event_ids = fields.One2many('office.asset.event', 'equipment_id', "Time Line", readonly=True)

    # Odoo's own says unique over all; of cards it is by company and brand, and what has ended does not count
    _serial_no = models.Constraint(
        'EXCLUDE USING btree (serial_no WITH =) WHERE (asset_code IS NULL)',
        "Another asset already exists with this serial number!")
    _asset_serial_uniq = models.UniqueIndex(
        """(company_id, lower(COALESCE(asset_brand, '')), serial_no)
           WHERE asset_code IS NOT NULL AND asset_state != 'ended' AND serial_no != ''""",
        "Another card of this company and brand has this serial number.")
    _asset_code_uniq = models.UniqueIndex(
        '(company_id, asset_code) WHERE asset_code IS NOT NULL', "Another card of this company has this code.")
    _asset_quantity_check = models.Constraint('CHECK(asset_quantity > 0)', "A card is for one thing or more.")
    _asset_place_idx = models.Index('(place_id, asset_state) WHERE asset_code IS NOT NULL')

    @api.depends('asset_code')
    def _compute_display_name(self):
        super()._compute_display_name()
        for card in self.filtered('asset_code'):
            card.display_name = f'{card.asset_code} {card.name or ""}'

    @api.depends('category_id')
    def _compute_from_category(self):
        for equipment in self:
            category = equipment.category_id
            equipment.asset_life_months = category.asset_life_months
            equipment.asset_residual_percent = category.asset_residual_percent
            equipment.asset_bears_data = category.asset_bears_data

    @api.depends(*DATES)
    def _compute_asset_due_date(self):
        for equipment in self:
            days = [equipment[name] for name in DATES if equipment[name]]
            today = (equipment.company_id or self.env.company)._get_office_today()
            if equipment.warranty_date and equipment.warranty_date < today:
                days.remove(equipment.warranty_date)  # what is over asks for nothing, unlike an insurance
            equipment.asset_due_date = min(days, default=False)

    @api.depends('asset_due_date')
    @api.depends_context('lang')
    def _compute_asset_due_kind(self):
        self.asset_due_kind = False
        for equipment in self.filtered('asset_due_date'):
            company = equipment.company_id.sudo() or self.env.company  # sudo: how long before people are reminded
            if equipment.asset_due_date <= fields.Date.add(
                    company._get_office_today(), days=company.asset_reminder_days):
                name = next(name for name in DATES if equipment[name] == equipment.asset_due_date)
                equipment.asset_due_kind = self._get_labels([name])

    @api.depends('asset_code')
    def _compute_owner(self):
        super()._compute_owner()
        for card in self:
            if card.asset_code and card.equipment_assign_to == 'other':
                card.owner_user_id = False  # Odoo takes whoever happens to be at work

    # Who sees a card

    @api.depends_context('uid')
    def _compute_is_asset_shown(self):
        shown = self.sudo().filtered_domain(self._get_shown_domain()).sudo(False)
        for card in self:
            card.is_asset_shown = card in shown

    def _search_is_asset_shown(self, operator, value):
        if operator != 'in':
            return NotImplemented
        shown = self._get_shown_domain()
        return shown if True in value else ~shown

    @api.model
    def _get_shown_domain(self):
        """Return the domain of the cards that the user may read: all, or what they or their departments have."""
        user = self.env.user
        if any(user.has_group(group) for group in ALL_READERS):
            return Domain.TRUE
        own = Domain('employee_id.user_id', '=', user.id) | Domain('asset_keeper_id.user_id', '=', user.id)
        # sudo: departments of other companies, whose cards the rule on companies hides
        headed = self.env['hr.department'].sudo().search([('manager_id.user_id', '=', user.id)])
        if not headed:
            return own
        below = Domain('id', 'child_of', headed.ids)
        return own | Domain('department_id', 'any', below) | Domain('asset_department_id', 'any', below)

    # What people may write

    def unlink(self):
        if cards := self.filtered('asset_code'):
            cards.check_access('read')
            raise UserError(self.env._(
                "%(cards)s stays in the ledger and cannot be deleted. What is gone for good ends by a document.",
                cards=cards._get_names()))
        return super().unlink()

    def _get_names_by_hand(self, vals):
        names = super()._get_names_by_hand(vals)
        cards = self.filtered('asset_code') if names & GOVERNED else self.browse()
        # screens and imports send back what is there
        return {name for name in names if name not in GOVERNED or not cards or cards._is_change(name, vals[name])}

    def _check_by_hand(self, names):
        super()._check_by_hand(names)
        if (governed := names & GOVERNED) and (cards := self.filtered('asset_code')):
            cards.check_access('read')  # so that no refusal names a card that the user may not see
            raise UserError(self.env._(
                "%(fields)s of %(cards)s changes by a document or a button of the card only, so that it stands in the "
                "time line.", fields=self._get_labels(governed), cards=cards._get_names()))

    def _is_change(self, name, value):
        """Return whether ``value`` is another one than one of these cards has in the field ``name``."""
        field = self._fields[name]
        for card_sudo in self.sudo():
            if field.convert_to_cache(value, card_sudo) != field.convert_to_cache(card_sudo[name], card_sudo):
                return True
        return False

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'asset_code', 'asset_state', 'asset_end_reason', 'asset_due_date'}

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'asset_code', 'serial_no'}

    @api.constrains(
        'asset_code', 'asset_acquire_date', 'asset_department_id', 'asset_keeper_id', 'asset_parent_id',
        'asset_quantity', 'asset_start_date', 'category_id', 'company_id', 'department_id', 'employee_id', 'serial_no')
    def _check_card(self):
        if self._has_cycle('asset_parent_id'):
            raise ValidationError(self.env._("A set cannot be a part of itself."))
        for card in self.filtered('asset_code'):
            if message := card._get_card_fault():
                raise ValidationError(message)

    def _get_card_fault(self):
        """Return what is wrong with this card in itself, or False."""
        self.ensure_one()
        card = self.sudo()  # sudo: people and departments; what is wrong is said of the card
        words = {'card': card.display_name}
        if not card.company_id or not card.category_id:
            return self.env._("%(card)s needs a company and a category.", **words)
        if card.asset_quantity > 1 and card.serial_no:
            return self.env._("%(card)s has a serial number, so it is one thing and no lot.", **words)
        if card.asset_start_date and card.asset_acquire_date and card.asset_start_date < card.asset_acquire_date:
            return self.env._("%(card)s cannot be in use before it was acquired.", **words)
        parent = card.asset_parent_id
        if parent and not (parent.asset_code and parent.company_id == card.company_id):
            return self.env._("%(card)s can be a part of a card of the same company only.", **words)
        if card.category_id.company_id and card.category_id.company_id != card.company_id:
            return self.env._("%(card)s: its category belongs to another company.", **words)
        for name in ('employee_id', 'asset_keeper_id', 'department_id', 'asset_department_id'):
            if card[name].company_id and card[name].company_id != card.company_id:
                return self.env._("%(card)s: %(field)s belongs to another company.", field=self._get_labels([name]),
                                  **words)
        return False

    # What changes a card

    def _apply(self, event, values, document=None, note=False):
        """Change these cards, and write a line into the time line of each: the only way to change what is governed.

        The caller has checked who asked for it. ``employee_id`` or ``department_id`` among ``values`` says who has the
        cards from now on: this person, this department, or nobody; what follows from it is filled in.

        :param str event: a kind of ``office.asset.event``
        :param dict values: fields of the card
        :param document: the record by which it happens, if there is one
        :param str note: why
        :raise UserError: one of these is no card or has ended, or cannot be given to that person
        """
        self._apply_each(event, dict.fromkeys(self, values), document, note)

    @api.model
    def _apply_each(self, event, values_by_card, document=None, note=False):
        """Do :meth:`_apply` with values of each card, ``{card: values}``."""
        cards_sudo = self.browse().union(*values_by_card).sudo()  # sudo: verbs check rights; the author stays the user
        given = {card.id: card.sudo()._prepare_applied(values) for card, values in values_by_card.items()}
        cards_sudo._check_can_apply(event, given, document)
        before = {card.id: card._get_snapshot(given[card.id]) for card in cards_sudo}
        people = {card.id: card._get_card_partners() for card in cards_sudo}
        for values, cards in cards_sudo.grouped(lambda card: tuple(sorted(given[card.id].items()))).items():
            if values:
                cards._write_as_system(dict(values))
        for card in cards_sudo:
            if gone := people[card.id] - card._get_card_partners():
                card.message_unsubscribe(gone.ids)
        self.env['office.asset.event']._create_as_system([
            card._prepare_event(event, before[card.id], given[card.id], document, note) for card in cards_sudo])

    def _check_can_apply(self, event, given, document=None):
        """Hook: raise why ``event`` cannot happen to these cards now, with the values ``{id: values}``."""
        if strangers := self.filtered(lambda card: not (card.asset_code or given[card.id].get('asset_code'))):
            raise UserError(self.env._("%(things)s is no card yet. Register it first.", things=strangers._get_names()))
        if event not in OF_ENDED and (ended := self.filtered(lambda card: card.asset_state == 'ended')):
            raise UserError(self.env._("%(cards)s has ended. Nothing can be done with it.", cards=ended._get_names()))
        employees = self.env['hr.employee'].sudo().browse(
            {values['employee_id'] for values in given.values() if values.get('employee_id')})
        if gone := employees.filtered(lambda employee: not employee.active):
            raise UserError(self.env._(
                "%(employees)s is archived and cannot hold anything. Choose somebody else.",
                employees=format_list(self.env, gone.mapped('name'))))

    def _prepare_applied(self, values):
        """Return ``values`` of :meth:`_apply` with what follows for this card from who has it."""
        self.ensure_one()
        if not values.keys() & {'employee_id', 'department_id'}:
            return values
        employee = self.env['hr.employee'].browse(values.get('employee_id') or ())
        department = self.env['hr.department'].browse(() if employee else values.get('department_id') or ())
        is_held = bool(employee or department)
        today = self.company_id._get_office_today()
        held = {'asset_department_id': (department or employee.department_id).id}
        if is_held and not self.asset_start_date:
            held['asset_start_date'] = today
        return held | values | {
            'equipment_assign_to': 'employee' if employee else 'department' if department else 'other',
            'employee_id': employee.id,
            'department_id': department.id,
            'assign_date': is_held and today,
        }

    def _get_snapshot(self, values):
        """Return what the time line says of this card as it is now, and of what ``values`` name."""
        return {
            'state': self.asset_state,
            'employee': self.employee_id.id,
            'department': (self.asset_department_id or self.department_id).id,
            'place': self.place_id.id,
            'values': {name: self._export_value(name) for name in values if name not in SNAPSHOT | DERIVED},
        }

    def _export_value(self, name):
        field = self._fields[name]
        value = field.convert_to_export(self[name], self)
        return value if isinstance(value, (int, float, bool)) else str(value or '')

    def _prepare_event(self, event, before, values, document, note):
        self.ensure_one()
        now = self._get_snapshot(values)
        changed = [name for name, value in now['values'].items() if before['values'][name] != value]
        return {
            'equipment_id': self.id,
            'company_id': self.company_id.id,
            'kind': event,
            'datetime': fields.Datetime.now(),
            'user_id': self.env.uid,
            'quantity': self.asset_quantity,
            'note': note,
            'res_model': document._name if document else False,
            'res_id': document.id if document else False,
            'old_values': {name: before['values'][name] for name in changed},
            'new_values': {name: now['values'][name] for name in changed},
            'state_from': before['state'], 'state_to': now['state'],
            **{f'{key}_{end}_id': snapshot[key] for key in ('employee', 'department', 'place')
               for end, snapshot in (('from', before), ('to', now))},
        }

    def _get_card_partners(self):
        """Return who follows this card because they or their department have it."""
        users = (self.employee_id | self.asset_keeper_id).user_id
        users |= (self.department_id | self.asset_department_id).manager_id.user_id
        return users.partner_id

    def _get_holder_on(self, day):
        """Return the last line of the time line of this card up to the end of ``day``, where the company is.

        :param date day:
        :return: ``office.asset.event``, of which ``employee_to_id``, ``department_to_id`` and ``place_to_id`` say who
            had it and where it was; empty before it was registered
        """
        self.ensure_one()
        midnight = self.company_id._get_office_moment(fields.Date.add(day, days=1))
        return self.env['office.asset.event'].search(
            [('equipment_id', '=', self.id), ('datetime', '<', midnight)], limit=1)

    # Verbs

    def action_register(self):
        """Open the dialog by which these equipments become cards."""
        return self._open_asset_dialog('office.asset.register', self.env._("Register"))

    def action_move(self):
        """Open the dialog that says to which place these cards come."""
        return self._open_asset_dialog('office.asset.change', self.env._("Move"), 'move')

    def action_change_set(self):
        """Open the dialog that says of which set these cards are parts."""
        return self._open_asset_dialog('office.asset.change', self.env._("Part of Set"), 'set')

    def action_split(self):
        """Open the dialog that takes some things of a lot out, onto a card of their own."""
        return self._open_asset_dialog('office.asset.change', self.env._("Split the Lot"), 'split')

    def action_merge(self):
        """Open the dialog that makes one lot of these cards."""
        return self._open_asset_dialog('office.asset.change', self.env._("Merge into One Card"), 'merge')

    def action_correct(self):
        """Open the dialog by which a manager mends what was registered wrong."""
        return self._open_asset_dialog('office.asset.correct', self.env._("Correct"), group=MANAGER)

    def get_formview_id(self, access_uid=None):
        """Return the form of a card for what is one, also where a label or a link leads to it."""
        if self.asset_code:
            return self.env.ref('office_admin_assets.office_asset_view_form').id
        return super().get_formview_id(access_uid)

    def action_open_events(self):
        """Open the time line of this card."""
        self.ensure_one()
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_event_action') | {
            'domain': [('equipment_id', '=', self.id)], 'context': {'office_of_card': True}}

    def _open_as_assets(self):
        """Return the action that opens these cards as the ledger shows them: one in its form."""
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action')
        if len(self) == 1:
            return action | {
                'res_id': self.id, 'views': [(view, mode) for view, mode in action['views'] if mode == 'form']}
        return action | {'domain': list(Domain('id', 'in', self.ids)), 'context': {}}

    def _open_asset_dialog(self, model, title, verb=None, group=OFFICER):
        self._check_keeps_ledger(group)
        self.check_access('read')
        return self.env[model]._open_about(self, title, **{'verb': verb} if verb else {})

    @api.model
    def _check_keeps_ledger(self, group=OFFICER):
        """:raise AccessError: the user does not hold ``group``"""
        if not self.env.user.has_group(group):
            raise AccessError(self.env._(
                "The ledger of assets is changed by who has the right “%(right)s”. An administrator can give it to "
                "you.", right=self.env.ref(group).sudo().full_name))

    def _register_cards(self, values, note, code=False):
        """Make cards of these equipments.

        :param dict values: ``asset_acquisition``, and more fields of the card
        :param str note: the reason, where there is no acceptance
        :param str code: of a single card, if it has one already; else it is drawn
        :raise UserError: one of these is a card already, or something is missing
        """
        self._check_keeps_ledger()
        self.check_access('write')
        self._check_can_register(values, note)
        given = {'asset_code': plain(code)} if plain(code) else {}
        self._register_each(dict.fromkeys(self, values | given), note)

    @api.model
    def _register_each(self, values_by_card, note=False, document=None):
        """Make cards of equipments, ``{equipment: values of its card}``; a code that is not given is drawn."""
        unnamed = self.browse().union(*(
            card for card, values in values_by_card.items() if not values.get('asset_code')))
        codes = unnamed._draw_codes()
        self._apply_each('register', {
            card: card._prepare_registered(values) | ({'asset_code': codes[card]} if card in codes else {})
            for card, values in values_by_card.items()}, document, note)

    def _check_can_register(self, values, note):
        if cards := self.filtered('asset_code'):
            raise UserError(self.env._("%(cards)s is registered already.", cards=cards._get_names()))
        if archived := self.filtered(lambda equipment: not equipment.active):
            raise UserError(self.env._("%(things)s is archived. Take it out of the archive first.",
                                       things=archived._get_names()))
        if incomplete := self.filtered(lambda equipment: not (equipment.company_id and equipment.category_id)):
            raise UserError(self.env._("%(things)s needs a company and a category before it is registered.",
                                       things=incomplete._get_names()))
        if not values.get('asset_acquisition'):
            raise UserError(self.env._("Say how it was acquired."))
        if not (values.get('asset_acceptance') or (note or '').strip()):
            raise UserError(self.env._("Without the number of an acceptance, say why there is none."))

    def _prepare_registered(self, values):
        """Return the values with which this equipment becomes a card: who has it, keeps it."""
        self.ensure_one()
        card = self.sudo()  # sudo: employees
        held = {'employee_id': card.employee_id.id, 'department_id': card.department_id.id} | {
            name: values[name] for name in ('employee_id', 'department_id') if name in values}
        state = 'in_use' if any(held.values()) else 'in_stock'
        kept = {'asset_department_id': card.asset_department_id.id} if card.asset_department_id else {}
        serial = {'serial_no': (card.serial_no or '').strip() or False}
        return {'asset_state': state, **held, **kept, **serial, **values}

    def _draw_codes(self):
        """Return ``{card: code}``, drawn late and in the same order for everybody."""
        def get_series(card):
            return card.company_id, card.category_id._get_asset_prefix()

        codes = {}
        ordered = self.sorted(lambda card: (card.company_id.id, get_series(card)[1], card.id))
        for (company, prefix), cards in ordered.grouped(get_series).items():
            codes |= zip(cards, self._draw_series(company, prefix, len(cards)), strict=True)
        return codes

    @api.model
    def _draw_series(self, company, prefix, count):
        """Return the next ``count`` codes, without those that an old ledger has brought along."""
        year = company._get_office_today().year
        cards_sudo = self.sudo().with_context(active_test=False)  # sudo: also cards that the user does not see
        codes = []
        while missing := count - len(codes):
            drawn = [CODE_FORMAT.format(prefix=prefix, year=year, number=number) for number in
                     self.env['office.number.counter']._draw(f'asset {prefix}', company, year, missing)]
            taken = cards_sudo.search(
                [('company_id', '=', company.id), ('asset_code', 'in', drawn)]).mapped('asset_code')
            codes += [code for code in drawn if code not in taken]
        return codes

    def _move(self, place, note=False, with_parts=True):
        """Bring these cards, and the parts of sets, to ``place``."""
        self._check_keeps_ledger()
        cards = self._get_with_parts() if with_parts else self
        cards.check_access('read')
        place.check_access('read')
        moved = cards.filtered(lambda card: card.place_id != place)
        if not moved:
            raise UserError(self.env._("%(cards)s is there already.", cards=self._get_names()))
        moved._apply('move', {'place_id': place.id}, note=note)

    def _get_with_parts(self):
        every = parts = self
        while parts := parts.asset_child_ids.filtered('asset_code') - every:
            every |= parts
        return every

    def _change_set(self, parent, note=False):
        """Make these cards parts of the set ``parent``, or parts of none."""
        self._check_keeps_ledger()
        self.check_access('read')
        parent.check_access('read')
        self._apply('set', {'asset_parent_id': parent.id}, note=note)

    def _correct(self, values, note):
        """Mend what was registered wrong, with a reason; only a manager does it.

        :param dict values: of :data:`CORRECTED`
        """
        self._check_keeps_ledger(MANAGER)
        self.check_access('read')
        if not (note or '').strip():
            raise UserError(self.env._("Say why."))
        changed = {name: value for name, value in values.items() if self._is_change(name, value)}
        if not changed:
            raise UserError(self.env._("Nothing is different."))
        self._apply('correct', changed, note=note.strip())

    # Lots

    def _split(self, quantity, note=False):
        """Take ``quantity`` things of this lot out, onto a card of their own with their share of what the lot cost.

        :return: the new card
        """
        self.ensure_one()
        self._check_keeps_ledger()
        self.check_access('read')
        if not 0 < quantity < self.asset_quantity:
            raise UserError(self.env._(
                "%(card)s: take out at least one thing, and leave at least one.", card=self.display_name))
        card_sudo = self.sudo()  # sudo: whoever keeps the ledger splits all of the card
        rest = self.asset_quantity - quantity
        shares = {name: card_sudo.company_id.currency_id.round(card_sudo[name] * quantity / card_sudo.asset_quantity)
                  for name in ('cost', 'asset_tax')}
        self._apply('split', {'asset_quantity': rest, **{
            name: card_sudo[name] - share for name, share in shares.items()}}, note=note)
        new_sudo = self._create_as_system([self._prepare_split(quantity, shares)])
        card_sudo.copy_translations(new_sudo)
        self.env['office.asset.event']._create_as_system([new_sudo._prepare_event('register', {
            'state': False, 'employee': False, 'department': False, 'place': False, 'values': {}}, {}, self,
            note or self.env._("Split off %(card)s", card=self.asset_code))])
        return new_sudo.sudo(False)

    def _prepare_split(self, quantity, shares):
        card_sudo = self.sudo()
        kept = GOVERNED | set(DATES) | {'asset_state', 'asset_condition'}
        values = card_sudo._convert_to_write({
            name: card_sudo[name] for name in kept if card_sudo._fields[name].store})
        return {
            **card_sudo.copy_data()[0], **values, **shares, 'name': card_sudo.name, 'asset_quantity': quantity,
            'asset_code': self._draw_codes()[self]}

    def _merge(self, note=False):
        """Make one lot of these cards: the first one stays, the others end with a word of where they went.

        :return: the card that stays
        :raise UserError: they are not alike
        """
        self._check_keeps_ledger()
        self.check_access('read')
        cards = self.filtered('asset_code').sorted('asset_code')
        if len(cards) < 2:
            raise UserError(self.env._("Choose at least two cards that are alike."))
        cards_sudo = cards.sudo()  # sudo: whoever keeps the ledger merges all of the cards
        if different := [name for name in ALIKE if len({card[name] for card in cards_sudo}) > 1]:
            raise UserError(self.env._(
                "%(cards)s cannot be one lot: they differ in %(fields)s.", cards=cards._get_names(),
                fields=self._get_labels(different)))
        if numbered := cards.filtered(lambda card: card.serial_no or card.asset_child_ids):
            raise UserError(self.env._(
                "%(cards)s has a serial number or parts, so it is no part of a lot.", cards=numbered._get_names()))
        target, others = cards[0], cards[1:]
        total = {name: sum(cards_sudo.mapped(name)) for name in ('asset_quantity', 'cost', 'asset_tax')}
        others._apply('merge', {
            'asset_state': 'ended', 'asset_end_reason': 'merged', 'active': False, 'cost': 0.0, 'asset_tax': 0.0,
            'scrap_date': target.company_id._get_office_today()}, target, note)
        target._apply('merge', total, note=note or self.env._(
            "Merged with %(codes)s", codes=format_list(self.env, others.mapped('asset_code'))))
        return target

    # Labels

    def _check_can_print_labels(self):
        self._check_keeps_ledger()
        super()._check_can_print_labels()

    def _get_label_lines(self):
        day = self.asset_start_date or self.asset_acquire_date
        return [self.name, self.model or self.asset_brand, day and format_date(self.env, day)]

    def _get_label_size(self):
        return self.category_id._get_asset_label_size() or super()._get_label_size()

    def _get_label_notice(self):
        if self.asset_state != 'ended':
            return super()._get_label_notice()
        ends = dict(self._fields['asset_end_reason']._description_selection(self.env))
        return self.env._(
            "This thing is not in the office any more (%(end)s). If you hold it in your hand, bring it to the "
            "administrative office.", end=ends.get(self.asset_end_reason, ''))

    # Duties

    @api.model
    def _get_duties(self, company):
        """Return the steps of a card, as they are in ``company`` now; see ``office.rights._prepare_duty``."""
        def prepare(label, name, **values):
            group = self.env.ref(name)
            return self.env['office.rights']._prepare_duty(
                company, label=label, accountable=Role(group._get_role_label(), group._get_people(company)), **values)

        states = dict(self._fields['asset_state']._description_selection(self.env))
        return [
            prepare(self.env._("Register"), OFFICER, target=states['in_stock']),
            prepare(self.env._("Move"), OFFICER),
            prepare(self.env._("Part of Set"), OFFICER),
            prepare(self.env._("Split the Lot"), OFFICER),
            prepare(self.env._("Merge into One Card"), OFFICER, target=states['ended']),
            prepare(self.env._("Correct"), MANAGER),
        ]
