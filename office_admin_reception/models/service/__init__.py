from . import office_visit_feedback
from . import office_visit_guest
from . import office_visit_wait
from . import res_company
from . import res_config_settings
