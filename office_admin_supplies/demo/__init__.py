from . import office_supply_demo
from . import office_supply_hand_demo
from . import office_supply_round_demo
