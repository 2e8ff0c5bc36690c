from odoo import api, fields, models


class OfficeJobMixin(models.AbstractModel):
    """Long work on a record, of which people see how far it is.

    Little is done while the user waits. Much is done by a scheduled action in batches, each of which finds what is
    still missing: whatever dies in the middle, the next one goes on, and nothing is done twice. The record belongs to
    a company (``company_id``).
    """
    _name = 'office.job.mixin'
    _description = 'Record with Long Work'
    _inherit = ['office.batch.mixin', 'office.system.mixin']

    _job_cron = None  # external id of the scheduled action, which calls ``_cron_work``

    # each model adds the names of its work
    job = fields.Selection([], "Work in Progress", readonly=True, copy=False)
    job_error = fields.Text("Why It Stopped", readonly=True, copy=False)
    job_done = fields.Integer(readonly=True, copy=False)
    job_total = fields.Integer(readonly=True, copy=False)
    progress = fields.Float("Progress (%)", compute='_compute_progress')

    @api.depends('job', 'job_done', 'job_total')
    def _compute_progress(self):
        for record in self:
            share = record.job_done / record.job_total if record.job_total else 0.0
            record.progress = min(100.0 * share, 99.0) if record.job else 100.0

    def _start_job(self, job):
        """Begin ``job``; what is small is done at once. The caller has checked the rights."""
        for record in self.sudo():
            total = record._count_work(job)
            record._write_as_system({'job': job, 'job_done': 0, 'job_total': total, 'job_error': False})
            if total > record._get_at_once():
                record._work_soon()
                continue
            while record.job:
                record._work_on_job()

    def _continue_job(self):
        """Let work that has stopped go on. The caller has checked the rights."""
        stopped = self.filtered('job')
        stopped._write_as_system({'job_error': False})
        stopped._work_soon()

    def _work_soon(self):
        if self:
            self.env.ref(self._job_cron).sudo()._trigger()  # sudo: the scheduled action

    @api.model
    def _cron_work(self):
        """Go on with the work of all records, in batches."""
        self._run_in_batches(
            self._job_cron, lambda: self.search([('job', '!=', False), ('job_error', '=', False)], order='id', limit=1),
            self.__class__._work_on_job, self.__class__._stop_job)

    def _work_on_job(self):
        """Do one batch of the work of each record."""
        for record in self:
            if not record.job or record.job_error:
                continue
            done = record._do_batch()
            if done:
                record._write_as_system({'job_done': record.job_done + done})
            else:
                record._end_job()
            record._tell_progress()

    def _stop_job(self):
        """Keep a record whose work fails, with a sentence for who is in charge; the others go on."""
        self._write_as_system({'job_error': self._get_stop_words()})
        self._tell_progress()

    def _tell_progress(self):
        for user in (self._get_job_users() | self.env.user)._filtered_working(self.company_id):
            user._bus_send('office.job/progress', {'model': self._name, 'id': self.id})

    # Hooks: override and call super where there is something to call.
    def _get_at_once(self):
        """Hook: so much work is done while the user waits."""
        return 200

    def _count_work(self, job):
        """Hook: how much there is to do."""
        return 0

    def _do_batch(self):
        """Hook: do the next part of the work.

        :return: how much was done; 0 if nothing is left
        """
        return 0

    def _end_job(self):
        """Hook: what follows when nothing is left."""
        self._write_as_system({'job': False})

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'job', 'job_error', 'job_done', 'job_total'}

    def _get_job_users(self):
        """Hook: whose screens follow the work."""
        return self.env['res.users']

    def _get_stop_words(self):
        """Hook: a sentence what to do when the work has failed."""
        return self.env._(
            "The work stopped. What was done stays. Use “Continue”; if it stops again, ask an administrator to look "
            "into the log of the server.")
