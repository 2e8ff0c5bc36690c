from . import office_adjusted_workday
