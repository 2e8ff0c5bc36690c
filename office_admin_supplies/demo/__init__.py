from . import office_supply_demo
