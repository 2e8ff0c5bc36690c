from . import office_visit_purpose
from . import office_visit_guest
from . import office_visit_hold
from . import office_visit_subject_request
from . import office_visit
from . import office_visit_privacy
from . import res_company
from . import res_config_settings
