from . import office_adjusted_workday_load
from . import office_deadline_pause_begin
