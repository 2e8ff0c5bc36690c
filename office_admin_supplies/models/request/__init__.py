from . import office_supply_part_mixin
from . import office_supply_request
from . import office_supply_request_line
