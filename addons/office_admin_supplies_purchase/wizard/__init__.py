from . import office_supply_quote_waiver
from . import purchase_requisition_create_alternative
