from odoo import api, fields, models
from odoo.exceptions import UserError

NUMBER_FORMAT = '{code}/{year}/{number:04}'


class OfficeNumberMixin(models.AbstractModel):
    """A document with a number: given once, by the verb that makes it official, and never lost."""
    _name = 'office.number.mixin'
    _description = 'Numbered Office Document'
    _inherit = ['office.typed.mixin', 'office.workflow.mixin']

    name = fields.Char("Number", readonly=True, copy=False, index='trigram')

    _name_uniq = models.UniqueIndex(
        '(company_id, name) WHERE name IS NOT NULL', "Another document of this company has this number.")

    @api.depends('name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for document in self:
            draft = self.env._("Draft (*%(id)s)", id=document._origin.id) if document._origin else self.env._("New")
            document.display_name = document.name or draft

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a document that the user may not see
        if numbered := self.filtered('name'):
            raise UserError(self.env._(
                "%(documents)s has a number and cannot be deleted. Cancel it instead.",
                documents=numbered._get_names()))
        return super().unlink()

    def _transition_each(self, verb, values=None, by=None):
        # also one by one, companies come in the same order for everybody: nobody waits for who waits for them
        ordered = self.sorted(lambda document: document.sudo().company_id.id)  # sudo: rights are checked by the verb
        return super(OfficeNumberMixin, ordered)._transition_each(verb, values, by)

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == self._get_number_verb():
            unnumbered = self.filtered(lambda document: not document.name)
            by_company = unnumbered.sorted(lambda document: document.company_id.id).grouped('company_id')
            for company, documents in by_company.items():
                year = documents._get_number_year()
                numbers = self.env['office.number.counter']._draw(
                    self._get_number_code(), company, year, len(documents))
                for document, number in zip(documents, numbers, strict=True):
                    prepared[document]['name'] = NUMBER_FORMAT.format(
                        code=self._get_number_code(), year=year, number=number)
        return prepared

    def _get_number_year(self):
        """The current year where the company is, not where the user or the server is."""
        return self.company_id._get_office_today().year

    def _get_checked_names(self):
        return self._get_names()

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'name'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'name'}

    @api.model
    def _get_number_verb(self):
        """Hook: the verb that gives the number."""
        return 'submit'

    @api.model
    def _get_number_code(self):
        """Hook: the letters before the year, for example ``SUP``; every model with this mixin answers."""
        raise NotImplementedError
