from odoo import api, fields, models
from odoo.exceptions import UserError

OUTCOMES = [
    ('waiting', "Waiting"),
    ('accepted', "Accepted"),
    ('returned', "Returned"),
    ('withdrawn', "Taken Back"),
    ('to_manager', "To the Manager"),
    ('decided', "Decided"),
]


class OfficeHandOver(models.Model):
    """One time at which a document was passed on, or was to be: from whom, to whom, why, and the answer.

    It is appended when somebody passes and answered once; after that nobody changes or deletes it, administrators and
    system code included. Users have no access: it is as secret as its document, which shows it to its readers.
    """
    _name = 'office.hand.over'
    _description = 'Hand-Over of a Document'
    _inherit = 'office.system.mixin'
    _order = 'id'
    _rec_name = 'outcome'
    _log_access = False
    _is_of_system = True

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    from_id = fields.Many2one('res.users', "Passed On By", readonly=True, index='btree_not_null', ondelete='restrict')
    to_id = fields.Many2one('res.users', "Passed On To", required=True, readonly=True, index=True, ondelete='restrict')
    note = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one('res.users', "Done By", required=True, readonly=True, index=True, ondelete='restrict')
    datetime = fields.Datetime("Handed Over On", required=True, readonly=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    answer_note = fields.Text("Answer", readonly=True)
    answer_user_id = fields.Many2one(
        'res.users', "Answered By", readonly=True, index='btree_not_null', ondelete='restrict')
    answer_datetime = fields.Datetime("Answered On", readonly=True)

    _document_idx = models.Index('(res_model, res_id)')
    _waiting_uniq = models.UniqueIndex("(res_model, res_id) WHERE outcome = 'waiting'")

    def unlink(self):
        raise UserError(self.env._("The history of hand-overs cannot be deleted."))

    def _get_by_hand_message(self, names=()):
        return self.env._(
            "The history of hand-overs is written when somebody hands over and answers. Use the buttons of the "
            "document.")

    @api.model
    def _append(self, document, outcome, user, note):
        """Record that ``document`` is passed on by the current user.

        :param str outcome: ``'waiting'`` for the answer of ``user``, or what was done at once
        :param user: to whom
        :param str note: why
        """
        return self._create_as_system([{
            'res_model': document._name,
            'res_id': document.id,
            'company_id': document.company_id.id,
            'from_id': document.owner_id.id,
            'to_id': user.id,
            'note': note,
            'user_id': self.env.uid,
            'datetime': fields.Datetime.now(),
            'outcome': outcome,
        }])

    @api.model
    def _answer(self, documents, outcome, note=False):
        """Record what became of the hand-overs of ``documents`` that wait for an answer."""
        # sudo: users have no access to the history
        waiting_sudo = self.sudo().search([
            ('res_model', '=', documents._name), ('res_id', 'in', documents.ids), ('outcome', '=', 'waiting')])
        waiting_sudo._write_as_system({
            'outcome': outcome,
            'answer_note': note,
            'answer_user_id': self.env.uid,
            'answer_datetime': fields.Datetime.now(),
        })
        waiting_sudo.flush_recordset()
