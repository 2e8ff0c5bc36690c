from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

CONDITIONS = {'good': 'good', 'used': 'worn', 'broken': 'damaged'}
"""How the condition in which things come back is called on a card."""


class OfficeAssetCustody(models.Model):
    """A card in somebody's hands. It follows the holder of the card, whichever document gave it to them."""
    _name = 'office.asset.custody'
    _description = 'Asset Held by an Employee'
    _inherit = ['office.custody.mixin']
    _role_prefix = 'office_admin_assets.group_'
    _rec_names_search = ['equipment_id']

    equipment_id = fields.Many2one(
        'maintenance.equipment', "Asset", required=True, readonly=True, copy=False, index=True, ondelete='restrict')
    slip_id = fields.Many2one(
        'office.asset.slip', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    _held_uniq = models.UniqueIndex("(equipment_id) WHERE state = 'held'", "Somebody holds this asset already.")

    @api.model
    def _follow(self, holders, document=None, note=False):
        """Let whoever has a card now hold it, and nobody else.

        :param dict holders: ``{card: employee}`` of cards that were somebody else's, as superuser
        :param document: by which they came to them
        :param str note: why
        """
        before = self.sudo().search([('state', '=', 'held'), ('equipment_id', 'in', [card.id for card in holders])])
        for thing in before:
            holder = holders[thing.equipment_id]
            reason = self.env._("Passed on to %(person)s", person=holder.name) if holder else note
            thing._end('pass_on' if holder else 'give_back', reason, by=ENGINE)
        before.flush_recordset(['state'])  # before the new holders, for whom there is an index
        slip = document if document and document._name == 'office.asset.slip' else self.env['office.asset.slip']
        self._start_custody([
            {'employee_id': holder.id, 'company_id': card.company_id.id, 'equipment_id': card.id, 'slip_id': slip.id,
             'due_date': slip.sudo().kind == 'loan' and slip.sudo().due_date}
            for card, holder in holders.items() if holder])

    def _take_back(self, condition):
        self.equipment_id._apply('give_back', {
            'employee_id': False, 'asset_state': 'in_stock', 'asset_condition': CONDITIONS[condition]},
            self, self.end_reason)

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'lose':
            for thing in self:
                # the card stays as it is until somebody decides what becomes of it
                thing.equipment_id._apply('lost', {}, thing, thing.end_reason)

    def _get_thing_name(self):
        return self.equipment_id.display_name

    def _get_thing_amount(self):
        return f"× {self.equipment_id.asset_quantity}" if self.equipment_id.asset_quantity > 1 else ''

    @api.model
    def _get_states(self):
        return super()._get_states() | {'passed': State(self.env._("Passed On"), ENDED)}

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {'pass_on': (('held',), 'passed', ENGINE)}

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'pass_on': self.env._("Pass On")}

    @api.model
    def _get_record_rules(self):
        rules = super()._get_record_rules()
        del rules['officer']  # they see all as equipment managers
        return rules

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'equipment_id', 'slip_id'}
