"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_first_record

SCREENS = (
    Screen('checklist-tasks', '/odoo/checklist-tasks', ('receptionist', 'officer')),
    Screen('checklist', '/odoo/checklists', ('receptionist', 'officer'), open_first_record),
    Screen('checklist-templates', '/odoo/checklist-templates', ('manager',)),
)
