"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, press


def open_rule(page):
    """Open the first rule; the first cell of its row is there to be dragged."""
    page.locator('.o_data_row .o_data_cell[name=name], .o_kanban_record:not(.o_kanban_ghost)').first.click()
    page.locator('.o_form_view').wait_for()


def open_try(page):
    """Open a rule and try it with the latest document."""
    open_rule(page)
    press(page, 'action_try')
    page.locator('.modal .o_office_approval').wait_for()


SCREENS = (
    Screen('my-approvals', '/odoo/my-approvals', ('employee', 'head', 'manager')),
    Screen('all-approvals', '/odoo/all-approvals', ('manager', 'auditor')),
    Screen('decisions', '/odoo/approval-decisions', ('manager', 'auditor')),
    Screen('approval-rules', '/odoo/approval-rules', ('manager', 'auditor')),
    Screen('approval-rule', '/odoo/approval-rules', ('manager',), open_rule),
    Screen('try-rules', '/odoo/approval-rules', ('manager',), open_try),
    Screen('substitutes', '/odoo/substitutes', ('head', 'manager')),
    Screen('substitute', '/odoo/substitutes/new', ('head',)),
)
