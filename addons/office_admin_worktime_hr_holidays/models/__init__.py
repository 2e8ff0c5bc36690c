from . import office_adjusted_workday
from . import resource_calendar_leaves
