from odoo import api, fields, models
from odoo.tools import SQL


class OfficeNumberCounter(models.Model):
    """The last number given for a kind of document, in a company and year.

    Not an ``ir.sequence``: every employee may read one of these and so draw
    from it over RPC. This table has no access rights at all.
    """
    _name = 'office.number.counter'
    _description = 'Last Number of an Office Document'
    _log_access = False
    _rec_name = 'code'

    code = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    year = fields.Integer(required=True, readonly=True)
    last = fields.Integer("Last Number", required=True, readonly=True)

    _counter_uniq = models.UniqueIndex('(code, company_id, year)')

    @api.model
    def _draw(self, code, company, year, count=1):
        """Take the next ``count`` numbers; they are given back if the transaction is rolled back.

        Two transactions that draw at the same moment wait for each other, and
        the later one is tried again by Odoo. Call it as late as possible.

        :return: the numbers, ascending
        :rtype: range
        """
        [[last]] = self.env.execute_query(SQL(
            """
            INSERT INTO office_number_counter (code, company_id, year, last)
                 VALUES (%(code)s, %(company_id)s, %(year)s, %(count)s)
            ON CONFLICT (code, company_id, year)
          DO UPDATE SET last = office_number_counter.last + EXCLUDED.last
              RETURNING last
            """,
            code=code, company_id=company.id, year=year, count=count,
        ))
        self.invalidate_model(['last'])
        return range(last - count + 1, last + 1)
