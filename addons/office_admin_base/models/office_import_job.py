import logging

from psycopg2 import IntegrityError
from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError

logger = logging.getLogger(__name__)

BATCH = 50  # rows
KEEP_DAYS = 30


class OfficeImportJob(models.Model):
    """A spreadsheet whose rows were looked at and confirmed, and are taken over in the background."""
    _name = 'office.import.job'
    _description = 'Import in Progress'
    _inherit = ['office.job.mixin']
    _order = 'id desc'

    _job_cron = 'office_admin_base.ir_cron_import'
    _is_of_system = True

    name = fields.Char("File", required=True, readonly=True)
    importer = fields.Char(required=True, readonly=True)  # model with ``_import_rows``
    target = fields.Char(required=True, readonly=True)  # model of what is made
    user_id = fields.Many2one('res.users', "Imported By", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    job = fields.Selection(selection_add=[('import', "Taking the rows over")])
    row_ids = fields.One2many('office.import.row', 'job_id', "Rows", readonly=True)
    fault_row_ids = fields.One2many(
        'office.import.row', 'job_id', "Rows Not Taken Over", readonly=True, domain=[('fault', '!=', False)])
    done_count = fields.Integer("Taken Over", compute='_compute_counts')
    fault_count = fields.Integer("Not Taken Over", compute='_compute_counts')

    _job_idx = models.Index("(id) WHERE job IS NOT NULL")

    @api.depends('row_ids.is_done', 'row_ids.fault')
    def _compute_counts(self):
        counts = {
            (job.id, is_done): count for job, is_done, count in self.env['office.import.row']._read_group(
                [('job_id', 'in', self.ids), '|', ('is_done', '=', True), ('fault', '!=', False)],
                ['job_id', 'is_done'], ['__count'])}
        for job in self:
            job.done_count = counts.get((job.id, True), 0)
            job.fault_count = counts.get((job.id, False), 0)

    @api.autovacuum
    def _gc_finished(self):
        before = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([('job', '=', False), ('write_date', '<', before)], limit=1000).unlink()

    def action_continue(self):
        """Let an import that has stopped go on."""
        self.check_access('read')
        self.sudo()._continue_job()  # sudo: nobody writes to the work; who may read it is the user who began it

    def action_open_result(self):
        """Open what the rows have become."""
        self.ensure_one()
        return self.env[self.importer]._get_result_action(
            self.name, self.target, self.row_ids.filtered('is_done').mapped('result'))

    @api.model
    def _begin(self, name, importer, target, rows):
        """Take ``rows`` over in the background, with the rights of the user, who is told when it is done.

        :param importer: model with ``_import_rows(list of dict)``, which returns an id of ``target`` for each of them
        :param list rows: ``[(row number, text for people, values)]``, what the user confirmed
        """
        job = self._create_as_system([{
            'name': name, 'importer': importer._name, 'target': target, 'user_id': self.env.uid,
            'company_id': self.env.company.id}])
        self.env['office.import.row']._create_as_system([
            {'job_id': job.id, 'number': number, 'text': text, 'row_values': values} for number, text, values in rows])
        job._start_job('import')
        return job.sudo(False)

    def _get_open_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Import in Progress"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def _get_open_domain(self):
        return [('job_id', '=', self.id), ('is_done', '=', False), ('fault', '=', False)]

    def _get_at_once(self):
        return 0

    def _count_work(self, job):
        return self.env['office.import.row'].search_count(self._get_open_domain())

    def _do_batch(self):
        rows = self.env['office.import.row'].search(self._get_open_domain(), limit=BATCH)
        if rows:
            rows._take_over_by_halves(self._get_importer())
        return len(rows)

    def _get_importer(self):
        """Return the importer as the user who confirmed, in the company and language of that moment."""
        user = self.user_id
        if not user.active or self.company_id not in user.company_ids:
            raise UserError(self.env._("%(user)s may no longer import this.", user=user.name))
        context = {'lang': user.lang, 'tz': user.tz, 'allowed_company_ids': self.company_id.ids}
        return self.env(user=user.id, su=False, context=context)[self.importer]

    def _end_job(self):
        super()._end_job()
        self = self.with_context(lang=self.user_id.lang)
        self.env['office.import.row'].flush_model()
        body = self.env._("%(file)s: all %(count)s rows are taken over.", file=self.name, count=self.done_count)
        if self.fault_count:
            body = self.env._(
                "%(file)s: rows taken over: %(count)s, not taken over: %(bad)s. Open the import to see why.",
                file=self.name, count=self.done_count, bad=self.fault_count)
        self.env['mail.thread'].message_notify(
            model=self._name, res_id=self.id, partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Import finished"), body=body)
        self.user_id._bus_send('simple_notification', {
            'type': 'warning' if self.fault_count else 'success', 'sticky': True, 'message': body})

    def _get_job_users(self):
        return self.user_id


class OfficeImportRow(models.Model):
    """One row of an import: what was confirmed, and what became of it."""
    _name = 'office.import.row'
    _description = 'Row of an Import'
    _inherit = ['office.system.mixin']
    _order = 'number, id'
    _is_of_system = True

    job_id = fields.Many2one('office.import.job', required=True, readonly=True, index=True, ondelete='cascade')
    number = fields.Integer("Row", readonly=True)
    text = fields.Char("In the File", readonly=True)
    row_values = fields.Json(readonly=True)
    result = fields.Integer(readonly=True)  # id of what was made or changed
    is_done = fields.Boolean("Taken Over", readonly=True)
    fault = fields.Char("Why Not", readonly=True)

    _open_idx = models.Index("(job_id, number) WHERE is_done IS NOT TRUE AND fault IS NULL")

    def _take_over_by_halves(self, importer):
        """Take the rows over; one that fails is searched by halves, so that the others hardly wait for it."""
        if not self._take_over(importer) and len(self) > 1:
            half = len(self) // 2
            self[:half]._take_over_by_halves(importer)
            self[half:]._take_over_by_halves(importer)

    def _take_over(self, importer):
        """Let ``importer`` make what the rows say, all of them or none.

        :return: whether it did; if not, a single row keeps the reason
        """
        try:
            with self.env.cr.savepoint():
                results = importer._import_rows(self.mapped('row_values'))
                for row, result in zip(self, results, strict=True):
                    row._write_as_system({'result': result, 'is_done': True})
                self.env.flush_all()
        except (SerializationFailure, DeadlockDetected):
            raise  # the whole batch is tried again
        except Exception as error:
            if len(self) == 1:
                self._write_as_system({'fault': self._get_fault_words(error)})
            return False
        return True

    def _get_fault_words(self, error):
        """Return what the user reads; what is no sentence for people goes to the log."""
        if isinstance(error, UserError):
            return str(error)
        logger.exception("Row %s of import %s failed", self.number, self.job_id.id)
        if isinstance(error, IntegrityError):
            return self.env[self.job_id.target]._sql_error_to_message(error)
        return self.env._(
            "This row could not be taken over. An administrator finds the reason in the log of the server.")
