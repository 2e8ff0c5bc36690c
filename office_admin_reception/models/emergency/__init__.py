from . import office_emergency_kind
from . import office_emergency_step
from . import office_emergency
from . import office_emergency_call
