import logging
from datetime import timedelta
from functools import partial

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5

RETRY = timedelta(minutes=1)
"""So much later it is looked at again whether another server has done what it had locked."""


class OfficeBatchMixin(models.AbstractModel):
    """How scheduled actions go through many records: in batches, on several servers, whatever one of them does."""
    _name = 'office.batch.mixin'
    _description = 'Records Worked on in Batches'

    @api.model
    def _run_in_batches(self, job, search, work, put_off):
        """Do ``work`` on what ``search`` finds until it finds nothing, each batch in a transaction of its own.

        Safe on several servers at once: each takes what no other has locked.

        :param str job: external id of the scheduled action, woken up again while something is left and its time is over
        :param search: function that returns the next records, a batch at most
        :param work: method of records
        :param put_off: method of a record for which ``work`` fails, so that it does not stop the others
        """
        while done := self._run_batch(search, work, put_off):
            seconds = self.env['ir.cron']._commit_progress(done, remaining=1)
            self.env.invalidate_all()  # so that memory does not grow with the number of batches
            if not seconds:
                self.env.ref(job)._trigger()
                return
        self.env['ir.cron']._commit_progress(remaining=0)
        if search():  # locked by another server, which may just have died
            self.env.ref(job)._trigger(fields.Datetime.now() + RETRY)

    def _run_batch(self, search, work, put_off):
        """Do ``work`` on one batch, or record by record if that fails.

        What somebody changes in the middle makes it fail as well; then it is tried again on what is true now.

        :return: the number of records, 0 if there are none or others are at them
        """
        for attempt in range(MAX_ATTEMPTS):
            ids = []
            try:
                batch = search().try_lock_for_update()
                ids = batch.ids
                work(batch)
                self.env.flush_all()
                return len(batch)
            except (SerializationFailure, DeadlockDetected):
                self.env.cr.rollback()
                if attempt == MAX_ATTEMPTS - 1:
                    raise
            except Exception:
                self.env.cr.rollback()
                if not ids:
                    raise
                if len(ids) == 1:
                    logger.exception("%s %s is put off", self._name, ids)
                    put_off(self.browse(ids))
                    return 1
                for record in self.browse(ids):
                    self._run_batch(partial(self.browse, record.id), work, put_off)
                    self.env['ir.cron']._commit_progress()  # a later one that fails shall not undo it
                return len(ids)
        return 0
