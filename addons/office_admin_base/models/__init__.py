from . import office_transition
from . import office_number_counter
from . import office_workflow_mixin
from . import office_workflow_line_mixin
from . import office_number_mixin
from . import office_requester_mixin
from . import res_company
from . import res_config_settings
