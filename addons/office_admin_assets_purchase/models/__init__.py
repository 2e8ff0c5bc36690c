from . import product_template
from . import purchase_order
from . import purchase_order_line
from . import stock_picking
from . import office_asset_acceptance
from . import office_asset_acceptance_line
from . import office_asset_request
from . import office_asset_request_line
