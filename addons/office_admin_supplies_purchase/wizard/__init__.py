from . import office_supply_quote_waiver
from . import office_supply_round_increase
from . import purchase_requisition_create_alternative
