import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_base.models import office_import_job
from odoo.addons.office_admin_test.tests.common import OfficeTestCommon

IMPORT = 'office.test.import'
SLIP = 'office.test.slip'


@tagged('post_install', '-at_install')
class TestImportJob(OfficeTestCommon):
    """A large list is taken over in the background, row by row."""

    def setUp(self):
        super().setUp()
        self.patch(self.env.registry[IMPORT], '_rows_at_once', 2)
        self.patch(office_import_job, 'BATCH', 2)

    def _read(self, count, user=None):
        rows = '\n'.join(f'J{number},Thing {number}' for number in range(count))
        wizard = self.env[IMPORT].with_user(user or self.user).create({
            'file': base64.b64encode(f'Code,Purpose\n{rows}\n'.encode()), 'file_name': "all.csv"})
        wizard.action_read()
        return wizard

    def _begin(self):
        return self.env['office.import.job'].browse(self._read(5).action_import()['res_id'])

    def _finish(self, job):
        while job.job and not job.job_error:
            job._work_on_job()
            self.env.invalidate_all()

    def _get_made(self):
        return self.env[SLIP].search([('note', '=like', 'J_ Thing _')])

    def test_a_large_list_becomes_a_job_and_its_user_is_told(self):
        job = self._begin()
        self.assertFalse(self._get_made())
        self.assertRecordValues(job, [{
            'user_id': self.user.id, 'company_id': self.company.id, 'job': 'import', 'job_total': 5, 'progress': 0}])
        job._work_on_job()
        self.assertEqual((len(self._get_made()), job.progress), (2, 40))
        self._finish(job)
        self.assertEqual(len(self._get_made()), 5)
        self.assertEqual(self._get_made().create_uid, self.user)
        self.assertRecordValues(job, [{'job': False, 'done_count': 5, 'fault_count': 0}])
        message = self.env['mail.message'].search([('model', '=', job._name), ('res_id', '=', job.id)])
        self.assertEqual(message.partner_ids, self.user.partner_id)
        self.assertIn("all.csv: all 5 rows are taken over", message.body)
        self.assertEqual(
            self.env[SLIP].search(job.with_user(self.user).action_open_result()['domain']),
            self._get_made())

    def test_a_small_list_is_taken_over_at_once(self):
        wizard = self._read(2)
        self.assertFalse(self._get_made())
        action = wizard.action_import()
        self.assertEqual(self.env[SLIP].search(action['domain']), self._get_made())
        self.assertEqual(len(self._get_made()), 2)
        with self.assertRaisesRegex(UserError, "imported already"):
            wizard.action_import()

    def test_each_row_once_whatever_dies_in_the_middle(self):
        job = self._begin()
        job._work_on_job()
        importer = self.env.registry[IMPORT]
        original = importer._import_rows

        def die_after_making(self, rows):
            original(self, rows)
            raise KeyboardInterrupt
        with patch.object(importer, '_import_rows', die_after_making), self.assertRaises(KeyboardInterrupt):
            with self.env.cr.savepoint():
                job._work_on_job()
        self.env.invalidate_all()
        self.assertEqual(len(self._get_made()), 2)
        self._finish(job)
        self.assertEqual(sorted(self._get_made().mapped('note')), [f"J{number} Thing {number}" for number in range(5)])

    def test_a_row_that_fails_keeps_its_reason_and_the_others_go_on(self):
        job = self._begin()
        self.env[SLIP].with_user(self.user).create({'note': "J1 Thing 1"})
        self._finish(job)
        self.assertEqual(len(self._get_made()), 5)
        self.assertRecordValues(job, [{'job': False, 'done_count': 4, 'fault_count': 1}])
        self.assertRecordValues(job.fault_row_ids, [{'number': 3, 'is_done': False}])
        self.assertIn("J1 Thing 1 has been written since", job.fault_row_ids.fault)
        message = self.env['mail.message'].search([('model', '=', job._name), ('res_id', '=', job.id)])
        self.assertIn("rows taken over: 4, not taken over: 1", message.body)

    def test_the_others_do_not_go_on_one_by_one(self):
        self.patch(office_import_job, 'BATCH', 5)
        job = self._begin()
        self.env[SLIP].with_user(self.user).create({'note': "J1 Thing 1"})
        importer, sizes = self.env.registry[IMPORT], []
        original = importer._import_rows

        def count(self, rows):
            sizes.append(len(rows))
            return original(self, rows)
        with patch.object(importer, '_import_rows', count):
            self._finish(job)
        self.assertEqual(sizes, [5, 2, 1, 1, 3])
        self.assertRecordValues(job, [{'done_count': 4, 'fault_count': 1}])

    def test_a_job_has_the_rights_of_its_user(self):
        job = self._begin()
        self.env.ref('office_admin_test.access_office_test_slip_user').perm_create = False
        self._finish(job)
        self.assertFalse(self._get_made())
        self.assertEqual(job.fault_count, 5)

    def test_others_do_not_see_or_touch_a_job(self):
        job = self._begin()
        rows = job.row_ids
        for user in (self.colleague, self.officer, self.manager, self.auditor, self.head):
            for records in (job, rows):
                with self.assertRaises(AccessError):
                    records.with_user(user).read(['display_name'])
            with self.assertRaises(AccessError):
                job.with_user(user).action_continue()
        for records in (job, rows):
            records = records.with_user(self.user)
            self.assertTrue(records.read(['display_name']))
            for act, arguments in (('write', [{}]), ('unlink', []), ('create', [{}])):
                with self.assertRaises(UserError):  # or an AccessError, which is one
                    getattr(records, act)(*arguments)

    def test_a_job_is_made_by_confirming_only(self):
        job = self._begin()
        for attempt in (lambda: job.sudo().write({'importer': 'res.users'}), lambda: job.sudo().copy(),
                        lambda: job.row_ids.sudo().write({'row_values': {}}), lambda: job.row_ids[0].sudo().copy(),
                        lambda: job.sudo().write({'row_ids': [Command.create({'number': 1})]})):
            with self.assertRaisesRegex(UserError, "by hand"):
                attempt()

    def test_a_job_that_has_stopped_goes_on(self):
        job = self._begin()
        job._stop_job()
        job._work_on_job()
        self.assertFalse(self._get_made())
        self.assertIn("Use “Continue”", job.job_error)
        job.with_user(self.user).action_continue()
        self.assertFalse(job.job_error)
        self._finish(job)
        self.assertEqual(len(self._get_made()), 5)
