class FreshOfficeTests:
    """A company that nobody has set up: people are enough. It stands before the office of an app."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office("Fresh")

    def _get_steps(self, company=None):
        return {step['key']: step for step in (company or self.company)._get_office_first_steps()}

    def test_r146_request_from_asking_to_the_end(self):
        self.assertFalse(self.env['resource.calendar.leaves'].search([('company_id', '=', self.company.id)]))
        request = self._create_request()
        request.action_submit()
        self.assertEqual(request.state, 'submitted')
        self.assertTrue(request.sudo().deadline_ids)
        request.with_user(self.head).action_approve()
        self._serve(request)
        self.assertEqual(request.state, 'done')

    def test_r146_company_begins_with_rules(self):
        company = self.env['res.company'].create({'name': "Fresher"})
        steps = self._get_steps(company)
        self.assertTrue(self.env['office.approval.rule'].search(
            [('company_id', '=', company.id), ('res_model', '=', self.request_model)]))
        self.assertFalse(steps['people']['is_done'])
        self.assertFalse(steps['positions']['is_done'])
