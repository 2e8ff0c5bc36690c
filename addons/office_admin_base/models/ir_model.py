from psycopg2 import errors

from odoo import models
from odoo.tools import SQL, mute_logger, sql


class IrModel(models.Model):
    """What our tables hold of the documents of an app goes with the app: steps, promises, approvals and their rules."""
    _inherit = 'ir.model'

    def unlink(self):
        gone = self.mapped('model')
        result = super().unlink()
        if gone:
            self._delete_office_records_of(gone)
        return result

    def _delete_office_records_of(self, names):
        """Delete rows that name a model that there is not any more.

        In the database, since most of them are never deleted while their document is there.
        """
        cr = self.env.cr
        left = [
            model._table for model in self.env.values()
            if model._name.startswith('office.') and model._auto and not model._abstract
            and 'res_model' in model._fields and model._fields['res_model'].store
            and sql.column_exists(cr, model._table, 'res_model')]
        # one may hang on another: what cannot be deleted yet is tried again after the rest
        for _pass in range(len(left)):
            for table in list(left):
                try:
                    with cr.savepoint(flush=False), mute_logger('odoo.sql_db'):
                        cr.execute(SQL(
                            "DELETE FROM %s WHERE res_model IN %s", SQL.identifier(table), tuple(names)))
                    left.remove(table)
                except errors.ForeignKeyViolation:
                    continue
