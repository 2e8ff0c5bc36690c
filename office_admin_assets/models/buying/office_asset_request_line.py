from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OfficeAssetRequestLine(models.Model):
    """Things of one class that somebody asks for, and the cards that they got."""
    _name = 'office.asset.request.line'
    _description = 'Item of an Asset Request'
    _inherit = ['office.secrecy.line.mixin']
    _order = 'request_id, id'
    _check_company_auto = True
    _workflow_parent_field = 'request_id'

    request_id = fields.Many2one('office.asset.request', required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='request_id.company_id', store=True, precompute=True, index=True)
    state = fields.Selection(related='request_id.state')
    currency_id = fields.Many2one(related='company_id.currency_id')
    category_id = fields.Many2one(
        'maintenance.equipment.category', "Class", required=True, index=True, check_company=True, ondelete='restrict')
    name = fields.Char("What", compute='_compute_name', store=True, readonly=False, precompute=True, required=True)
    quantity = fields.Integer(required=True, default=1, aggregator=None)
    price = fields.Monetary("Estimated Price", help="Of one, with tax, as far as you know it.")
    amount = fields.Monetary("Estimated", compute='_compute_amount', store=True)
    served_quantity = fields.Integer("Handed Out", readonly=True, copy=False, aggregator=None)
    open_quantity = fields.Integer("Still Open", compute='_compute_open_quantity', store=True, aggregator=None)
    card_ids = fields.Many2many(
        'maintenance.equipment', 'office_asset_request_line_card_rel', string="Cards", readonly=True, copy=False)
    free_quantity = fields.Integer("Free", compute='_compute_free', compute_sudo=True)
    free_words = fields.Char("Free in the Ledger", compute='_compute_free', compute_sudo=True)

    _quantity_positive = models.Constraint('CHECK(quantity > 0)', "Ask for at least one.")
    _price_positive = models.Constraint('CHECK(price >= 0)', "A price is zero or more.")
    _served_check = models.Constraint(
        'CHECK(served_quantity <= quantity)', "No more is handed out than was asked for.")

    @api.depends('category_id')
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.category_id.name

    @api.depends('quantity', 'price')
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    @api.depends('quantity', 'served_quantity')
    def _compute_open_quantity(self):
        for line in self:
            line.open_quantity = line.quantity - line.served_quantity

    @api.depends('category_id', 'company_id', 'open_quantity', 'state')
    @api.depends_context('lang')
    def _compute_free(self):
        self.free_quantity, self.free_words = 0, False
        waiting = self.filtered(lambda line: (
            line.category_id and line.open_quantity and line.state in (False, 'draft', 'submitted', 'approved')))
        for company, lines in waiting.grouped(lambda line: line.company_id or self.env.company).items():
            free = self.env['maintenance.equipment']._get_free_by_site(company, lines.category_id._origin)
            for line in lines:
                by_site = dict(sorted(free[line.category_id._origin].items(), key=lambda item: (
                    not item[0], item[0].sequence, item[0].name)))
                line.free_quantity = sum(by_site.values())
                line.free_words = ', '.join(
                    f"{site.name or self.env._('no place')} {quantity}" for site, quantity in by_site.items()) or False

    def _check_fits(self, card, quantity):
        """:raise UserError: ``quantity`` things of ``card`` are not what this line asks for, or not free"""
        card.check_access('read')
        if misfit := self._get_misfit(card, quantity):
            raise UserError(misfit)

    def _get_misfit(self, card, quantity):
        """Return why ``quantity`` things of ``card`` are not what this line asks for, or not free; False if they are.
        """
        self.ensure_one()
        card_sudo, line_sudo = card.sudo(), self.sudo()  # sudo: whoever serves keeps the ledger
        words = {'line': line_sudo.display_name, 'card': card_sudo.display_name}
        is_kept = card_sudo in card_sudo._get_claimed(line_sudo.request_id)
        if not (is_kept or card_sudo.filtered_domain(card_sudo._get_free_domain(line_sudo.company_id))):
            return card._get_claim_fault(line_sudo.request_id) or self.env._(
                "%(card)s is not free. Choose another one for %(line)s.", **words)
        if line_sudo.category_id not in card_sudo.category_id._get_with_wider():
            return self.env._(
                "%(card)s is not of the class %(category)s, for which %(line)s asks.", **words,
                category=line_sudo.category_id.name)
        if not 0 < quantity <= card_sudo.asset_quantity:
            return self.env._(
                "%(card)s has %(quantity)s. Choose between one and that.", **words, quantity=card_sudo.asset_quantity)
        if quantity > line_sudo.open_quantity:
            return self.env._(
                "%(line)s: only %(open)s are still open. Choose no more than that.", **words,
                open=line_sudo.open_quantity)
        return False

    def _serve_with(self, card, quantity):
        """Write down that ``quantity`` of this line were handed out, which are ``card`` now."""
        self.ensure_one()
        self.sudo()._write_as_system({
            'served_quantity': self.sudo().served_quantity + quantity,
            'card_ids': [Command.link(card.id)]})

    def _take_back(self, card, quantity):
        """Write down that ``quantity`` of this line, which are ``card``, were not taken: they are open again."""
        self.ensure_one()
        self.sudo()._write_as_system({
            'served_quantity': self.sudo().served_quantity - quantity,
            'card_ids': [Command.unlink(card.id)]})

    def _get_open_name(self):
        """Return what is asked for as documents say it that more people read: of what is restricted, only its class."""
        return self.category_id.name if self.request_id._is_restricted() else self.name

    def _get_line_name(self):
        return f"{self.request_id.display_name}: {self.name}"

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'served_quantity', 'card_ids'}
