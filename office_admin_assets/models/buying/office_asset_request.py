from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER

PROMISES = {ANSWER: (2, 'day'), 'hand_out': (10, 'day')}


class OfficeAssetRequest(models.Model):
    """Somebody asks for things: what is free in the ledger is offered first, what is missing is bought.

    It is served when all that was asked for was handed out. Until then the cards that are kept for it are in this
    document, and in no other.
    """
    _name = 'office.asset.request'
    _description = 'Asset Request'
    _inherit = ['office.request.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_assets.group_'
    _number_code = 'ASR'
    _serve_verb = 'hand_out'
    _manager_amount = 5000

    need_date = fields.Date(
        "Needed From", required=True, copy=False,
        default=lambda self: fields.Date.add(self.env.company._get_office_today(), days=14))
    line_ids = fields.One2many('office.asset.request.line', 'request_id', "Items", copy=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary("Estimated", compute='_compute_amount')
    free_notice = fields.Text(
        "Free in the Ledger", compute='_compute_free_notice', help="What nobody has, by site. It comes before buying.")
    kept_count = fields.Integer("Kept for It", compute='_compute_kept_count')

    _queue_idx = models.Index("(deadline_datetime, id) WHERE state = 'approved'")

    @api.depends('line_ids.name', 'line_ids.quantity')
    def _compute_item_summary(self):
        for request in self:
            request.item_summary = ' · '.join(f"{line.name} × {line.quantity}" for line in request.line_ids)

    @api.depends('line_ids.amount')
    def _compute_amount(self):
        for request in self:
            request.amount = sum(request.line_ids.mapped('amount'))

    @api.depends('state', 'line_ids.free_words')
    @api.depends_context('lang')
    def _compute_free_notice(self):
        for request in self:
            request.free_notice = '\n'.join(
                f'{category}: {words}' for category, words in {
                    line.category_id.display_name: line.free_words
                    for line in request.line_ids if line.free_words}.items()) or False

    @api.depends('state', 'line_ids.served_quantity')
    def _compute_kept_count(self):
        counts = dict(self.env['maintenance.equipment'].sudo()._read_group(  # sudo: employees see the number
            [('asset_document_model', '=', self._name), ('asset_document_id', 'in', self.ids)],
            ['asset_document_id'], ['__count']))
        for request in self:
            request.kept_count = counts.get(request.id, 0)

    @api.depends('line_ids.served_quantity')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    def action_hand_out(self):
        """Open the dialog in which an officer chooses what is handed out."""
        self._check_can_begin('hand_out')
        self.ensure_one()
        return self._open_dialog('office.asset.request.hand.out', self.env._("Hand Out"))

    def action_keep(self):
        """Keep what is free for these requests, so that nobody else gets it."""
        self._check_transition('hand_out')
        for request in self:
            fresh = [(card, quantity) for _line, card, quantity in request._propose_cards()
                     if not card.is_asset_claimed]
            if not fresh:
                raise UserError(self.env._(
                    "%(request)s: nothing more of what it asks for is free. Buy what is missing.",
                    request=request.display_name))
            for card, quantity in fresh:
                request._keep(card if quantity == card.asset_quantity else card._split(quantity, request.display_name))
        return True

    def action_open_kept(self):
        """Open the cards that are kept for this request."""
        self.ensure_one()
        self.check_access('read')
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action') | {
            'domain': list(Domain('id', 'in', self.env['maintenance.equipment']._get_claimed(self).ids)), 'context': {}}

    # What the verbs ask for and cause

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))
        if unsaid := self.filtered(lambda request: not (request.note or '').strip()):
            raise UserError(self.env._(
                "Say why you need %(requests)s, in “%(field)s”.", requests=unsaid._get_names(),
                field=self._fields['note']._description_string(self.env)))

    def _filter_allowed(self, verb):
        requests = super()._filter_allowed(verb)
        if verb == self._serve_verb:
            return requests.filtered(lambda request: request.sudo()._get_open_lines())
        return requests

    def _check_can_hand_out(self, by=None):
        if served := self.filtered(lambda request: not request.sudo()._get_open_lines()):
            raise UserError(self.env._(
                "Everything in %(requests)s was handed out. Close it.", requests=served._get_names()))

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb in ('done', 'cancel'):
            for request in self:
                self.env['maintenance.equipment']._get_claimed(request)._release(request)

    def _get_open_lines(self):
        return self.line_ids.filtered('open_quantity')

    def _keep(self, cards):
        """Keep ``cards`` for this request until they are handed out or it ends."""
        self.ensure_one()
        cards._claim(self)

    def _propose_cards(self):
        """Choose what could be handed out now: what is kept for this request, then what is idle, then the stock.

        :return: ``[(line, card, quantity)]``
        """
        self.ensure_one()
        kept_sudo = self.env['maintenance.equipment']._get_claimed(self)
        allowed = Domain('id', 'in', kept_sudo.ids) | kept_sudo._get_free_domain(self.company_id)
        kept = kept_sudo.sudo(False)
        picked, left = [], {}
        for line in self._get_open_lines():
            # sudo: which document a card is in; what is proposed, the user may read
            found_sudo = kept_sudo.search(allowed & Domain('category_id', 'child_of', line.category_id.id))
            found = found_sudo.sudo(False)._filtered_access('read')
            wanted = line.open_quantity
            for card in found.sorted(lambda card: (
                    card not in kept, card.asset_state != 'idle', card.asset_quantity > 1,
                    card.asset_acquire_date or fields.Date.today(), card.id)):
                quantity = min(wanted, left.setdefault(card, card.asset_quantity))
                if quantity:
                    picked.append((line, card, quantity))
                    left[card] -= quantity
                    wanted -= quantity
        return picked

    def _hand_out(self, picked):
        """Hand out what an officer has picked; when all of it was received, the request is done.

        :param list picked: ``[(line, card, quantity)]``
        :return: the slip that whoever gets it confirms
        :raise UserError: a card is not of the class, not free, or more than is asked for
        """
        self.ensure_one()
        picked = [(line, card, quantity) for line, card, quantity in picked if quantity]
        if not picked:
            raise UserError(self.env._("%(request)s: choose at least one card.", request=self.display_name))
        self._transition('hand_out')
        given = []
        for line, card, quantity in picked:
            line._check_fits(card, quantity)
            given.append((line, self._take_out(card, quantity)))
            line._serve_with(given[-1][1], quantity)
        return self._hand_over(given)

    def _take_out(self, card, quantity):
        """Let go of ``quantity`` things of ``card``, which nobody has.

        :return: the card of these things: of a lot, one that was split off
        """
        card.check_access('read')
        card._release(self)
        return card if quantity == card.asset_quantity else card._split(quantity, self._get_public_name())

    def _get_public_name(self):
        """Return the name of this request as it stands where more people read it; False of what is restricted."""
        self.ensure_one()
        return not self.sudo()._is_restricted() and self.display_name

    def _prepare_desk_row(self, section):
        row = super()._prepare_desk_row(section)
        if section == 'queue' and self.free_notice:
            row['what'] = self.env._("%(what)s (free: %(free)s)", what=row['what'], free=' · '.join(
                self.free_notice.splitlines()))
        return row

    def _get_approval_note(self):
        free = self.free_notice and self.env._("Free in the ledger: %(free)s", free=self.free_notice)
        return '\n'.join(filter(None, [super()._get_approval_note(), free]))

    def _get_approval_amounts(self):
        return {request: (request.amount, request.company_id.currency_id) for request in self}

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        return PROMISES[kind]

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'need_date', 'line_ids'}
