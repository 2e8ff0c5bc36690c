from . import office_supply_cost_centre
from . import office_supply_consumption
from . import stock_location
from . import stock_move
from . import res_company
