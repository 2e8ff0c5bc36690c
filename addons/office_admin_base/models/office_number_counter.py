from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OfficeNumberCounter(models.Model):
    """A number that was given to a document of a kind, in a company and year; the highest is the last.

    Rows are added and never changed: of two transactions that write the same row, Odoo has to try the later one
    again, after a pause that grows with each try.

    Not an ``ir.sequence``: every employee may read one of these and so draw
    from it over RPC. This table has no access rights at all.
    """
    _name = 'office.number.counter'
    _description = 'Number of an Office Document'
    _inherit = 'office.system.mixin'
    _log_access = False
    _is_of_system = True
    _rec_name = 'code'

    code = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    year = fields.Integer(required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)

    _counter_uniq = models.UniqueIndex('(code, company_id, year, number)')

    def unlink(self):
        raise UserError(self.env._("Numbers that were given stay given."))

    @api.model
    def _draw(self, code, company, year, count=1):
        """Take the next ``count`` numbers; they are as good as not taken if the transaction does not commit.

        Who draws stands in line until those before them have committed or given up, so that numbers ascend in the
        order in which they become known, without a gap. Call it as late as possible, and for several companies in
        the order of their ids.

        :return: the numbers, ascending
        :rtype: range
        """
        counter = {'code': code, 'company_id': company.id, 'year': year}
        self.env.execute_query(SQL(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f'{self._table} {code} {company.id} {year}'))
        [[last]] = self.env.execute_query(SQL(
            """
            SELECT COALESCE(MAX(number), 0)
              FROM office_number_counter
             WHERE code = %(code)s AND company_id = %(company_id)s AND year = %(year)s
            """, **counter))
        while not self._add(counter, last + 1, last + count):
            last += 1  # given since this transaction began, so that only the index sees it
        return range(last + 1, last + count + 1)

    @api.model
    def _add(self, counter, first, last):
        """Add the rows of these numbers.

        :return: False if the first of them is taken
        """
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL(
                    """
                    INSERT INTO office_number_counter (code, company_id, year, number)
                         SELECT %(code)s, %(company_id)s, %(year)s, generate_series(%(first)s, %(last)s)
                    """, first=first, last=last, **counter), log_exceptions=False)
        except UniqueViolation:
            return False
        return True
