from . import res_company
from . import res_config_settings
from . import office_supply_advice
from . import office_supply_round
from . import office_supply_round_line
from . import purchase_order
from . import purchase_order_line
from . import stock_move
