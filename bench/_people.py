"""The people of a bench: an officer, an employee who asks, and the head who decides for both."""
from odoo.tests import new_test_user


def make_people(env, department):
    """Make them in ``department``, with messages in the inbox.

    :return: the users ``(officer, employee, head)``
    """
    officer, user, head = (
        new_test_user(env, login=f'bench_{login}', groups=groups, notification_type='inbox') for login, groups in (
            ('officer', 'base.group_user,office_admin_base.position_officer'), ('user', 'base.group_user'),
            ('head', 'base.group_user')))
    for person in (head, user, officer):
        employee = env['hr.employee'].create(
            {'name': person.name, 'user_id': person.id, 'department_id': department.id})
        if person == head:
            department.manager_id = employee
    return officer, user, head
