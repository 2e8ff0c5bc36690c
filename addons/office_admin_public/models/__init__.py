from . import office_public_counter
from . import office_public_link
from . import office_public_mixin
from . import res_config_settings
