from . import office_supply_surplus
from . import stock_move
