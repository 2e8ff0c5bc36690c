from . import models
from . import wizard
from . import demo


def pre_init_hook(env):
    """Drop who could see which request, where an app that was uninstalled before left it behind."""
    env.cr.execute("DROP TABLE IF EXISTS office_supply_request_res_users_rel")
