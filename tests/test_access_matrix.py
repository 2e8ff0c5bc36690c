from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyCommon

OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'd': 'unlink'}


def read_matrix():
    """Return the rows of ``access_matrix.md`` as ``[(model, record, {person: letters})]``."""
    lines = (Path(__file__).parent / 'access_matrix.md').read_text().splitlines()
    header, _rule, *rows = [
        [cell.strip() for cell in line.strip('|').split('|')] for line in lines if line.startswith('|')]
    return [(model, record, dict(zip(header[2:], cells, strict=True))) for model, record, *cells in rows]


@tagged('post_install', '-at_install')
class TestAccessMatrix(OfficeSupplyCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix()
        cls.people = {
            'employee': cls.user,
            'head': cls.head,
            'receptionist': cls._create_user('sup_receptionist', 'office_admin_base.position_receptionist'),
            'officer': cls.officer,
            'manager': cls.manager,
            'auditor': cls.auditor,
            'administrator': cls._create_user('sup_administrator', 'base.group_system'),
        }
        # a colleague whose requests the head decides, and who is none of the people above
        draft, submitted = cls._make_request(cls.colleague), cls._make_request(cls.colleague)
        submitted.action_submit()
        other = cls.env['res.company'].create({'name': "Elsewhere"})
        foreigner = cls._create_user('sup_foreigner')
        foreigner.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        tape = cls._create_product("Tape", company_id=False)
        foreign = cls._create_request(cls, foreigner, [(tape, 1)])
        cls.records = {
            'draft of an employee': draft, 'submitted by an employee': submitted, 'of another company': foreign}

    @classmethod
    def _make_request(cls, user):
        return cls._create_request(cls, user)

    def _get_record(self, model, record, user):
        """Return the record that a row of the table means for ``user``, or the empty model for “any”."""
        if record == 'any':
            return self.env[model]
        if record.startswith('own '):
            request = self._create_request(user)
            if record == 'own submitted':
                # by the log's own door, since not everybody here has a manager who could decide
                request.sudo()._write_transition('submitted', {}, {})
        else:
            request = self.records[record]
        return request if model == request._name else request.line_ids

    def test_matrix(self):
        for model, record, cells in self.matrix:
            for person, letters in cells.items():
                user = self.people.get(person) or self._get_portal_user()
                if person == 'portal' and record.startswith('own '):
                    found = self._get_record(model, 'draft of an employee', user)
                else:
                    found = self._get_record(model, record, user)
                found = found.with_user(user)
                found.invalidate_recordset()
                allowed = ''.join(
                    letter for letter, operation in OPERATIONS.items() if found.has_access(operation)) or '-'
                with self.subTest(model=model, record=record, person=person):
                    self.assertEqual(allowed, letters)

    def _get_portal_user(self):
        if 'portal' not in self.people:
            self.people['portal'] = self.env['res.users'].create({
                'name': "Portal", 'login': 'sup_portal', 'company_id': self.company.id,
                'company_ids': [Command.set(self.company.ids)],
                'group_ids': [Command.set(self.env.ref('base.group_portal').ids)]})
        return self.people['portal']

    def test_every_model_is_in_the_matrix(self):
        listed = {model for model, _record, _cells in self.matrix}
        ours = {
            name for name, model in self.env.registry.items()
            if model._original_module.startswith('office_admin_') and not model._abstract
        }
        self.assertEqual(ours, listed)

    def test_no_rights_on_models_of_others(self):
        for model in ('ir.model.access', 'ir.rule'):
            xml_ids = self.env['ir.model.data'].search([('module', '=like', 'office_admin_%'), ('model', '=', model)])
            for record in self.env[model].browse(xml_ids.mapped('res_id')):
                with self.subTest(record=record.display_name):
                    # public holidays are Odoo's, and who keeps the working days keeps them
                    if record == self.env.ref('office_admin_worktime.resource_calendar_leaves_rule_manager'):
                        continue
                    # what stands beside secret documents is hidden with them; a rule without groups only takes away
                    if model == 'ir.rule' and not record.groups:
                        continue
                    self.assertTrue(record.model_id.model.startswith('office.'))
                    if model == 'ir.model.access':
                        self.assertTrue(record.group_id, "an access line without a group is for the public")
