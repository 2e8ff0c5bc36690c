from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeTransition(models.Model):
    """One step in the life of a document: who moved it, when, from where to where.

    All figures on times, bottlenecks and separated duties come from here, so a
    row is only ever appended: nobody reads it without a report of ours, and
    nobody changes or deletes it, administrators and system code included.
    """
    _name = 'office.transition'
    _description = 'Step of an Office Document'
    _inherit = 'office.system.mixin'
    _order = 'id'
    _rec_name = 'verb'
    _log_access = False
    _is_of_system = True

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    department_id = fields.Many2one('hr.department', readonly=True, index='btree_not_null', ondelete='restrict')
    verb = fields.Char(required=True, readonly=True)
    state_from = fields.Char("Old Status", required=True, readonly=True)
    state_to = fields.Char("New Status", required=True, readonly=True)
    user_id = fields.Many2one('res.users', "Done By", required=True, readonly=True, index=True, ondelete='restrict')
    acting_for_id = fields.Many2one(
        'res.users', readonly=True, index='btree_not_null', ondelete='restrict')
    datetime = fields.Datetime("Done On", required=True, readonly=True)
    warning = fields.Char(readonly=True, help="Why this step would have been refused in a larger office.")

    _document_idx = models.Index('(res_model, res_id, verb)')
    _time_idx = models.Index('(company_id, datetime)')

    @api.model
    def _append(self, documents, verb, target, acting_for=None, warnings=None):
        """Record that ``documents``, still in their old state, are moved along ``verb``.

        :param documents: records of one workflow model
        :param str target: the state that they reach
        :param acting_for: the user in whose place the current user decides
        :param dict warnings: ``{document: reason}`` for steps that a company setting let pass
        """
        warnings = warnings or {}
        return self._create_as_system([
            {
                'res_model': document._name,
                'res_id': document.id,
                'verb': verb,
                'state_from': document.state,
                'state_to': target,
                'user_id': self.env.uid,
                'acting_for_id': acting_for.id if acting_for else False,
                'datetime': fields.Datetime.now(),
                'warning': warnings.get(document, False),
                **document._prepare_transition_log_values(),
            }
            for document in documents
        ])

    def write(self, vals):
        raise UserError(self.env._("The history of office documents cannot be changed."))

    def unlink(self):
        raise UserError(self.env._("The history of office documents cannot be deleted."))
