from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_role_rules import CHANGE, READ, RecordRule
from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE, GAIN, REQUESTER

from ...asset_words import ACQUISITIONS
from ..maintenance_equipment import OFFICER

SOURCES = [(way, label) for way, label in ACQUISITIONS if way != 'opening']
MAX_CARDS = 2000


class OfficeAssetAcceptance(models.Model):
    """What has come is looked at by somebody who neither asked for it nor bought it, and becomes cards at once.

    Who enters it says what should have come; who accepts it says what has, and what goes back. The cards are made by
    the verb, which leaves the only state in which it is possible: they are never made twice.
    """
    _name = 'office.asset.acceptance'
    _description = 'Asset Acceptance'
    # the workflow last: the number amends its hooks
    _inherit = ['office.number.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_assets.group_'
    _number_code = 'ASA'

    source = fields.Selection(SOURCES, "Way of Acquisition", required=True, default='bought')
    buyer_ids = fields.Many2many(
        'res.users', 'office_asset_acceptance_buyer_rel', string="Bought or Brought In By", required=True,
        domain="[('share', '=', False)]", default=lambda self: self.env.user,
        help="None of them accepts it, and neither does who asked for it.")
    partner_id = fields.Many2one('res.partner', "Vendor or Donor", check_company=True, index='btree_not_null')
    receive_date = fields.Date(
        "Came On", required=True, copy=False, default=lambda self: self.env.company._get_office_today())
    place_id = fields.Many2one('office.place', "Where It Stands", check_company=True)
    note = fields.Text("Reason", help="Why there is no order: who gave it, who built it, where it was found.")
    currency_id = fields.Many2one(related='company_id.currency_id')
    line_ids = fields.One2many('office.asset.acceptance.line', 'acceptance_id', "Items", copy=True)
    check_ids = fields.One2many('office.asset.acceptance.check', 'acceptance_id', "Checklist", copy=False)
    item_summary = fields.Char("What Has Come", compute='_compute_item_summary')
    request_ids = fields.Many2many('office.asset.request', string="Requests", compute='_compute_request_ids')
    accept_datetime = fields.Datetime("Accepted On", readonly=True, copy=False)
    accept_user_id = fields.Many2one('res.users', "Accepted By", readonly=True, copy=False)
    card_count = fields.Integer("Cards", compute='_compute_card_count')

    _queue_idx = models.Index("(company_id, id) WHERE state = 'submitted'")

    @api.depends('line_ids.name', 'line_ids.quantity')
    def _compute_item_summary(self):
        for acceptance in self:
            acceptance.item_summary = ' · '.join(f"{line.name} × {line.quantity}" for line in acceptance.line_ids)

    @api.depends('line_ids.request_line_id')
    def _compute_request_ids(self):
        for acceptance in self:
            acceptance.request_ids = acceptance.line_ids.request_line_id.request_id

    @api.depends('line_ids.card_ids')
    def _compute_card_count(self):
        for acceptance in self:
            acceptance.card_count = len(acceptance.line_ids.card_ids)

    def action_submit(self):
        return self._transition_each('submit')

    def action_accept(self):
        return self._transition_each('accept')

    def action_reset(self):
        return self._transition_each('reset')

    def action_cancel(self):
        return self._transition_each('cancel')

    def action_open_cards(self):
        """Open the cards that were made of it."""
        self.ensure_one()
        self.check_access('read')
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action') | {
            'domain': list(Domain('id', 'in', self.line_ids.card_ids.ids)), 'context': {}}

    # What the verbs ask for and cause

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if empty := self.filtered(lambda acceptance: not acceptance.line_ids):
            raise UserError(self.env._(
                "Say what has come before you submit %(documents)s.", documents=empty._get_names()))
        if unsaid := self.filtered(lambda acceptance: (
                acceptance._needs_reason() and not (acceptance.note or '').strip())):
            raise UserError(self.env._(
                "%(documents)s is of no order. Say in “%(field)s” where it is from.", documents=unsaid._get_names(),
                field=self._fields['note']._description_string(self.env)))
        nobody = self.filtered(lambda acceptance: not acceptance.sudo().buyer_ids)
        if nobody and by != ENGINE:  # what the system has ordered was bought by no person
            raise UserError(self.env._(
                "Say who bought %(documents)s or brought it in.", documents=nobody._get_names()))

    def _check_can_accept(self, by=None):
        for acceptance in self:
            acceptance.line_ids._check_found()
            if open_checks := acceptance.check_ids.filtered(lambda check: check._is_open()):
                raise UserError(self.env._(
                    "%(document)s: tick these points of the checklist, or write down what is wrong: %(points)s.",
                    document=acceptance.display_name, points=format_list(self.env, open_checks.mapped('name'))))
            if sum(line._get_card_count() for line in acceptance.line_ids) > MAX_CARDS:
                raise UserError(self.env._(
                    "%(document)s makes more than %(number)s cards. Let like things be one lot.",
                    document=acceptance.display_name, number=MAX_CARDS))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'accept':
            for acceptance in self:
                prepared[acceptance] |= {
                    'accept_datetime': fields.Datetime.now(), 'accept_user_id': self.env.uid}
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        match verb:
            case 'submit':
                for acceptance in self:
                    acceptance._make_checklist()
            case 'reset':
                self.sudo().check_ids.unlink()
            case 'accept':
                for acceptance in self:
                    acceptance._make_cards()

    def _make_checklist(self):
        """Write down what has to be looked at: the points of the class of each line."""
        self.env['office.asset.acceptance.check']._create_as_system([
            {'acceptance_id': self.id, 'line_id': line.id, 'name': point}
            for line in self.line_ids for point in line._get_points()])

    def _make_cards(self):
        """Make the cards of what was accepted, and keep them for who asked."""
        made = {}
        for line in self.line_ids:
            made |= line._create_equipments()
        cards = self.env['maintenance.equipment'].union(*made)
        if not cards:
            return
        cards._register_each(made, self.note, self)
        for line in self.line_ids:
            line._keep_cards()

    def _needs_reason(self):
        """Hook: whether it has to be said where this is from, since no order says it."""
        self.ensure_one()
        return True

    # Who may not accept

    def _get_gaining_users(self):
        requests_sudo = self.sudo().request_ids  # sudo: for whom a request is can be HR data
        askers = self.env['res.users'].union(*(request._get_beneficiary_users() for request in requests_sudo))
        return (self.sudo().buyer_ids | askers).sudo(False)

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'accept'}, {GAIN, 'accept'})

    @api.model
    def _get_verb_excluded(self, verb):
        words = super()._get_verb_excluded(verb)
        return words + [self.env._("who bought or asked for it")] if verb == 'accept' else words

    # Its life

    @api.model
    def _get_states(self):
        return {
            'draft': State(self.env._("Draft"), OPEN, is_initial=True),
            'submitted': State(self.env._("To Be Checked"), OPEN, 'info', queue='officer'),
            'done': State(self.env._("Accepted"), ENDED, 'success'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', (OFFICER, ENGINE)),
            'accept': (('submitted',), 'done', OFFICER),
            'reset': (('submitted',), 'draft', (REQUESTER, OFFICER)),
            'cancel': (('draft', 'submitted'), 'cancelled', (REQUESTER, OFFICER, ENGINE)),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'accept': self.env._("Accept"), GAIN: self.env._("Buy or Ask for It")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'source', 'buyer_ids', 'partner_id', 'receive_date', 'place_id', 'note', 'line_ids', 'check_ids'}

    @api.model
    def _get_field_states(self):
        open_states = ('draft', 'submitted')  # what is written in which of them, the lines say
        return super()._get_field_states() | dict.fromkeys(('place_id', 'line_ids', 'check_ids'), open_states)

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'accept_datetime', 'accept_user_id'}

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        for name in ('own', 'own_draft'):
            del rules[name]
        return rules | {
            'officer': RecordRule("officers read all", "[(1, '=', 1)]", 'officer', READ),
            'open': RecordRule(
                "officers enter what has come, and write down what they find",
                "[('{of}state', 'in', ('draft', 'submitted'))]", 'officer', CHANGE)}

    # My Office

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'mine': Domain('state', '=', 'draft') & Domain('create_uid', '=', self.env.uid)}

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.item_summary}

    def _get_desk_who(self):
        return self.env._("Somebody who did not buy it") if self.state == 'submitted' else ''
