from . import office_supply_return
from . import office_supply_custody
from . import office_supply_request
from . import office_supply_request_line
from . import stock_move
from . import stock_return_picking_line
