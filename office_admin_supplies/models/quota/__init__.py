from . import office_supply_quota
from . import office_supply_quota_use
from . import office_supply_request
from . import office_supply_request_line
from . import product_template
