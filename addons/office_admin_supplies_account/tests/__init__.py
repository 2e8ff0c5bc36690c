from . import test_supply_cost
