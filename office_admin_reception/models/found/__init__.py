from . import office_found_thing
from . import office_closing_reason
from . import res_company
from . import res_config_settings
