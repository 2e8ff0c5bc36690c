from . import demo
from . import models
from . import wizard

LISTS = ('maintenance.hr_equipment_action', 'maintenance.hr_equipment_action_from_category_form')


def uninstall_hook(env):
    """Let the lists of Maintenance show all equipment again."""
    for name in LISTS:
        env.ref(name).domain = False
