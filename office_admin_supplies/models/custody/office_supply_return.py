from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import GAIN, REQUESTER
from odoo.addons.office_admin_custody.models.office_custody_mixin import CONDITIONS

from ...groups import OFFICER


class OfficeSupplyReturn(models.Model):
    """Goods that somebody brings back to the supply room: offered by him, and taken by an officer."""
    _name = 'office.supply.return'
    _description = 'Goods Brought Back'
    _inherit = ['office.supply.part.mixin', 'office.workflow.mixin']
    _order = 'id desc'
    _role_prefix = 'office_admin_supplies.group_'

    product_id = fields.Many2one(related='line_id.product_id', store=True, precompute=True)
    # of its own: the line may be counted by the piece later
    uom_id = fields.Many2one(
        'uom.uom', "Unit", compute='_compute_uom_id', store=True, precompute=True, readonly=False)
    lot_id = fields.Many2one(
        'stock.lot', "Serial Number", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups='stock.group_stock_user')
    lot_name = fields.Char("Lot/Serial Number", related='lot_id.name', related_sudo=True)
    employee_id = fields.Many2one(related='line_id.employee_id', store=True, precompute=True, index='btree_not_null')
    department_id = fields.Many2one(related='line_id.department_id', store=True, precompute=True)
    quantity = fields.Float(required=True, digits='Product Unit', readonly=True)
    condition = fields.Selection(CONDITIONS, required=True, default='good', readonly=True)
    reason = fields.Char("Why", required=True, readonly=True)
    end_datetime = fields.Datetime("Answered On", readonly=True, copy=False)
    is_mine = fields.Boolean(compute='_compute_is_mine')

    _quantity_positive = models.Constraint('CHECK(quantity > 0)', "Bring back more than nothing.")
    _queue_idx = models.Index("(company_id, id) WHERE state = 'submitted'")

    @api.depends('line_id')
    def _compute_uom_id(self):
        for given in self:
            given.uom_id = given.line_id.uom_id

    @api.depends_context('uid')
    def _compute_is_mine(self):
        for given in self:
            given.is_mine = given.create_uid == self.env.user

    def action_accept(self):
        return self._transition_each('accept')

    def action_accept_broken(self):
        """Take back, and throw away: it is broken, whatever was said."""
        self.check_access('read')
        self._check_transition('accept')
        self._write_as_system({'condition': 'broken'})
        return self._transition_each('accept')

    def action_refuse(self):
        return self._transition_each('refuse')

    def action_cancel(self):
        return self._transition_each('cancel')

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb != 'accept':
            return
        for given in self:
            # sudo: the number of what comes back, which only Inventory may look up
            given.line_id._bring_back(given.quantity, given.condition, given.uom_id, given.sudo().lot_id)
            given.request_id.sudo().message_post(body=self.env._(  # sudo: an officer has no write access there
                "Brought back: %(product)s × %(quantity)g %(unit)s (%(condition)s). %(reason)s",
                product=given.product_id.display_name, quantity=given.quantity, unit=given.uom_id.name,
                condition=dict(self._fields['condition']._description_selection(self.env))[given.condition].lower(),
                reason=given.reason), subtype_xmlid='mail.mt_note')

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for values in prepared.values():
            values['end_datetime'] = fields.Datetime.now()
        return prepared

    def _get_part_name(self):
        name = f"{self.request_id.display_name}: {self.product_id.display_name} × {self.quantity:g}"
        return f"{name} ({self.lot_name})" if self.lot_name else name

    @api.model
    def _get_states(self):
        return {
            'submitted': State(self.env._("To Be Accepted"), OPEN, 'info', queue='officer', is_initial=True),
            'done': State(self.env._("Back in the Supply Room"), ENDED, 'success'),
            'refused': State(self.env._("Refused"), ENDED, 'danger'),
            'cancelled': State(self.env._("Cancelled"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'accept': (('submitted',), 'done', OFFICER),
            'refuse': (('submitted',), 'refused', OFFICER),
            'cancel': (('submitted',), 'cancelled', REQUESTER),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'accept': self.env._("Take Back")}

    @api.model
    def _get_exclusive_verbs(self):
        return ({GAIN, 'accept'},)

    def _get_gaining_users(self):
        return self.request_id._get_beneficiary_users()  # who brings it may be the officer who fetched it

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'end_datetime'}

    @api.model
    def _get_desk_domains(self):
        return super()._get_desk_domains() | {
            'mine': Domain('state', '=', 'submitted') & Domain('create_uid', '=', self.env.uid)}

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.reason}

    def _get_desk_who(self):
        return self.env._("Supply room") if self.state == 'submitted' else ''

    @api.model
    def _get_card_verbs(self):
        return ['accept']

    @api.model
    def _get_desk_verbs(self, section):
        return ['accept'] if section == 'queue' else super()._get_desk_verbs(section)

    @api.model
    def _get_queue_group(self, verb):
        return OFFICER
