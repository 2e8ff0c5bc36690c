from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import new_test_user

# The module name of the external ids by which a database knows what it keeps for tests.
_KEPT = '__office_test__'
_NAME = "Paper Street"


class OfficeMixin:
    """Paper Street: a company with two departments, and people who hold each position of an office.

    A class that inherits adds its own part in ``_make_office``, whose records it sets on ``cls``; ``super()`` is not
    called, the parts follow each other from the most general one on. A part with ``is_kept`` of its own is made once
    in the database that all tests share, if it was prepared for tests; any other part is made for each class of tests.
    """
    is_kept = True
    # the first page of a tour builds the assets, while its other requests wait: on a busy machine longer than 20 s
    test_cursor_lock_timeout = 100
    office_name = _NAME

    @classmethod
    def _set_up_office(cls, name=_NAME):
        """Set the office's records on ``cls``: those that the database keeps, or new ones.

        :param str name: name of the company; an office of another name is always a new one
        """
        cls.office_name = name
        for part in cls._get_parts():
            records = cls._browse_part(part) if name == _NAME else {}
            for attribute, record in records.items():
                setattr(cls, attribute, record)
            if not records:
                vars(part)['_make_office'].__func__(cls)

    @classmethod
    def _keep_office(cls, env):
        """Make the parts of the office that are kept and that the database has not yet."""
        cls.env = env
        for part in cls._get_parts():
            if not vars(part).get('is_kept') or cls._browse_part(part):
                continue
            before = set(vars(cls))
            vars(part)['_make_office'].__func__(cls)
            env['ir.model.data'].create([
                {'module': _KEPT, 'name': f'{part.__name__}__{attribute}', 'model': record._name, 'res_id': record.id}
                for attribute, record in vars(cls).items()
                if attribute not in before and isinstance(record, BaseModel)])

    @classmethod
    def _get_parts(cls):
        return [part for part in reversed(cls.__mro__) if '_make_office' in vars(part)]

    @classmethod
    def _browse_part(cls, part):
        prefix = f'{part.__name__}__'
        kept = cls.env['ir.model.data'].sudo().search_fetch(
            [('module', '=', _KEPT), ('name', '=like', prefix.replace('_', r'\_') + '%')], ['name', 'model', 'res_id'])
        return {row.name.removeprefix(prefix): cls.env[row.model].browse(row.res_id) for row in kept}

    @classmethod
    def _make_office(cls):
        cls.company = cls.env['res.company'].create({'name': cls.office_name})
        cls.head = cls._create_user('sup_head')
        cls.user = cls._create_user('sup_user')
        cls.colleague = cls._create_user('sup_colleague')
        cls.stranger = cls._create_user('sup_stranger')
        cls.officer = cls._create_user('sup_officer', 'office_admin_base.position_officer')
        cls.manager = cls._create_user('sup_manager', 'office_admin_base.position_manager')
        cls.auditor = cls._create_user('sup_auditor', 'office_admin_base.position_auditor')
        cls.sales, cls.office = cls.env['hr.department'].create([
            {'name': "Sales", 'company_id': cls.company.id},
            {'name': "Office", 'company_id': cls.company.id},
        ])
        cls.head_employee = cls._create_employee(cls.head, cls.sales)
        cls.sales.manager_id = cls.head_employee
        cls.user_employee = cls._create_employee(cls.user, cls.sales)
        cls.colleague_employee = cls._create_employee(cls.colleague, cls.sales)
        cls.stranger_employee = cls._create_employee(cls.stranger, cls.office)
        cls.officer_employee = cls._create_employee(cls.officer, cls.office)
        cls.manager_employee = cls._create_employee(cls.manager, cls.office)
        cls.office.manager_id = cls.manager_employee

    @classmethod
    def _create_user(cls, login, groups='base.group_user'):
        name = login.removeprefix('sup_').capitalize()
        if cls.office_name != _NAME:
            login = f'{login} {cls.office_name}'
        return new_test_user(
            cls.env, login=login, name=name, groups=f'base.group_user,{groups}', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])

    @classmethod
    def _create_employee(cls, user, department, **values):
        return cls.env['hr.employee'].create({
            'name': user.name, 'user_id': user.id, 'department_id': department.id, 'company_id': cls.company.id,
            **values})
