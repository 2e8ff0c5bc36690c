from . import office_supply_count
from . import office_supply_count_line
