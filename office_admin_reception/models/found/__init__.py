from . import office_found_thing
from . import res_company
from . import res_config_settings
