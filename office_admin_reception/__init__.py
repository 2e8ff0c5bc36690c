from . import controllers
from . import demo
from . import models
from . import wizard


def uninstall_hook(env):
    """Let go of the groups that call chains name, which could not be deleted otherwise."""
    env['office.emergency.step'].search([]).unlink()
