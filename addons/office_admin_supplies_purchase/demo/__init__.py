from . import office_supply_purchase_demo
