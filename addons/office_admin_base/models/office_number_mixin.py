from odoo import api, fields, models
from odoo.exceptions import UserError

NUMBER_FORMAT = '{code}/{year}/{number:04}'


class OfficeNumberMixin(models.AbstractModel):
    """A document with a number: given once, by the verb that makes it official, and never lost."""
    _name = 'office.number.mixin'
    _description = 'Numbered Office Document'
    _inherit = ['office.typed.mixin', 'office.workflow.mixin']

    _number_code = None
    """The letters before the year, for example ``SUP``; every model with this mixin has some, or answers the hook."""

    _numbers = {'submit': 'name'}
    """``{verb: field}``: which verb gives which number, each once and for good."""

    name = fields.Char("Number", readonly=True, copy=False, index='trigram')

    _name_uniq = models.UniqueIndex(
        '(company_id, name) WHERE name IS NOT NULL', "Another document of this company has this number.")

    @api.depends('name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        hidden = self._filter_hidden()
        super(OfficeNumberMixin, hidden)._compute_display_name()
        for document in self - hidden if hidden else self:
            document.display_name = document.name or (
                self.env._("Draft (*%(id)s)", id=document._origin.id) if document._origin else self.env._("New"))

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a document that the user may not see
        if numbered := self.filtered(lambda document: document._has_number()):
            raise UserError(self.env._(
                "%(documents)s has a number and cannot be deleted. Cancel it instead.",
                documents=numbered._get_names()))
        return super().unlink()

    def _has_number(self):
        self.ensure_one()
        return any(self[field] for field in self._numbers.values())

    def _transition_each(self, verb, values=None, by=None):
        # also one by one, companies come in the same order for everybody: nobody waits for who waits for them
        ordered = self.sorted(lambda document: document.sudo().company_id.id)  # sudo: rights are checked by the verb
        return super(OfficeNumberMixin, ordered)._transition_each(verb, values, by)

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if field := self._numbers.get(verb):
            def get_series(document):
                return document.company_id, document._get_number_code(field), document._get_number_year(field)

            # in the same order for everybody: nobody waits for who waits for them
            unnumbered = self.filtered(lambda document: not document[field]).sorted(
                lambda document: (document.company_id.id, *get_series(document)[1:]))
            for (company, code, year), documents in unnumbered.grouped(get_series).items():
                numbers = self.env['office.number.counter']._draw(code, company, year, len(documents))
                for document, number in zip(documents, numbers, strict=True):
                    prepared[document][field] = document._format_number(field, code, year, number)
        return prepared

    def _get_number_code(self, field):
        """Hook: the letters of the series from which the number in ``field`` is drawn."""
        return self._number_code

    def _get_number_year(self, field):
        """Hook: the year of the series; the current one where the company is, not where the user or the server is."""
        return self.company_id._get_office_today().year

    def _format_number(self, field, code, year, number):
        """Hook: how the number in ``field`` is written."""
        return NUMBER_FORMAT.format(code=code, year=year, number=number)

    def _get_checked_names(self):
        return self._get_names()

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {*self._numbers.values()}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {*self._numbers.values()}
