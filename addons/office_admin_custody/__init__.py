from . import models
from . import wizard


def pre_init_hook(env):
    """In a database of before, the address of My Things is that of the screen of one app."""
    env['ir.actions.act_window'].search([('path', '=', 'my-things')]).path = False
