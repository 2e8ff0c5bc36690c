from . import office_custody_mixin
from . import office_custody_thing
from . import hr_employee
from . import res_company
from . import res_config_settings
