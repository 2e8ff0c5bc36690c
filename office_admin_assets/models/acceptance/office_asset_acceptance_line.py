from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

FOUND = ('serials', 'is_lot', 'rejected_quantity', 'reject_reason')
"""What the checker writes down."""


class OfficeAssetAcceptanceLine(models.Model):
    """Like things that have come: how many of them are good, and the cards that they have become."""
    _name = 'office.asset.acceptance.line'
    _description = 'Item of an Asset Acceptance'
    _inherit = ['office.workflow.line.mixin']
    _order = 'acceptance_id, id'
    _check_company_auto = True
    _workflow_parent_field = 'acceptance_id'

    acceptance_id = fields.Many2one(
        'office.asset.acceptance', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='acceptance_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='acceptance_id.state')
    currency_id = fields.Many2one(related='company_id.currency_id')
    request_line_id = fields.Many2one(
        'office.asset.request.line', "Asked For", check_company=True, copy=False, index='btree_not_null',
        ondelete='restrict', domain="[('state', '=', 'approved'), ('company_id', '=', company_id)]")
    category_id = fields.Many2one(
        'maintenance.equipment.category', "Class", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_from_request', store=True, readonly=False, precompute=True)
    name = fields.Char("What", required=True, compute='_compute_from_request', store=True, readonly=False,
                       precompute=True)
    brand = fields.Char()
    model = fields.Char()
    spec = fields.Char("Specification")
    quantity = fields.Integer("Came", required=True, default=1, aggregator=None)
    price = fields.Monetary("Cost of One", help="With what belongs to it, such as freight.")
    warranty_date = fields.Date("Warranty Until", copy=False)
    is_lot = fields.Boolean("One Card for All", help="A lot: like things without serial numbers on one card.")
    serials = fields.Text(
        "Serial Numbers", copy=False, help="One a line, as a hand scanner writes them; in the order of the cards.")
    rejected_quantity = fields.Integer("Rejected", copy=False, aggregator=None)
    reject_reason = fields.Char("Why Rejected", copy=False)
    accepted_quantity = fields.Integer("Accepted", compute='_compute_accepted_quantity')
    card_ids = fields.Many2many(
        'maintenance.equipment', 'office_asset_acceptance_line_card_rel', string="Cards", readonly=True, copy=False)

    _quantity_positive = models.Constraint('CHECK(quantity > 0)', "Say how many have come: at least one.")
    _price_positive = models.Constraint('CHECK(price >= 0)', "A price is zero or more.")
    _rejected_check = models.Constraint(
        'CHECK(rejected_quantity >= 0 AND rejected_quantity <= quantity)',
        "No more can be rejected than has come.")

    @api.depends('request_line_id')
    def _compute_from_request(self):
        for line in self:
            asked = line.request_line_id
            line.category_id = line.category_id or asked.category_id
            line.name = line.name or asked._get_open_name()

    @api.depends('quantity', 'rejected_quantity')
    def _compute_accepted_quantity(self):
        for line in self:
            line.accepted_quantity = line.quantity - line.rejected_quantity

    @api.depends('name', 'acceptance_id.name')
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.acceptance_id.display_name}: {line.name}"

    # What the checker found

    def _get_points(self):
        """Return what is looked at when such a thing comes, from the class or the next wider one that says it."""
        checklist = self.category_id._get_said('asset_checklist') or ''
        return [point.strip() for point in checklist.splitlines() if point.strip()]

    def _get_serials(self):
        return [serial.strip() for serial in (self.serials or '').splitlines() if serial.strip()]

    def _get_card_count(self):
        return min(self.accepted_quantity, 1) if self.is_lot else self.accepted_quantity

    def _check_found(self):
        """:raise UserError: what the checker wrote down of these lines does not fit together"""
        for line in self:
            serials, words = line._get_serials(), {'line': line.display_name}
            if line.rejected_quantity and not (line.reject_reason or '').strip():
                raise UserError(self.env._("%(line)s: say why some are rejected.", **words))
            if serials and line.is_lot:
                raise UserError(self.env._(
                    "%(line)s has serial numbers, so each is a card of its own and not a lot.", **words))
            if len(serials) > line.accepted_quantity:
                raise UserError(self.env._(
                    "%(line)s: %(count)s serial numbers are entered for %(quantity)s things.", count=len(serials),
                    quantity=line.accepted_quantity, **words))
            if twice := sorted({serial for serial in serials if serials.count(serial) > 1}):
                raise UserError(self.env._(
                    "%(line)s: %(serials)s is entered twice.", serials=format_list(self.env, twice), **words))
            # sudo: also cards that the user does not see
            taken = self.env['maintenance.equipment'].sudo().search([
                ('asset_code', '!=', False), ('company_id', '=', line.company_id.id), ('serial_no', 'in', serials),
                ('asset_brand', '=ilike', line.brand or False)], limit=1) if serials else ()
            if taken:
                raise UserError(self.env._(
                    "%(line)s: %(card)s has the serial number %(serial)s already.", card=taken.display_name,
                    serial=taken.serial_no, **words))

    # What becomes of it

    def _create_equipments(self):
        """Make an equipment of each thing that was accepted, or one of all of them.

        :return: ``{equipment: values of its card}``
        """
        self.ensure_one()
        count = self._get_card_count()
        if not count:
            return {}
        made = self.env['maintenance.equipment'].create([self._prepare_equipment() for _number in range(count)])
        serials = self._get_serials() + [False] * count
        self._write_as_system({'card_ids': [Command.set(made.ids)]})
        return {card: self._prepare_card(serial) for card, serial in zip(made, serials, strict=False)}

    def _prepare_equipment(self):
        """Hook: values of an equipment before it becomes a card."""
        return {
            'name': self.name,
            'company_id': self.company_id.id,
            'category_id': self.category_id.id,
            'equipment_assign_to': 'other',
            'asset_brand': self.brand,
            'model': self.model,
            'asset_spec': self.spec,
            'partner_id': self.acceptance_id.partner_id.id,
            'warranty_date': self.warranty_date,
            'asset_condition': 'new' if self.acceptance_id.source in ('bought', 'built', 'leased') else False,
        }

    def _prepare_card(self, serial):
        """Hook: what the ledger says of a thing of this line.

        :param serial: its serial number, or False
        """
        acceptance = self.acceptance_id
        quantity = self.accepted_quantity if self.is_lot else 1
        return {
            'asset_acquisition': acceptance.source,
            'asset_acceptance': acceptance.name,
            'asset_acquire_date': acceptance.receive_date,
            'asset_ownership': acceptance.source if acceptance.source in ('leased', 'borrowed') else 'own',
            'asset_quantity': quantity,
            'cost': self.currency_id.round(self.price * quantity),
            'place_id': acceptance.place_id.id,
            **({'serial_no': serial} if serial else {}),
        }

    def _keep_cards(self):
        """Keep the cards for who asked, as far as they still wait for them."""
        request = self.request_line_id.sudo().request_id  # sudo: whoever accepts need not be cleared for it
        if request.state == 'approved':
            left = self.request_line_id.sudo().open_quantity
            for card in self.card_ids:
                if card.asset_quantity > left:
                    break
                request._keep(card)
                left -= card.asset_quantity

    @api.model
    def _get_field_states(self):
        states = super()._get_field_states()
        return states | dict.fromkeys(FOUND, ('draft', 'submitted'))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'card_ids'}
