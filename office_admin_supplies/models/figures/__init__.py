from . import office_supply_report_mixin
from . import office_supply_consumption
from . import office_supply_consumption_head
from . import office_supply_service
from . import office_supply_advice
from . import office_supply_warning
from . import res_partner
