from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

EMPTY_FOR = timedelta(days=1)  # until then somebody may have the form open
CLEAN_BATCH = 1000


class OfficeSupplyRequest(models.Model):
    """A draft in which nothing is yet is shown to nobody, and goes away by itself."""
    _inherit = 'office.supply.request'

    is_empty = fields.Boolean(
        compute='_compute_is_empty', search='_search_is_empty', help="A draft without items, purpose and number.")

    @api.depends('state', 'name', 'note', 'line_ids')
    def _compute_is_empty(self):
        for request in self:
            request.is_empty = request.state == 'draft' and not (request.name or request.note or request.line_ids)

    def _search_is_empty(self, operator, value):
        if operator != 'in':
            return NotImplemented
        if True in value and False in value:
            return Domain.TRUE
        return Domain.custom(
            to_sql=lambda model, alias, query: self._get_empty_sql(alias, True in value),
            predicate=lambda request: request.is_empty == (True in value))

    @api.model
    def _get_empty_sql(self, alias, is_empty):
        self.flush_model(['state', 'name', 'note'])
        self.env['office.supply.request.line'].flush_model(['request_id'])
        # the lines are looked up last, and of drafts only: a page of requests must not read all lines
        empty = SQL(
            """(%(request)s.state = 'draft' AND %(request)s.name IS NULL AND COALESCE(%(request)s.note, '') = ''
                AND (SELECT TRUE FROM office_supply_request_line line
                      WHERE line.request_id = %(request)s.id LIMIT 1) IS NULL)""",
            request=SQL.identifier(alias))
        return empty if is_empty else SQL("NOT %s", empty)

    @api.autovacuum
    def _gc_empty(self):
        """Delete what was left empty a day ago, with no file and no word of anybody."""
        found = self.search(
            [('is_empty', '=', True), ('write_date', '<', fields.Datetime.now() - EMPTY_FOR)],
            order='id', limit=CLEAN_BATCH)
        beside = {
            res_id for model, domain in (
                ('ir.attachment', [('res_model', '=', self._name)]),
                ('mail.message', [('model', '=', self._name), ('message_type', '!=', 'notification')]))
            for [res_id] in self.env[model]._read_group([*domain, ('res_id', 'in', found.ids)], ['res_id'])}
        found.filtered(lambda request: request.id not in beside).unlink()

    @api.model
    def _get_desk_domains(self):
        domains = super()._get_desk_domains()
        return domains | {'mine': domains['mine'] & Domain('is_empty', '=', False)} if 'mine' in domains else domains
