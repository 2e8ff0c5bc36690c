from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.office_admin_base.models import office_import_job
from odoo.addons.office_admin_supplies.wizard import office_supply_import_products

from .test_import import ImportCommon, make_xlsx


@tagged('post_install', '-at_install')
class TestImportJob(ImportCommon):
    """A large list of office supplies is taken over in the background."""

    def setUp(self):
        super().setUp()
        self.patch(office_supply_import_products, 'AT_ONCE', 2)
        self.patch(office_import_job, 'BATCH', 2)

    def _begin(self):
        wizard = self._read(
            make_xlsx(('Code', 'Name', 'Cost'), *((f'J{number}', f"Thing {number}", 2) for number in range(5))),
            model='office.supply.import.products', user=self.manager, name="all.xlsx")
        return self.env['office.import.job'].browse(wizard.action_import()['res_id'])

    def _finish(self, job):
        while job.job and not job.job_error:
            job._work_on_job()
            self.env.invalidate_all()

    def _get_made(self):
        return self.env['product.template'].search([('default_code', '=like', 'J_')])

    def test_a_large_list_becomes_a_job_and_its_user_is_told(self):
        job = self._begin()
        self.assertFalse(self._get_made())
        self.assertRecordValues(job, [{
            'user_id': self.manager.id, 'company_id': self.company.id, 'job': 'import', 'job_total': 5, 'progress': 0}])
        job._work_on_job()
        self.assertEqual((len(self._get_made()), job.progress), (2, 40))
        self._finish(job)
        self.assertEqual(len(self._get_made()), 5)
        self.assertEqual(self._get_made().create_uid, self.manager)
        self.assertRecordValues(job, [{'job': False, 'done_count': 5, 'fault_count': 0}])
        message = self.env['mail.message'].search([('model', '=', job._name), ('res_id', '=', job.id)])
        self.assertEqual(message.partner_ids, self.manager.partner_id)
        self.assertIn("all.xlsx: all 5 rows are taken over", message.body)
        self.assertEqual(
            self.env['product.template'].search(job.with_user(self.manager).action_open_result()['domain']),
            self._get_made())

    def test_a_small_list_is_taken_over_at_once(self):
        wizard = self._read(make_xlsx(('Code', 'Name'), ('J1', 'a'), ('J2', 'b')),
                            model='office.supply.import.products', user=self.manager)
        self.assertEqual(wizard.action_import()['res_model'], 'product.template')
        self.assertEqual(len(self._get_made()), 2)

    def test_each_row_once_whatever_dies_in_the_middle(self):
        job = self._begin()
        job._work_on_job()
        importer = self.env.registry['office.supply.import.products']
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
        self.assertEqual(sorted(self._get_made().mapped('default_code')), ['J0', 'J1', 'J2', 'J3', 'J4'])

    def test_a_row_that_fails_keeps_its_reason_and_the_others_go_on(self):
        job = self._begin()
        self._create_product("Meanwhile", default_code='J1')
        self._finish(job)
        self.assertEqual(self._get_made().mapped('default_code').count('J1'), 1)
        self.assertRecordValues(job, [{'job': False, 'done_count': 4, 'fault_count': 1}])
        self.assertRecordValues(job.fault_row_ids, [{'number': 3, 'is_done': False}])
        self.assertIn("J1 has come into use since", job.fault_row_ids.fault)
        message = self.env['mail.message'].search([('model', '=', job._name), ('res_id', '=', job.id)])
        self.assertIn("rows taken over: 4, not taken over: 1", message.body)

    def test_the_others_do_not_go_on_one_by_one(self):
        self.patch(office_import_job, 'BATCH', 5)
        job = self._begin()
        self._create_product("Meanwhile", default_code='J1')
        importer, sizes = self.env.registry['office.supply.import.products'], []
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
        self.manager.group_ids -= self.env.ref('office_admin_base.position_manager')
        self._finish(job)
        self.assertFalse(self._get_made())
        self.assertEqual(job.fault_count, 5)

    def test_others_do_not_see_or_touch_a_job(self):
        job = self._begin()
        rows = job.row_ids
        for user in (self.user, self.officer, self.auditor, self.head):
            for records in (job, rows):
                with self.assertRaises(AccessError):
                    records.with_user(user).read(['display_name'])
            with self.assertRaises(AccessError):
                job.with_user(user).action_continue()
        for records in (job, rows):
            records = records.with_user(self.manager)
            self.assertTrue(records.read(['display_name']))
            for act, arguments in (('write', [{}]), ('unlink', []), ('create', [{}])):
                with self.assertRaises(AccessError):
                    getattr(records, act)(*arguments)

    def test_a_job_that_has_stopped_goes_on(self):
        job = self._begin()
        job._stop_job()
        job._work_on_job()
        self.assertFalse(self._get_made())
        self.assertIn("Use “Continue”", job.job_error)
        job.with_user(self.manager).action_continue()
        self.assertFalse(job.job_error)
        self._finish(job)
        self.assertEqual(len(self._get_made()), 5)
