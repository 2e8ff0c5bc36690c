from odoo import api, fields, models
from odoo.exceptions import UserError

from ..asset_words import STATES

MONEY = ('maintenance.group_equipment_manager', 'office_admin_assets.group_auditor')

KINDS = [
    ('register', "Registered"), ('hand_out', "Handed Out"), ('give_back', "Given Back"), ('transfer', "Transferred"),
    ('lend', "Lent"), ('move', "Moved"), ('idle', "Idle"), ('repair', "In Repair"), ('repaired', "Back from Repair"),
    ('count', "Counted"), ('correct', "Corrected"), ('split', "Split"), ('merge', "Merged"), ('set', "Set Changed"),
    ('keep', "Kept Meanwhile"), ('keep_end', "Back with Its Holder"), ('lost', "Lost"), ('found', "Found Again"),
    ('end', "Ended"),
]


class OfficeAssetEvent(models.Model):
    """One line in the life of an asset: what happened when, by whom and by which document, from where to where.

    Made by ``_apply`` of the card alone; nobody changes or deletes it, administrators and system code included.
    """
    _name = 'office.asset.event'
    _description = 'Time Line of an Asset'
    _inherit = 'office.system.mixin'
    _order = 'datetime desc, id desc'
    _rec_name = 'kind'
    _is_of_system = True

    equipment_id = fields.Many2one(
        'maintenance.equipment', "Asset", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='restrict')
    kind = fields.Selection(KINDS, "What", required=True, readonly=True)
    datetime = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one('res.users', "By", required=True, readonly=True, ondelete='restrict')
    state_from = fields.Selection(STATES, "Old Status", readonly=True)
    state_to = fields.Selection(STATES, "Status", readonly=True)
    employee_from_id = fields.Many2one('hr.employee', "Old Holder", readonly=True, ondelete='restrict')
    employee_to_id = fields.Many2one(
        'hr.employee', "Holder", readonly=True, index='btree_not_null', ondelete='restrict')
    department_from_id = fields.Many2one('hr.department', "Old Department", readonly=True, ondelete='restrict')
    department_to_id = fields.Many2one('hr.department', "Department", readonly=True, ondelete='restrict')
    place_from_id = fields.Many2one('office.place', "Old Place", readonly=True, ondelete='restrict')
    place_to_id = fields.Many2one('office.place', "Place", readonly=True, ondelete='restrict')
    quantity = fields.Integer(readonly=True)
    note = fields.Char("Why", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', readonly=True)
    document_name = fields.Char("Document", compute='_compute_document_name')
    old_values = fields.Json(readonly=True, groups=','.join(MONEY))
    new_values = fields.Json(readonly=True, groups=','.join(MONEY))
    changes = fields.Char("Also Changed", compute='_compute_changes', groups=','.join(MONEY))

    _card_idx = models.Index('(equipment_id, datetime, id)')

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid', 'lang')
    def _compute_document_name(self):
        self.document_name = False
        for model, events in self.filtered('res_model').grouped('res_model').items():
            # whoever may not read the document does not learn its name, and its app may be gone
            documents = self.env[model].browse(events.mapped('res_id')).exists()._filtered_access('read') \
                if model in self.env else ()
            names = {document.id: document.display_name for document in documents}
            for event in events:
                event.document_name = names.get(event.res_id, False)

    @api.depends('old_values', 'new_values')
    @api.depends_context('lang')
    def _compute_changes(self):
        cards = self.env['maintenance.equipment']
        for event in self:
            old, new = event.old_values or {}, event.new_values or {}
            event.changes = ' · '.join(
                f"{cards._fields[name]._description_string(self.env)}: {old.get(name) or '–'} → {new[name] or '–'}"
                for name in new if name in cards._fields) or False

    def write(self, vals):
        raise UserError(self.env._("The time line of an asset cannot be changed."))

    def unlink(self):
        raise UserError(self.env._("The time line of an asset cannot be deleted."))

    def action_open_document(self):
        """Open the document by which it happened, if the user may read it."""
        self.ensure_one()
        if self.res_model not in self.env:
            raise UserError(self.env._("There is no document of it: it was done on the card."))
        document = self.env[self.res_model].browse(self.res_id).exists()
        document.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': document.id,
            'views': [(False, 'form')],
        }
