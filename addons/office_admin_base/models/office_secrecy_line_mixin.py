from odoo import api, models

from .office_role_rules import RecordRule


class OfficeSecrecyLineMixin(models.AbstractModel):
    """A line of a document with a secrecy level: seen by whom the document may be seen by, its name included.

    Its model has a record rule for everybody, ``[('is_document_cleared', '=', True)]``, as its document has.
    """
    _name = 'office.secrecy.line.mixin'
    _description = 'Line of a Document with a Secrecy Level'
    _inherit = ['office.secrecy.part.mixin', 'office.workflow.line.mixin']

    @api.depends_context('uid', 'lang')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._get_shown_name()

    @api.model
    def _get_document_field(self):
        return self._workflow_parent_field

    @api.model
    def _get_record_rules(self):
        return super()._get_record_rules() | {
            'cleared': RecordRule("only what I am cleared for", "[('is_document_cleared', '=', True)]")}

    @api.model
    def _get_guard_fields(self):
        return super()._get_guard_fields() | {'is_document_cleared'}

    def _get_part_name(self):
        return self._get_line_name()

    def _get_line_name(self):
        """Hook: the name of the line for those who may see its document."""
        self.ensure_one()
        return self[self._workflow_parent_field].display_name
