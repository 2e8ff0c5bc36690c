from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

TRANSFERRED = 'transferred'


class OfficeAssetDisposal(models.Model):
    """By a transfer the cards end here when another company has accepted the things, and not before.

    Neither company reads the records of the other: they see the number of the document there, and how far it is.
    """
    _inherit = 'office.asset.disposal'

    # the partner of a company, since users read their own companies only
    transfer_partner_id = fields.Many2one(
        'res.partner', "To the Company", copy=False, index='btree_not_null', ondelete='restrict',
        domain="[('id', 'in', transfer_partner_ids)]")
    transfer_partner_ids = fields.Many2many(
        'res.partner', compute='_compute_transfer_partner_ids', compute_sudo=True, string="Other Companies")
    transfer_acceptance_ids = fields.One2many(
        'office.asset.acceptance', 'disposal_id', "Acceptances There", readonly=True, groups=fields.NO_ACCESS)
    transfer_progress = fields.Char("Acceptance There", compute='_compute_transfer_progress', compute_sudo=True)

    @api.depends('company_id')
    def _compute_transfer_partner_ids(self):
        partners = self.env['res.company'].search([]).partner_id
        for disposal in self:
            disposal.transfer_partner_ids = partners - disposal.company_id.partner_id

    @api.depends('transfer_acceptance_ids.state')
    @api.depends_context('lang')
    def _compute_transfer_progress(self):
        for disposal in self:
            acceptance = disposal.transfer_acceptance_ids[:1]
            states = dict(acceptance._fields['state']._description_selection(self.env))
            disposal.transfer_progress = f"{acceptance.name} ({states[acceptance.state]})" if acceptance else False

    def _get_receiving_company(self):
        """Return the company to which the things go, as superuser."""
        self.ensure_one()
        companies_sudo = self.env['res.company'].sudo()  # sudo: users read their own companies only
        partner = self.sudo().transfer_partner_id
        return companies_sudo.search([('partner_id', '=', partner.id)], limit=1) if partner else companies_sudo

    def _get_waiting_acceptances(self):
        """Return the acceptances of these transfers that nobody has decided on in the other company, as superuser."""
        transfers_sudo = self.sudo().filtered(lambda disposal: disposal.way == TRANSFERRED)
        return transfers_sudo.transfer_acceptance_ids.filtered(
            lambda acceptance: acceptance.state in ('draft', 'submitted'))

    # What the verbs ask for and cause

    def _check_cards(self):
        super()._check_cards()
        if self.way == TRANSFERRED:
            company = self._get_receiving_company()
            if not company or company == self.sudo().company_id:
                raise UserError(self.env._(
                    "%(disposal)s: say to which other company the things go.", disposal=self.display_name))
            for card in self._get_cards():
                self._get_category_there(card, company)

    def _get_category_there(self, card, company):
        """Return the class of ``card`` in ``company``: the same one, or theirs of this national code or name.

        :raise UserError: they have none
        """
        category = card.category_id
        if category.company_id in (company, category.company_id.browse()):
            return category
        theirs = category.sudo().search([('company_id', 'in', [False, company.id])])
        found = theirs.filtered(lambda there: (
            there.asset_national_code and there.asset_national_code == category.asset_national_code))
        if not (found := found or theirs.filtered(lambda there: there.name == category.name)):
            raise UserError(self.env._(
                "%(company)s has no class “%(category)s”, of which %(card)s is. Ask them to make one of this name, or "
                "let the class be one of all companies.", company=company.name, category=category.name,
                card=card.display_name))
        return found[:1]

    def _check_can_serve(self, by=None):
        super()._check_can_serve(by)
        for disposal in self:
            if waiting := disposal._get_waiting_acceptances():
                raise UserError(self.env._(
                    "%(disposal)s waits for %(company)s, who accepts the things by %(acceptance)s.",
                    disposal=disposal.display_name, company=waiting.company_id[:1].name,
                    acceptance=waiting[:1].name))

    def _check_can_settle(self, by=None):
        if transfers := self.filtered(lambda disposal: disposal.way == TRANSFERRED):
            raise UserError(self.env._(
                "%(disposals)s: the other company says what it has received.", disposals=transfers._get_names()))
        super()._check_can_settle(by)

    def _filter_allowed(self, verb):
        disposals = super()._filter_allowed(verb)
        match verb:
            case 'settle':
                return disposals.filtered(lambda disposal: disposal.way != TRANSFERRED)
            case 'serve':
                return disposals.filtered(lambda disposal: not disposal._get_waiting_acceptances())
        return disposals

    @api.depends('transfer_acceptance_ids.state')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    def _filter_served(self):
        return super()._filter_served().filtered(lambda disposal: disposal.way != TRANSFERRED or any(
            card.asset_state == 'ended' for card in disposal._get_cards()))

    def _serve(self):
        transfers = self.filtered(lambda disposal: disposal.way == TRANSFERRED)
        if others := self - transfers:
            super(OfficeAssetDisposal, others)._serve()
        for disposal in transfers:
            disposal._transition('serve')
            if cards := disposal._get_cards().filtered(lambda card: card.asset_state != 'ended'):
                disposal._send(cards)
            else:
                disposal._transition('done', by=ENGINE)

    def _send(self, cards):
        """Put ``cards`` before an officer of the other company: when they accept, the cards end here."""
        company = self._get_receiving_company()
        # by the system: nobody here makes records there
        acceptance = self.env['office.asset.acceptance'].with_user(SUPERUSER_ID).with_company(company).create(
            self._prepare_transfer(company))
        acceptance._write_as_system({'disposal_id': self.id})
        acceptance.line_ids._create_as_system([
            {'acceptance_id': acceptance.id, **self._prepare_transfer_line(card, company)} for card in cards.sudo()])
        acceptance._transition('submit', by=ENGINE)

    def _prepare_transfer(self, company):
        own = self.company_id.sudo()
        partner = own.partner_id
        words = {'company': own.name, 'disposal': self.name}
        return {
            'source': TRANSFERRED,
            'company_id': company.id,
            'partner_id': partner.id if partner.company_id in (company, company.browse()) else False,
            'receive_date': company._get_office_today(),
            'buyer_ids': [Command.set(self.env.user.ids)],
            'note': self.env._("Transferred from %(company)s", **words) if self.sudo()._is_restricted() else (
                self.env._("Transferred from %(company)s by %(disposal)s", **words)),
        }

    def _prepare_transfer_line(self, card, company):
        """Return values of the line by which ``company`` accepts ``card``, in superuser mode."""
        cost = card.company_id.currency_id._convert(
            card.cost, company.currency_id, company, company._get_office_today())
        return {
            'origin_card_id': card.id,
            'category_id': self._get_category_there(card, company).id,
            'name': card.name,
            'brand': card.asset_brand,
            'model': card.model,
            'spec': card.asset_spec,
            'quantity': card.asset_quantity,
            'price': cost / card.asset_quantity,
            'warranty_date': card.warranty_date,
            'is_lot': card.asset_quantity > 1,
            'serials': card.serial_no,
        }

    def _end_transfer(self, acceptance):
        """Let the cards end here that the other company has accepted, in superuser mode; the others stay."""
        taken = acceptance.line_ids.filtered('card_ids')
        self._note_refused({line.origin_card_id: line.reject_reason for line in acceptance.line_ids - taken})
        if not taken:
            return self._keep_transfer(acceptance)
        cards = taken.origin_card_id
        if left := cards.asset_child_ids.filtered('asset_code') - cards:
            left._apply('set', {'asset_parent_id': False}, self, acceptance.name)
        cards._end(TRANSFERRED, self, acceptance.name)
        successors = {line.origin_card_id: line.card_ids for line in taken}
        for card, successor in successors.items():
            if parent := successors.get(card.asset_parent_id):
                successor._apply('set', {'asset_parent_id': parent.id}, acceptance)
            card._after_transfer(successor)
        if kept := self.line_ids.filtered('refuse_reason'):
            self._tell_sender(acceptance, self.env._(
                "%(company)s has not taken %(things)s, which stay here (%(acceptance)s).",
                company=acceptance.company_id.name, acceptance=acceptance.name, things=format_list(self.env, [
                    f"{line.equipment_id.display_name} ({line.refuse_reason})" for line in kept])))
        self._transition('done', by=ENGINE)

    def _note_refused(self, reasons):
        """Write on each line why the other company has not taken the thing.

        :param dict reasons: ``{card: reason}``
        """
        for line in self.line_ids:
            line._write_as_system({'refuse_reason': reasons.get(line.equipment_id, False)})

    def _keep_transfer(self, acceptance):
        """Say that the other company has not taken the things, in superuser mode: the cards stay here."""
        values = {'company': acceptance.company_id.name, 'acceptance': acceptance.name}
        if reason := acceptance.cancel_reason:
            words = self.env._(
                "%(company)s has not taken the things (%(acceptance)s): %(reason)s. Carry it out again, or cancel it.",
                reason=reason.rstrip('.。'), **values)
        else:
            words = self.env._(
                "%(company)s has not taken the things (%(acceptance)s). Carry it out again, or cancel it.", **values)
        self._tell_sender(acceptance, words)

    def _refuse_transfer(self, acceptance):
        """Keep all that the other company sends back by cancelling ``acceptance``, in superuser mode."""
        self._note_refused(dict.fromkeys(acceptance.line_ids.origin_card_id, acceptance.cancel_reason))
        self._keep_transfer(acceptance)

    def _tell_sender(self, acceptance, words):
        """Write ``words`` below the transfer, and let whoever has sent the things know of it."""
        self.message_post(body=words, partner_ids=(acceptance.buyer_ids | self.owner_id).partner_id.ids)

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'cancel':
            self._get_waiting_acceptances().with_user(SUPERUSER_ID)._transition('cancel', by=ENGINE)

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'transfer_partner_id'}

    def _get_approval_note(self):
        note = super()._get_approval_note()
        return f"{note}: {self._get_receiving_company().name}" if self.way == TRANSFERRED else note

    def _get_desk_who(self):
        waiting = self._get_waiting_acceptances()
        return waiting.company_id[:1].name if waiting else super()._get_desk_who()
