from . import office_asset_demo
from . import office_asset_buying_demo
from . import office_asset_stocktake_demo
from . import office_asset_transfer_demo
