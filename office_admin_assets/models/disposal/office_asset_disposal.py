from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_approval.models.office_request_mixin import ANSWER
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from ...asset_words import ENDS
from ..maintenance_equipment import MONEY

WAYS = [(way, label) for way, label in ENDS if way in (
    'scrapped', 'sold', 'donated', 'swapped', 'lost', 'transferred', 'returned')]

RECEIVED = ('sold', 'donated', 'swapped')
"""The ways by which somebody else has the things afterwards, who is named."""

APPRAISE = 'appraise'
"""Kind of the promise to have given the technical opinion, and the verb that gives it."""

PROMISES = {APPRAISE: (3, 'day'), ANSWER: (3, 'day'), 'serve': (10, 'day')}
"""Within how many working days it is judged, decided after that, and carried out."""

OPINION = ('opinion', 'opinion_user_id', 'opinion_datetime')


class OfficeAssetDisposal(models.Model):
    """Things shall leave the ledger: asked for, judged by somebody who knows them, approved by value, carried out.

    Only when it is carried out, the cards end. They are never deleted.
    """
    _name = 'office.asset.disposal'
    _description = 'Asset Disposal'
    _inherit = ['office.asset.scan.mixin', 'office.asset.document.mixin', 'office.request.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_assets.group_'
    _number_code = 'DSP'
    _manager_amount = 5000

    note = fields.Text("Reason")
    way = fields.Selection(WAYS, required=True, default='scrapped')
    line_ids = fields.One2many('office.asset.disposal.line', 'disposal_id', "Assets", copy=False)
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary("Cost of the Assets", compute='_compute_amount', compute_sudo=True, groups=MONEY)
    opinion = fields.Text("Technical Opinion", readonly=True, copy=False)
    opinion_user_id = fields.Many2one('res.users', "Judged By", readonly=True, copy=False)
    opinion_datetime = fields.Datetime("Judged On", readonly=True, copy=False)
    receiver_id = fields.Many2one('res.partner', "Received By", readonly=True, copy=False)
    proceeds = fields.Monetary(readonly=True, copy=False, groups=MONEY)
    settle_datetime = fields.Datetime("Result Entered On", readonly=True, copy=False)
    has_erasures = fields.Boolean(compute='_compute_has_erasures', compute_sudo=True)
    needs_erasure = fields.Boolean(compute='_compute_has_erasures', compute_sudo=True)

    @api.depends('line_ids.equipment_id.name')
    def _compute_item_summary(self):
        for disposal in self:
            disposal.item_summary = ' · '.join(disposal.line_ids.equipment_id.mapped('display_name'))

    @api.depends('line_ids.equipment_id.cost')
    def _compute_amount(self):
        for disposal in self:
            disposal.amount = sum(disposal.line_ids.equipment_id.mapped('cost'))

    @api.depends('line_ids.asset_bears_data', 'line_ids.erase_datetime', 'way')
    def _compute_has_erasures(self):
        for disposal in self:
            disposal.has_erasures = any(line.asset_bears_data or line.erase_datetime for line in disposal.line_ids)
            disposal.needs_erasure = bool(disposal._get_unerased_lines())

    def action_appraise(self):
        """Open the dialog in which an officer writes what they think of the things."""
        return self._open_record('appraise')

    def action_erase(self):
        """Open the dialog in which an officer says how the data were erased."""
        return self._open_record('erase')

    def action_settle(self):
        """Open the dialog in which an officer enters who got the things and what they brought."""
        return self._open_record('settle')

    def _open_record(self, verb):
        self._check_can_begin(verb)
        return self._open_dialog('office.asset.disposal.record', self._get_verb_label(verb), verb)

    def _appraise(self, opinion):
        """Write the technical opinion on these disposals, before anybody approves.

        :param str opinion: what is wrong with the things, and what should become of them
        """
        self._transition('appraise', {
            'opinion': opinion, 'opinion_user_id': self.env.uid, 'opinion_datetime': fields.Datetime.now()})
        self.sudo().approval_id._mirror()  # sudo: whoever gives it has no access to approvals
        # what needs nobody's decision has waited for the opinion only
        waiting = self.filtered(lambda disposal: disposal.sudo().approval_id.state == 'approved')
        waiting.with_user(SUPERUSER_ID)._after_approved()  # the rule decides, as for what is approved at once

    def _erase(self, lines, statement, proof=False, filename=False):
        """Write down that, and how, the data of the things on ``lines`` were erased, and by whom.

        :param str statement: by which method, with which result
        :param bytes proof: a file that shows it, in base64
        """
        self._transition('erase')
        lines._write_as_system({
            'erase_statement': statement, 'erase_proof': proof, 'erase_filename': filename,
            'erase_user_id': self.env.uid, 'erase_datetime': fields.Datetime.now()})

    def _settle(self, receiver, proceeds):
        """Write down who got the things, and what they brought.

        :param receiver: ``res.partner``, or an empty one
        :param float proceeds: in the currency of the company
        """
        self._transition('settle', {
            'receiver_id': receiver.id, 'proceeds': proceeds, 'settle_datetime': fields.Datetime.now()})

    def _serve(self):
        self._transition('serve')
        for disposal in self:
            cards = disposal._get_cards().filtered(lambda card: card.asset_state != 'ended')
            cards._end(disposal.way, disposal)  # none is left if it was opened again
        self._transition('done', by=ENGINE)

    def _check_cards(self):
        super()._check_cards()
        if fault := self._get_way_fault(self._get_cards()):
            raise UserError(fault)

    def _get_way_fault(self, cards):
        """Return why ``cards`` cannot go the way of this disposal, or False."""
        if self.way == 'returned' and (own := cards.filtered(lambda card: card.asset_ownership == 'own')):
            return self.env._(
                "%(cards)s belongs to the company and has no owner to return to. Choose another way for it.",
                cards=own._get_names())
        if self.way not in ('returned', 'lost') and (
                foreign := cards.filtered(lambda card: card.asset_ownership != 'own')):
            return self.env._(
                "%(cards)s is leased or borrowed and goes back to its owner. Choose “%(way)s”.",
                cards=foreign._get_names(), way=self._get_way_label('returned'))
        return False

    def _get_scan_fault(self, card, code):
        return super()._get_scan_fault(card, code) or card._get_claim_fault() or self._get_way_fault(card)

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if silent := self.filtered(lambda disposal: not (disposal.note or '').strip()):
            raise UserError(self.env._(
                "Say why %(disposals)s is asked for: fill in “%(field)s”.", disposals=silent._get_names(),
                field=self._get_approval_reason_label()))

    def _check_can_appraise(self, by=None):
        if judged := self.filtered('opinion_datetime'):
            raise UserError(self.env._(
                "%(disposals)s has its technical opinion already, on which people decide.",
                disposals=judged._get_names()))

    def _check_can_erase(self, by=None):
        if without := self.filtered(lambda disposal: not disposal.has_erasures):
            raise UserError(self.env._("Nothing in %(disposals)s bears data.", disposals=without._get_names()))

    def _filter_approvable(self):
        return super()._filter_approvable().filtered('opinion_datetime')

    def _check_can_approve(self, by=None):
        self._check_approvable()

    def _check_approvable(self):
        super()._check_approvable()
        if unjudged := self - self._filter_approvable():
            raise UserError(self.env._(
                "%(disposals)s has no technical opinion yet. One of the officers of Assets gives it before you decide.",
                disposals=unjudged._get_names()))

    def _check_can_settle(self, by=None):
        for disposal in self:
            if disposal.way not in (*RECEIVED, 'scrapped', 'returned'):
                raise UserError(self.env._(
                    "%(disposal)s: nobody gets what is lost.", disposal=disposal.display_name))

    def _check_can_serve(self, by=None):
        for disposal in self.sudo():  # sudo: lines and cards; who serves is checked by the table
            if bearing := disposal._get_unerased_lines():
                raise UserError(self.env._(
                    "%(cards)s bears data. Say in %(disposal)s how they were erased, with “%(verb)s”, before it "
                    "leaves.",
                    cards=bearing.equipment_id._get_names(), disposal=disposal.display_name,
                    verb=self._get_verb_label('erase')))
            if disposal.way in RECEIVED and not disposal.receiver_id:
                raise UserError(self.env._(
                    "%(disposal)s: say who got the things, with “%(verb)s”.", disposal=disposal.display_name,
                    verb=self._get_verb_label('settle')))
            disposal._get_cards().filtered(lambda card: card.asset_state != 'ended')._check_can_end(
                disposal.way, disposal)

    def _get_unerased_lines(self):
        """Return the lines of things that bear data and of which nothing proves that these were erased.

        What is lost cannot be erased any more.
        """
        return self.line_ids.filtered(lambda line: (
            line.asset_bears_data and not line.erase_datetime and line.disposal_id.way != 'lost'))

    def _after_approved(self):
        # what needs nobody's decision waits for the opinion
        at_once = self.sudo().filtered(lambda disposal: (
            not disposal.opinion_datetime
            and set(disposal.approval_id.decision_ids.mapped('verb')) == {'automatic'})).sudo(False)
        super(OfficeAssetDisposal, self - at_once)._after_approved()

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit':
                self._start_promise(APPRAISE)
            case 'appraise':
                self._end_deadline(APPRAISE)
            case 'refuse' | 'reset' | 'cancel':
                self._end_deadline(APPRAISE, outcome='dropped')

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'reset':
            for values in prepared.values():
                values |= dict.fromkeys(OPINION, False)  # of what may be other things now
        return prepared

    def _filter_allowed(self, verb):
        disposals = super()._filter_allowed(verb)
        match verb:
            case 'appraise':
                return disposals.filtered(lambda disposal: not disposal.opinion_datetime)
            case 'erase':
                return disposals.filtered('has_erasures')
            case 'settle':
                return disposals.filtered(lambda disposal: disposal.way != 'lost')
        return disposals

    @api.depends('opinion_datetime', 'has_erasures', 'way')
    @api.depends_context('uid')
    def _compute_allowed_verbs(self):
        super()._compute_allowed_verbs()

    @api.depends('opinion_datetime')
    @api.depends_context('uid')
    def _compute_is_my_later_approval(self):
        super()._compute_is_my_later_approval()

    @api.model
    def _get_way_label(self, way):
        return dict(self._fields['way']._description_selection(self.env))[way]

    @api.model
    def _get_transitions(self):
        officer = self._get_officer_group()
        return super()._get_transitions() | {
            'appraise': (('submitted',), 'submitted', officer),
            'erase': (('approved',), 'approved', officer),
            'settle': (('approved',), 'approved', officer),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'appraise': self.env._("Give an Opinion"), 'erase': self.env._("Prove Erasure"),
            'settle': self.env._("Enter the Result"), 'serve': self.env._("Carry Out")}

    @api.model
    def _get_exclusive_verbs(self):
        return (*super()._get_exclusive_verbs(), {'appraise', 'submit'}, {'appraise', 'approve'})

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'way', 'line_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {*OPINION, 'receiver_id', 'proceeds', 'settle_datetime'}

    @api.model
    def _get_deadline_kinds(self):
        return super()._get_deadline_kinds() | {APPRAISE: self.env._("Technical Opinion")}

    def _get_deadline_holders(self, kind):
        if kind != APPRAISE:
            return super()._get_deadline_holders(kind)
        return self._get_role_users('officer', self._get_deadline_company()) - self.requester_id

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        return PROMISES[kind]

    @api.model
    def _get_verb_time_limit(self, verb, company):
        if verb != 'appraise':
            return super()._get_verb_time_limit(verb, company)
        return company._get_time_words(*PROMISES[APPRAISE])

    def _get_approval_amounts(self):
        return {disposal: (disposal.amount, disposal.company_id.currency_id) for disposal in self.sudo()}

    def _get_approval_note(self):
        note = super()._get_approval_note()
        return format_list(self.env, [note, self._get_way_label(self.way)]) if note else self._get_way_label(self.way)

    @api.model
    def _get_queue_domain(self):
        domain = super()._get_queue_domain()
        if not self._has_role('officer'):
            return domain
        return domain | (Domain('state', '=', 'submitted') & Domain('opinion_datetime', '=', False))

    @api.model
    def _get_queue_group(self, verb):
        return self._get_officer_group() if verb == 'submit' else super()._get_queue_group(verb)

    @api.model
    def _get_desk_verbs(self, section):
        return ['appraise'] if section == 'queue' else super()._get_desk_verbs(section)

    @api.model
    def _get_card_verbs(self):
        return [*super()._get_card_verbs(), 'appraise']
