from . import product_product
from . import stock_quant
from . import stock_move
from . import stock_picking
from . import office_supply_request
